/** Panel of the reduction to upper bidiagonal form, Qᵀ A P = B (Dongarra, Sorensen & Hammarling 1989; LAPACK's dlabrd). */
import { gemvF64 } from '../level2';
import { axpyF64, scalF64 } from '../level1';
import { reflector } from './householder';

/** y −= Mᵀ·(M' x): M and M' (k rows of n entries each), scratch of k entries. */
@inline
function subtractProduct(
  k: i32, length: i32, dots: usize, ldDots: i32, x: usize, n: i32, rows: usize, ldRows: i32, y: usize, scratch: usize,
): void {
  if (k == 0) return;
  gemvF64(0, k, length, 1, dots, ldDots, x, 0, scratch);
  gemvF64(1, k, n, -1, rows, ldRows, scratch, 1, y);
}

@inline
function entry(base: usize, ld: i32, row: i32, col: i32): usize {
  return base + ((<usize>row * <usize>ld + <usize>col) << 3);
}

/**
 * First `steps` rows and columns of the reduction of A (m×n, m ≥ n), which stays as it is. Step i gives the diagonal d[i],
 * the superdiagonal e[i] (unless i = n − 1), the left reflector I − tauV[i]·v_i·v_iᵀ and the right one
 * I − tauU[i]·u_i·u_iᵀ: rows of v (ldv ≥ m) and u (ldu ≥ n) with zeros and ones stored. Rows of x (ldx ≥ m) and
 * y (ldy ≥ n): A after the steps is A − Σ v_i y_iᵀ + x_i u_iᵀ in its rows and columns from `steps` on. Scratch: 2·steps entries.
 */
export function bidiagonalPanel(
  m: i32, n: i32, steps: i32, a: usize, lda: i32, d: usize, e: usize, tauV: usize, tauU: usize,
  v: usize, ldv: i32, u: usize, ldu: i32, x: usize, ldx: i32, y: usize, ldy: i32, scratch: usize,
): void {
  for (let i = 0; i < steps; ++i) {
    const below = m - i, beyond = n - i - 1;
    const vi = entry(v, ldv, i, i);
    let from = entry(a, lda, i, i);
    let to = vi;
    for (let r = below; r > 0; --r) {
      store<f64>(to, load<f64>(from));
      from += <usize>lda << 3;
      to += 8;
    }
    for (let j = 0; j < i; ++j) {
      axpyF64(below, -load<f64>(entry(y, ldy, j, i)), entry(v, ldv, j, i), vi);
      axpyF64(below, -load<f64>(entry(u, ldu, j, i)), entry(x, ldx, j, i), vi);
    }
    const left = reflector(below, vi);
    store<f64>(tauV + (<usize>i << 3), left);
    store<f64>(d + (<usize>i << 3), load<f64>(vi));
    store<f64>(vi, 1);
    if (beyond == 0) continue;

    const yi = entry(y, ldy, i, i + 1);
    gemvF64(1, below, beyond, 1, entry(a, lda, i, i + 1), lda, vi, 0, yi);
    subtractProduct(i, below, entry(v, ldv, 0, i), ldv, vi, beyond, entry(y, ldy, 0, i + 1), ldy, yi, scratch);
    subtractProduct(i, below, entry(x, ldx, 0, i), ldx, vi, beyond, entry(u, ldu, 0, i + 1), ldu, yi, scratch);
    scalF64(beyond, left, yi);

    const ui = entry(u, ldu, i, i + 1);
    memory.copy(ui, entry(a, lda, i, i + 1), <usize>beyond << 3);
    for (let j = 0; j <= i; ++j) {
      axpyF64(beyond, -load<f64>(entry(v, ldv, j, i)), entry(y, ldy, j, i + 1), ui);
      if (j < i) axpyF64(beyond, -load<f64>(entry(x, ldx, j, i)), entry(u, ldu, j, i + 1), ui);
    }
    const right = reflector(beyond, ui);
    store<f64>(tauU + (<usize>i << 3), right);
    store<f64>(e + (<usize>i << 3), load<f64>(ui));
    store<f64>(ui, 1);

    const xi = entry(x, ldx, i, i + 1);
    const rows = below - 1;
    if (rows == 0) continue;
    gemvF64(0, rows, beyond, 1, entry(a, lda, i + 1, i + 1), lda, ui, 0, xi);
    subtractProduct(i + 1, beyond, entry(y, ldy, 0, i + 1), ldy, ui, rows, entry(v, ldv, 0, i + 1), ldv, xi, scratch);
    subtractProduct(i, beyond, entry(u, ldu, 0, i + 1), ldu, ui, rows, entry(x, ldx, 0, i + 1), ldx, xi, scratch);
    scalF64(rows, right, xi);
  }
}
