import { multiply } from './multiply';
import type { WorkspaceMatrix } from './resident';

/**
 * Rows or columns of the triangle handled by one product: small enough to skip most of the zero half, large enough that
 * products stay efficient (64 … 192 are within noise for 10 rows against triangles of 600).
 */
const PANEL = 128;

/**
 * out = a·lower for a matrix whose entries above the diagonal are zero (a: m×k, lower: k×n, n ≤ k, out: m×n): panels of
 * columns, each with only the rows that are not zero.
 */
export function timesLower(out: WorkspaceMatrix, a: WorkspaceMatrix, lower: WorkspaceMatrix): void {
  const k = lower.rows;
  for (let from = 0; from < lower.cols; from += PANEL) {
    const width = Math.min(PANEL, lower.cols - from);
    multiply(
      out.block(0, from, out.rows, width),
      a.block(0, from, a.rows, k - from),
      lower.block(from, from, k - from, width),
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
    const depth = Math.min(lower.cols, from + height);
    multiply(out.block(0, from, out.rows, height), a.block(0, 0, a.rows, depth), lower.block(from, 0, height, depth), {
      transposeB: true,
      alpha,
      beta,
    });
  }
}
