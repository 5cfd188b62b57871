import { multiply } from './multiply';
import type { WorkspaceMatrix } from './resident';

/**
 * Rows of the triangle in one product. Measured for 1, 4 and 10 rows against triangles of 300 … 1000: 32 … 64 are within
 * 5 %, 128 costs 10 % and the whole square 45 %.
 */
const PANEL = 48;

/**
 * out = a·lower for a matrix whose entries above the diagonal are zero (a: m×k, lower: k×n, n ≤ k, out: m×n): panels of
 * rows, each with only the columns that are not zero. The last panel is the widest and comes first: it overwrites `out`.
 */
export function timesLower(out: WorkspaceMatrix, a: WorkspaceMatrix, lower: WorkspaceMatrix): void {
  const { rows, cols } = lower;
  for (let to = rows; to > 0; to -= PANEL) {
    const from = Math.max(0, to - PANEL);
    const width = Math.min(cols, to);
    multiply(
      out.block(0, 0, out.rows, width),
      a.block(0, from, a.rows, to - from),
      lower.block(from, 0, to - from, width),
      { beta: to === rows ? 0 : 1 },
    );
  }
}

/**
 * out = alpha·a·lowerᵀ + beta·out for a matrix whose entries above the diagonal are zero (a: m×n, lower: k×n, n ≤ k,
 * out: m×k): panels of rows, each with only the columns that are not zero.
 */
export function timesLowerTransposed(
  out: WorkspaceMatrix,
  a: WorkspaceMatrix,
  lower: WorkspaceMatrix,
  { alpha = 1, beta = 0 }: { alpha?: number; beta?: number } = {},
): void {
  for (let from = 0; from < lower.rows; from += PANEL) {
    const height = Math.min(PANEL, lower.rows - from);
    const width = Math.min(lower.cols, from + height);
    multiply(out.block(0, from, out.rows, height), a.block(0, 0, a.rows, width), lower.block(from, 0, height, width), {
      transposeB: true,
      alpha,
      beta,
    });
  }
}
