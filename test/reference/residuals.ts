/** How far factors are from what they should multiply to, in units of rounding: what the limit of 50 is about. */
import { matmul } from '../../src/linalg/matmul';
import type { Matrix } from '../../src/matrix';

const EPS = 2 ** -52;

/** Frobenius norm; squares of 1e-300 and 1e300 neither vanish nor overflow. */
export function frobenius(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (!(size <= Number.MAX_VALUE)) return Number.NaN;
    largest = Math.max(largest, size);
  }
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * ‖a − approximation‖/(max(rows, cols)·ε·‖a‖), Frobenius norms; 0 when both are zero. `scale` replaces ‖a‖ where the error
 * is measured by something larger, such as ‖a‖‖x‖ + ‖b‖.
 */
export function backwardError(a: Matrix, approximation: Matrix, scale = frobenius(a.data)): number {
  if (a.rows !== approximation.rows || a.cols !== approximation.cols) return Number.NaN;
  const difference = frobenius(a.data.map((x, i) => x - approximation.data[i]));
  if (difference === 0) return 0;
  return difference / scale / (Math.max(a.rows, a.cols) * EPS);
}

/** ‖qᵀq − I‖/(rows·ε) of a matrix with orthonormal columns. */
export function orthogonality(q: Matrix): number {
  const product = matmul(q, q, { transposeA: true });
  for (let i = 0; i < q.cols; i++) product.data[i * (q.cols + 1)] -= 1;
  return q.cols === 0 ? 0 : frobenius(product.data) / (q.rows * EPS);
}
