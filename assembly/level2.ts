/** Matrix times vector, through the one-row case of the skinny product. */
import { scaleRows } from './gemm/scaleRows';
import { skinnyNnF32, skinnyNnF64 } from './gemm/skinnyNn';
import { skinnyNtF32, skinnyNtF64 } from './gemm/skinnyNt';

/** y = alpha·op(A)·x + beta·y with A (m×n) row-major, x and y adjacent; beta = 0 overwrites. */
export function gemvF32(
  trans: i32, m: i32, n: i32, alpha: f32, a: usize, lda: i32, x: usize, beta: f32, y: usize,
): void {
  if ((trans ? m : n) <= 0 || alpha == 0) scaleRows<f32>(1, trans ? n : m, beta, y, 0);
  else if (trans) skinnyNnF32(1, n, m, alpha, x, 0, 4, a, lda, beta, y, 0, 0);
  else skinnyNtF32(1, m, n, alpha, x, 0, a, lda, beta, y, 0);
}

/** y = alpha·op(A)·x + beta·y with A (m×n) row-major, x and y adjacent; beta = 0 overwrites. */
export function gemvF64(
  trans: i32, m: i32, n: i32, alpha: f64, a: usize, lda: i32, x: usize, beta: f64, y: usize,
): void {
  if ((trans ? m : n) <= 0 || alpha == 0) scaleRows<f64>(1, trans ? n : m, beta, y, 0);
  else if (trans) skinnyNnF64(1, n, m, alpha, x, 0, 8, a, lda, beta, y, 0, 0);
  else skinnyNtF64(1, m, n, alpha, x, 0, a, lda, beta, y, 0);
}
