import { ShapeError, ValueError } from '../errors';
import { core } from '../wasm/load';
import type { WorkspaceMatrix } from '../wasm/workspace';

export interface ProductOptions {
  /** Use aᵀ. Default false. */
  transposeA?: boolean;
  /** Use bᵀ. Default false. */
  transposeB?: boolean;
  /** Factor of the product. Default 1. */
  alpha?: number;
  /** Factor of the previous content of the result; 0 (default) never reads it. */
  beta?: number;
}

/** out = alpha·op(a)·op(b) + beta·out on matrices in WebAssembly memory (blocks allowed). `out` may overlap neither operand. */
export function multiply(
  out: WorkspaceMatrix,
  a: WorkspaceMatrix,
  b: WorkspaceMatrix,
  options: ProductOptions = {},
): void {
  const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
  const m = transposeA ? a.cols : a.rows;
  const k = transposeA ? a.rows : a.cols;
  const kOther = transposeB ? b.cols : b.rows;
  const n = transposeB ? b.rows : b.cols;
  if (k !== kOther) throw new ShapeError(`matmul: expected equal inner sizes, got ${m}×${k} times ${kOther}×${n}`);
  if (out.rows !== m || out.cols !== n) throw new ShapeError(`out: expected ${m}×${n}, got ${out.rows}×${out.cols}`);
  if (a.dtype !== b.dtype || out.dtype !== a.dtype) {
    throw new ValueError(`dtype: expected equal dtypes, got ${a.dtype}, ${b.dtype} and ${out.dtype}`);
  }
  const { kernels, scratch } = core();
  const gemm = a.dtype === 'float32' ? kernels.gemmF32 : kernels.gemmF64;
  gemm(
    transposeA ? 1 : 0,
    transposeB ? 1 : 0,
    m,
    n,
    k,
    alpha,
    a.pointer,
    a.stride,
    b.pointer,
    b.stride,
    beta,
    out.pointer,
    out.stride,
    scratch,
  );
}
