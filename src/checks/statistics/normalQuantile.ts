import { normalCdf } from '../../special/erf';
import { reject } from '../../validate';

/** The z with P(Z ≤ z) = p for a standard normal Z: Newton's steps from the middle of a bracket, to a few roundings. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return reject('p', 'a number between 0 and 1', p);
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = p < 0.02 ? -Math.sqrt(-2 * Math.log(p)) : 0;
  // The distribution function is convex below 0: on log Φ, which is concave, Newton's steps cannot overshoot twice.
  for (let k = 0; k < 60; k++) {
    const below = normalCdf(z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const step = ((Math.log(p) - Math.log(below)) * below) / density;
    z += step;
    if (Math.abs(step) < 1e-15 * (1 + Math.abs(z))) break;
  }
  return z;
}
