import { positive } from '../../validate';
import { studentCdf } from './studentCdf';

/** The t with P(T ≤ t) = p for Student's t with `dof` degrees of freedom, by bisection to 1e-12. */
export function studentQuantile(p: number, dof: number): number {
  positive('dof', Math.min(dof, 1e7));
  // the upper tail would have lost its digits
  if (p > 0.5) return -studentQuantile(1 - p, dof);
  let low = -1;
  let high = 0;
  while (studentCdf(low, dof) > p) low *= 2;
  while (high - low > -1e-12 * low) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, dof) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The t with P(|T| ≤ t) = `confidence`. */
export function studentInterval(confidence: number, dof: number): number {
  return -studentQuantile((1 - confidence) / 2, dof);
}
