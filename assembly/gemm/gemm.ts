/** The matrix product: chooses among the skinny, the unpacked and the packed path. */
import { MR, SKINNY, SKINNY_LEAST } from '../config';
import { MACRO_SCRATCH, macro } from './macro';
import { SMALL_SCRATCH, isSmall, small } from './small';
import { scaleRows } from './scaleRows';
import { SKINNY_SCRATCH, skinnyNnF32, skinnyNnF64 } from './skinnyNn';
import { skinnyNtF32, skinnyNtF64 } from './skinnyNt';

@inline
function skinnyNnOf<T>(
  C: i32, N: i32, K: i32, alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, ldw: i32,
  beta: T, out: usize, ldo: i32, scratch: usize,
): void {
  if (sizeof<T>() == 4) {
    skinnyNnF32(C, N, K, <f32>alpha, g, rowG, stepG, w, ldw, <f32>beta, out, ldo, scratch);
  } else skinnyNnF64(C, N, K, <f64>alpha, g, rowG, stepG, w, ldw, <f64>beta, out, ldo, scratch);
}

@inline
function skinnyNtOf<T>(
  C: i32, N: i32, K: i32, alpha: T, z: usize, ldz: i32, w: usize, ldw: i32, beta: T, out: usize, ldo: i32,
): void {
  if (sizeof<T>() == 4) skinnyNtF32(C, N, K, <f32>alpha, z, ldz, w, ldw, <f32>beta, out, ldo);
  else skinnyNtF64(C, N, K, <f64>alpha, z, ldz, w, ldw, <f64>beta, out, ldo);
}

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
  } else if (skinny && !transB) {
    const rowA = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
    const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
    skinnyNnOf<T>(m, n, k, alpha, a, rowA, stepA, b, ldb, beta, c, ldc, scratch);
  } else if (skinny && !transA) {
    skinnyNtOf<T>(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
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
