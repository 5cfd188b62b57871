import { BERNOULLI, STIRLING_FROM } from './bernoulli';

/**
 * ψ(x) = d log Γ/dx for real x, NaN at its poles 0, −1, −2 …; absolute error of some roundings of 1 + |ψ|.
 * Recurrence, reflection and asymptotic series (Abramowitz & Stegun 6.3.5, 6.3.7, 6.3.18).
 */
export function digamma(x: number): number {
  if (x <= 0) {
    const fraction = x - Math.round(x);
    return fraction === 0 ? Number.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
  }
  let z = x;
  let below = 0;
  for (; z < STIRLING_FROM; z++) below += 1 / z;
  let series = 0;
  for (let k = BERNOULLI.length; k > 0; k--) series = (series + BERNOULLI[k - 1] / (2 * k)) / (z * z);
  return Math.log(z) - 0.5 / z - series - below;
}
