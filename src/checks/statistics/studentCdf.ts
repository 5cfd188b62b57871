import { incompleteBeta } from './incompleteBeta';

/** P(T ≤ t) of Student's t with `dof` degrees of freedom (Infinity: standard normal is reached from dof = 1e7). */
export function studentCdf(t: number, dof: number): number {
  const nu = Math.min(dof, 1e7);
  const square = t * t;
  // the smaller part, which has its digits
  if (square < nu) {
    const half = 0.5 * incompleteBeta(square / (nu + square), 0.5, nu / 2);
    return t > 0 ? 0.5 + half : 0.5 - half;
  }
  const tail = 0.5 * incompleteBeta(nu / (nu + square), nu / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}
