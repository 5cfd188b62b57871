import { incompleteBeta } from './incompleteBeta';

/** P(T ≤ t) of Student's t with `dof` degrees of freedom (Infinity: standard normal is reached from dof = 1e7). */
export function studentCdf(t: number, dof: number): number {
  const nu = Math.min(dof, 1e7);
  const tail = 0.5 * incompleteBeta(nu / (nu + t * t), nu / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}
