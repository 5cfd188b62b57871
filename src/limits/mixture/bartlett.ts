import type { WorkspaceMatrix } from '../../linalg/resident';
import type { Rng } from '../../random/rng';
import { gammaDraw } from './gammaDraw';

/**
 * Fills the rows of B (n×n, upper triangular) so that BᵀB has the law of Σ_{i≤width} θ_i θ_iᵀ for independent standard normal
 * θ_i ∈ R^n, a Wishart matrix, at a cost that does not depend on the width ≥ n (Bartlett 1933).
 */
export function bartlett(out: WorkspaceMatrix, width: number, draw: Rng): void {
  const n = out.cols;
  const normals = draw.normal((n * (n - 1)) / 2);
  let next = 0;
  out.fill(0);
  for (let j = 0; j < n; j++) {
    const row = out.row(j);
    row[j] = Math.sqrt(chiSquare(width - j, draw));
    for (let i = j + 1; i < n; i++) row[i] = normals[next++];
  }
}

/** Up to so many degrees of freedom a χ² is drawn as a sum of squares. */
const SUMMED = 16;

/** A draw from χ² with `dof` ≥ 1 degrees of freedom. */
export function chiSquare(dof: number, draw: Rng): number {
  if (dof <= SUMMED) return draw.normal(dof).reduce((sum, value) => sum + value * value, 0);
  return 2 * gammaDraw(dof / 2, draw);
}
