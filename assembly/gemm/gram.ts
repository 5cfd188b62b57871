/** Rank-k update: the product of a matrix with its own transpose, for half the work of a product. */
import { MR } from '../config';
import { macro } from './macro';
import { interleave4 } from './pack';
import { scaleRows } from './scaleRows';

/** Lower triangle = upper triangle: four rows at a time, transposed in registers. */
@inline
function mirror<T>(n: i32, c: usize, ldc: i32): void {
  const row = <usize>ldc * sizeof<T>();
  const columns = MR * sizeof<T>();
  for (let i = 0; i < n; i += MR) {
    const diagonal = c + <usize>i * (row + sizeof<T>());
    const size = min(MR, n - i);
    for (let r = 1; r < size; ++r) {
      for (let s = 0; s < r; ++s) {
        store<T>(
          diagonal + <usize>r * row + <usize>s * sizeof<T>(),
          load<T>(diagonal + <usize>s * row + <usize>r * sizeof<T>()),
        );
      }
    }
    const right = diagonal + columns;
    if (i + MR < n) {
      interleave4<T>(n - i - MR, right, right + row, right + row * 2, right + row * 3, diagonal + row * MR, row);
    }
  }
}

@inline
function gram<T>(
  transA: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  if (n <= 0) return;
  const transB = transA ? 0 : 1;
  if (k <= 0 || alpha == <T>0) scaleRows<T>(n, n, beta, c, ldc);
  else macro<T>(transA, transB, n, n, k, alpha, a, lda, a, lda, beta, c, ldc, 1, scratch);
  mirror<T>(n, c, ldc);
}

/**
 * Rank-k update: symmetric C = alpha·op(A)·op(A)ᵀ + beta·C (n×n, both triangles written); op(A) is n×k.
 * Of the old C only the upper triangle is read, and nothing with beta = 0. `scratch`: gemmScratchBytes().
 */
export function gramF32(
  transA: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void {
  gram<f32>(transA, n, k, alpha, a, lda, beta, c, ldc, scratch);
}

/**
 * Rank-k update: symmetric C = alpha·op(A)·op(A)ᵀ + beta·C (n×n, both triangles written); op(A) is n×k.
 * Of the old C only the upper triangle is read, and nothing with beta = 0. `scratch`: gemmScratchBytes().
 */
export function gramF64(
  transA: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, beta: f64, c: usize, ldc: i32, scratch: usize,
): void {
  gram<f64>(transA, n, k, alpha, a, lda, beta, c, ldc, scratch);
}
