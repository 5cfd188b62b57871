/** Cholesky factor of a small block, unblocked. */
import { axpy } from '../level1';

/**
 * Upper triangle of A (n×n) → R with A = RᵀR; the rest is neither read nor written.
 * Returns n, or the index of the first pivot that is not positive, whose value then is on the diagonal.
 */
export function choleskyBlock(n: i32, a: usize, lda: i32): i32 {
  const row = <usize>lda * 8;
  const next = row + 8;
  for (let j = 0; j < n; ++j) {
    const pivot = load<f64>(a);
    if (!(pivot > 0)) return j;
    const root = sqrt<f64>(pivot);
    store<f64>(a, root);
    const rest = n - j - 1;
    for (let i = 1; i <= rest; ++i) store<f64>(a + <usize>i * 8, load<f64>(a + <usize>i * 8) / root);
    let to = a + next;
    for (let i = 1; i <= rest; ++i) {
      const from = a + <usize>i * 8;
      axpy<f64>(n - j - i, -load<f64>(from), from, to);
      to += next;
    }
    a += next;
  }
  return n;
}
