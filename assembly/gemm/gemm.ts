/** The matrix product: chooses among the skinny, the unpacked and the packed path. */
import { SKINNY, SKINNY_LEAST } from '../config';
import { MACRO_SCRATCH, macro } from './macro';
import { SMALL_SCRATCH, isSmall, small } from './small';
import { SKINNY_SCRATCH, scaleRows, skinnyNnF32, skinnyNnF64, skinnyNtF32, skinnyNtF64 } from './skinny';

/** Whether the second operand of a skinny product is too large to be packed for so few rows. */
@inline
function isLarge(n: i32, k: i32): bool {
  return max(n, k) >= SKINNY_LEAST;
}

@inline
function gemm<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  if (m <= 0 || n <= 0) return;
  if (k <= 0 || alpha == <T>0) {
    scaleRows<T>(m, n, beta, c, ldc);
  } else if (isSmall<T>(m, n, k, beta)) {
    small<T>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
  } else if (m <= SKINNY && !transB && isLarge(n, k)) {
    const rowA = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
    const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
    if (sizeof<T>() == 4) skinnyNnF32(m, n, k, <f32>alpha, a, rowA, stepA, b, ldb, <f32>beta, c, ldc, scratch);
    else skinnyNnF64(m, n, k, <f64>alpha, a, rowA, stepA, b, ldb, <f64>beta, c, ldc, scratch);
  } else if (m <= SKINNY && !transA && isLarge(n, k)) {
    if (sizeof<T>() == 4) skinnyNtF32(m, n, k, <f32>alpha, a, lda, b, ldb, <f32>beta, c, ldc);
    else skinnyNtF64(m, n, k, <f64>alpha, a, lda, b, ldb, <f64>beta, c, ldc);
  } else macro<T>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, 0, scratch);
}

/** C = alpha·op(A)·op(B) + beta·C on row-major float32; beta = 0 overwrites. `scratch`: gemmScratchBytes(). */
export function gemmF32(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: f32, a: usize, lda: i32, b: usize, ldb: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  gemm<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

/** C = alpha·op(A)·op(B) + beta·C on row-major float64; beta = 0 overwrites. `scratch`: gemmScratchBytes(). */
export function gemmF64(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: f64, a: usize, lda: i32, b: usize, ldb: i32, beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  gemm<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

/** Bytes of scratch that gemm and gram need, for every size and dtype. */
export function gemmScratchBytes(): i32 {
  return max(MACRO_SCRATCH, max(SMALL_SCRATCH, SKINNY_SCRATCH));
}
