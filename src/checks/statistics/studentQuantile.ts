import { positive } from '../../validate';
import { studentCdf } from './studentCdf';

/** The t with P(T ≤ t) = p for Student's t with `dof` degrees of freedom, by bisection to 1e-12. */
export function studentQuantile(p: number, dof: number): number {
  positive('dof', Math.min(dof, 1e7));
  if (p < 0.5) return -studentQuantile(1 - p, dof);
  let low = 0;
  let high = 1;
  while (studentCdf(high, dof) < p) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, dof) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
