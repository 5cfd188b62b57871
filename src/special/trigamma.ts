import { BERNOULLI, STIRLING_FROM } from './bernoulli';

/**
 * ψ₁(x) = d²log Γ/dx² for real x, Infinity at its poles 0, −1, −2 …; relative error of some roundings.
 * Recurrence, reflection and asymptotic series (Abramowitz & Stegun 6.4.6, 6.4.7, 6.4.12).
 */
export function trigamma(x: number): number {
  if (x <= 0) {
    const fraction = x - Math.round(x);
    return fraction === 0 ? Number.POSITIVE_INFINITY : (Math.PI / Math.sin(Math.PI * fraction)) ** 2 - trigamma(1 - x);
  }
  let z = x;
  let below = 0;
  for (; z < STIRLING_FROM; z++) below += 1 / (z * z);
  let series = 0;
  for (let k = BERNOULLI.length; k > 0; k--) series = (series + BERNOULLI[k - 1]) / (z * z);
  return below + (1 + 0.5 / z + series) / z;
}
