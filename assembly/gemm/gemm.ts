/** The matrix product: chooses among the skinny, the unpacked and the packed path. */
import { MR, SKINNY, SKINNY_LEAST } from '../config';
import { FEW_SCRATCH, fewColumnsOf, fewRowsOf, isFew, skinnyNnOf, skinnyNtOf } from './fewColumns';
import { MACRO_SCRATCH, macro } from './macro';
import { SMALL_SCRATCH, isSmall, small } from './small';
import { scaleRows } from './scaleRows';

@inline
function gemm<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  if (m <= 0 || n <= 0) return;
  const skinny = m < MR || (m <= SKINNY && max(n, k) >= SKINNY_LEAST);
  if (k <= 0 || alpha == <T>0) {
    scaleRows<T>(m, n, beta, c, ldc);
  } else if (isSmall<T>(m, n, k, beta)) {
    small<T>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
  } else if (n == 1 && ldc == 1 && (transB || ldb == 1)) {
    // A matrix times an adjacent vector is the transposed product of one row.
    if (transA) skinnyNnOf<T>(1, m, k, alpha, b, 0, sizeof<T>(), a, lda, beta, c, 0, scratch);
    else skinnyNtOf<T>(1, m, k, alpha, b, 0, a, lda, beta, c, 0);
  } else if (n <= m && isFew<T>(transA, n, k)) {
    fewColumnsOf<T>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
  } else if (skinny && !transB) {
    const rowA = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
    const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
    skinnyNnOf<T>(m, n, k, alpha, a, rowA, stepA, b, ldb, beta, c, ldc, scratch);
  } else if (skinny && !transA) {
    skinnyNtOf<T>(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  } else if (skinny) fewRowsOf<T>(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
  else macro<T>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, 0, scratch);
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
  return max(MACRO_SCRATCH, max(SMALL_SCRATCH, FEW_SCRATCH));
}
