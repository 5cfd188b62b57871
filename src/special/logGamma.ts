import { BERNOULLI, STIRLING_FROM } from './bernoulli';

/**
 * log Γ(x) for x > 0 (Infinity at 0, NaN below), relative error of a few roundings, also near the zeros at 1 and 2: there by
 * log Γ(2 + w) = (1 − γ)w + Σ_{k≥2} (ζ(k) − 1)(−w)^k/k, elsewhere by Stirling's series (Abramowitz & Stegun 6.1.33, 6.1.41).
 */
export function logGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x < 0.5) return nearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  if (x < 2.5) return nearTwo(x - 2);
  let product = 1;
  let z = x;
  while (z < STIRLING_FROM) product *= z++;
  let series = 0;
  for (let k = BERNOULLI.length; k > 0; k--) series = series / (z * z) + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
  return (z - 0.5) * (Math.log(z) - 1) + 0.5 * Math.log(2 * Math.PI) - 0.5 + series / z - Math.log(product);
}

/** log Γ(2 + w) for |w| ≤ ½. */
function nearTwo(w: number): number {
  zetas ??= Array.from({ length: 30 }, (_, i) => zetaMinusOne(i + 2));
  let sum = 0;
  for (let k = 31; k >= 2; k--) sum = -w * (sum + zetas[k - 2] / k);
  return w * (1 - EULER_GAMMA - sum);
}

/** −ψ(1). */
export const EULER_GAMMA = 0.5772156649015329;

let zetas: number[] | undefined;

/** ζ(k) − 1 = Σ_{n≥2} n^−k, the terms from 10 on by Euler and Maclaurin. */
function zetaMinusOne(k: number): number {
  const from = 10;
  let tail = from / (k - 1) + 0.5;
  let factor = k / (2 * from);
  BERNOULLI.forEach((bernoulli, i) => {
    tail += bernoulli * factor;
    factor *= ((k + 2 * i + 1) * (k + 2 * i + 2)) / (from * from * (2 * i + 3) * (2 * i + 4));
  });
  let sum = tail * from ** -k;
  for (let n = from - 1; n >= 2; n--) sum += n ** -k;
  return sum;
}
