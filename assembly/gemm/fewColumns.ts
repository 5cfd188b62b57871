/**
 * Products with few result columns: a register tile would be mostly empty, so the transposed result is computed, a few
 * rows against all of op(A), by the skinny kernels, and turned over on its way into C.
 */
import { FEW, FEW_DEPTH, FEW_LEAST, FEW_LEAST_ODD, FEW_LEAST_TRANSPOSED, FEW_ROWS, nr } from '../config';
import { SKINNY_SCRATCH, skinnyNnF32, skinnyNnF64 } from './skinnyNn';
import { skinnyNtF32, skinnyNtF64 } from './skinnyNt';

/** Elements between rows of the gathered block of B and of the transposed result: no power of two. */
const ROW_B: i32 = FEW_DEPTH + 16;
const ROW_T: i32 = FEW_ROWS + 16;

/** Bytes of scratch. */
export const FEW_SCRATCH: i32 = SKINNY_SCRATCH + FEW * (ROW_B + ROW_T) * 8;

@inline
export function skinnyNnOf<T>(
  C: i32, N: i32, K: i32, alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, ldw: i32,
  beta: T, out: usize, ldo: i32, scratch: usize,
): void {
  if (sizeof<T>() == 4) {
    skinnyNnF32(C, N, K, <f32>alpha, g, rowG, stepG, w, ldw, <f32>beta, out, ldo, scratch);
  } else skinnyNnF64(C, N, K, <f64>alpha, g, rowG, stepG, w, ldw, <f64>beta, out, ldo, scratch);
}

@inline
export function skinnyNtOf<T>(
  C: i32, N: i32, K: i32, alpha: T, z: usize, ldz: i32, w: usize, ldw: i32, beta: T, out: usize, ldo: i32,
): void {
  if (sizeof<T>() == 4) skinnyNtF32(C, N, K, <f32>alpha, z, ldz, w, ldw, <f32>beta, out, ldo);
  else skinnyNtF64(C, N, K, <f64>alpha, z, ldz, w, ldw, <f64>beta, out, ldo);
}

/** to (rows×cols, rows `rowTo` bytes apart) = fromᵀ + beta·to; beta = 0 never reads `to`. */
@inline
export function turn<T>(rows: i32, cols: i32, from: usize, rowFrom: usize, beta: T, to: usize, rowTo: usize): void {
  for (let j = cols; j > 0; --j) {
    let f = from, t = to;
    if (beta == <T>0) {
      for (let i = rows; i > 0; --i) {
        store<T>(t, load<T>(f));
        f += sizeof<T>();
        t += rowTo;
      }
    } else {
      for (let i = rows; i > 0; --i) {
        store<T>(t, load<T>(f) + beta * load<T>(t));
        f += sizeof<T>();
        t += rowTo;
      }
    }
    from += rowFrom;
    to += sizeof<T>();
  }
}

/** Whether `fewColumns` is faster than register tiles; `k` ≥ 1. */
@inline
export function isFew<T>(transA: i32, n: i32, k: i32): bool {
  if (n < nr<T>()) return true;
  return n <= FEW && k >= (transA ? FEW_LEAST_TRANSPOSED : n < 2 * nr<T>() ? FEW_LEAST_ODD : FEW_LEAST);
}

/** C (m×n) = alpha·Aᵀ·Bᵀ + beta·C with m ≤ FEW: Aᵀ is gathered, then W = B is read once. `scratch`: FEW_SCRATCH bytes. */
@inline
function fewRows<T>(
  m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32, beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  const rowA = <usize>lda * sizeof<T>();
  for (let p = 0; p < k; p += FEW_DEPTH) {
    const depth = min(FEW_DEPTH, k - p);
    turn<T>(m, depth, a + <usize>p * rowA, rowA, 0, scratch, ROW_B * sizeof<T>());
    const keep: T = p == 0 ? beta : <T>1;
    skinnyNtOf<T>(m, n, depth, alpha, scratch, ROW_B, b + <usize>p * sizeof<T>(), ldb, keep, c, ldc);
  }
}

/** C (m×n) = alpha·op(A)·op(B) + beta·C with n ≤ FEW. `scratch`: FEW_SCRATCH bytes. */
@inline
function fewColumns<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  const rowC = <usize>ldc * sizeof<T>();
  const rowA = <usize>lda * sizeof<T>();
  const rowB = <usize>ldb * sizeof<T>();
  const turned = scratch + SKINNY_SCRATCH;
  const gathered = turned + FEW * ROW_T * sizeof<T>();
  // Aᵀ goes through skinnyNn, which takes any k at once and B where it is.
  const deep = transA ? k : FEW_DEPTH;
  for (let p = 0; p < k; p += deep) {
    const depth = min(deep, k - p);
    const keep: T = p == 0 ? beta : <T>1;
    let z = b + <usize>p * (transB ? sizeof<T>() : rowB);
    let ldz = ldb;
    if (!transA && !transB) {
      turn<T>(n, depth, z, rowB, 0, gathered, ROW_B * sizeof<T>());
      z = gathered;
      ldz = ROW_B;
    }
    for (let i = 0; i < m; i += FEW_ROWS) {
      const rows = min(FEW_ROWS, m - i);
      if (transA) {
        const across = transB ? rowB : <usize>sizeof<T>();
        const step = transB ? <usize>sizeof<T>() : rowB;
        skinnyNnOf<T>(n, rows, k, alpha, z, across, step, a + <usize>i * sizeof<T>(), lda, 0, turned, ROW_T, scratch);
      } else {
        const block = a + <usize>i * rowA + <usize>p * sizeof<T>();
        skinnyNtOf<T>(n, rows, depth, alpha, z, ldz, block, lda, 0, turned, ROW_T);
      }
      turn<T>(rows, n, turned, ROW_T * sizeof<T>(), keep, c + <usize>i * rowC, rowC);
    }
  }
}

export function fewColumnsF32(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  fewColumns<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

export function fewColumnsF64(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  fewColumns<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

/** The generic form chooses by dtype at compile time. */
@inline
export function fewColumnsOf<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  if (sizeof<T>() == 4) {
    fewColumnsF32(transA, transB, m, n, k, <f32>alpha, a, lda, b, ldb, <f32>beta, c, ldc, scratch);
  } else fewColumnsF64(transA, transB, m, n, k, <f64>alpha, a, lda, b, ldb, <f64>beta, c, ldc, scratch);
}

export function fewRowsF32(
  m: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, b: usize, ldb: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  fewRows<f32>(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

export function fewRowsF64(
  m: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, b: usize, ldb: i32, beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  fewRows<f64>(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, scratch);
}

@inline
export function fewRowsOf<T>(
  m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32, beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  if (sizeof<T>() == 4) fewRowsF32(m, n, k, <f32>alpha, a, lda, b, ldb, <f32>beta, c, ldc, scratch);
  else fewRowsF64(m, n, k, <f64>alpha, a, lda, b, ldb, <f64>beta, c, ldc, scratch);
}
