import { ShapeError, ValueError } from '../errors';
import { core } from '../wasm/load';
import type { WorkspaceMatrix } from '../wasm/workspace';

export interface RankUpdateOptions {
  /** Use aᵀ·a instead of a·aᵀ. Default false. */
  transpose?: boolean;
  /** Factor of the product. Default 1. */
  alpha?: number;
  /** Factor of the previous, symmetric content of the result; 0 (default) never reads it. */
  beta?: number;
}

/**
 * out = alpha·a·aᵀ + beta·out on matrices in WebAssembly memory (blocks allowed), for half the work of `multiply`.
 * Of the old `out` only the upper triangle is read. `out` may not overlap `a`.
 */
export function rankUpdate(out: WorkspaceMatrix, a: WorkspaceMatrix, options: RankUpdateOptions = {}): void {
  const { transpose = false, alpha = 1, beta = 0 } = options;
  const n = transpose ? a.cols : a.rows;
  const k = transpose ? a.rows : a.cols;
  if (out.rows !== n || out.cols !== n) throw new ShapeError(`out: expected ${n}×${n}, got ${out.rows}×${out.cols}`);
  if (out.dtype !== a.dtype) throw new ValueError(`dtype: expected equal dtypes, got ${a.dtype} and ${out.dtype}`);
  const { kernels, scratch } = core();
  const kernel = a.dtype === 'float32' ? kernels.gramF32 : kernels.gramF64;
  kernel(transpose ? 1 : 0, n, k, alpha, a.pointer, a.stride, beta, out.pointer, out.stride, scratch);
}
