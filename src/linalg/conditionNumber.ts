import type { MatrixLike } from '../matrix';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { assertSquare, factorInput } from './factorInput';
import { inverseNormEstimate } from './inverseNormEstimate';
import { luInPlace, luSolveInPlace, luSolveTransposedInPlace, type Pivots } from './lu';
import { scaleForElimination } from './scaleForElimination';

/**
 * Condition number ‖a‖₁·‖a⁻¹‖₁ of a square float64 matrix, the second norm estimated from an LU factorization (Higham 2002,
 * algorithm 15.4): a lower bound, nearly always within a factor of three. Infinity for a singular matrix, 0 for 0×0.
 * @throws ShapeError when a is not square; ValueError for float32 or entries that are not finite.
 */
export function conditionNumber(a: MatrixLike): number {
  return withWorkspace((ws) => {
    const factors = factorInput(ws, a, 'a');
    assertSquare(factors, 'a');
    scaleForElimination(factors);
    const norm = oneNorm(factors);
    const pivots = luInPlace(ws, factors);
    return conditionFromLu(ws, norm, factors, pivots);
  });
}

/** The condition number of a matrix of 1-norm `norm` from its packed factors (`luInPlace`). */
export function conditionFromLu(ws: Workspace, norm: number, factors: WorkspaceMatrix, pivots: Pivots): number {
  if (factors.rows === 0) return 0;
  for (let i = 0; i < factors.rows; i++) if (factors.row(i)[i] === 0) return Number.POSITIVE_INFINITY;
  const inverse = inverseNormEstimate(
    ws.matrix(factors.rows, 1),
    (v) => luSolveInPlace(factors, pivots, v),
    (v) => luSolveTransposedInPlace(factors, pivots, v),
  );
  return norm * inverse;
}

/** Largest sum of sizes in a column. */
export function oneNorm(m: WorkspaceMatrix): number {
  const sums = new Float64Array(m.cols);
  for (let i = 0; i < m.rows; i++) {
    const row = m.row(i);
    for (let j = 0; j < row.length; j++) sums[j] += Math.abs(row[j]);
  }
  return sums.reduce((largest, sum) => Math.max(largest, sum), 0);
}
