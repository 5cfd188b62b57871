import { NumericalError } from '../errors';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { knownOptions, nonNegative } from '../validate';
import { matmul } from './matmul';
import { svd } from './svd';

export interface PinvOptions {
  /** Singular values up to this fraction of the largest count as 0. Default max(m, n)·2^−52. */
  tolerance?: number;
}

/**
 * Moore–Penrose inverse (n×m) of a float64 matrix (m×n) of any rank, from its singular value decomposition.
 * @throws ValueError for float32 or entries that are not finite; NumericalError when an entry exceeds 1.8e308.
 */
export function pinv(a: MatrixLike, options: PinvOptions = {}): Matrix {
  knownOptions('pinv', options, ['tolerance']);
  if (options.tolerance !== undefined) nonNegative('tolerance', options.tolerance);
  const { u, s, vt } = svd(a);
  const [m, n] = [u.rows, vt.cols];
  const least = (options.tolerance ?? Math.max(m, n) * 2 ** -52) * (s[0] ?? 0);
  const rank = s.findLastIndex((x) => x > least) + 1;
  const rows = matrix(rank, n);
  for (let i = 0; i < rank; i++) for (let j = 0; j < n; j++) rows.data[i * n + j] = vt.data[i * n + j] / s[i];
  const left = matrix(m, rank);
  for (let i = 0; i < m; i++) for (let j = 0; j < rank; j++) left.data[i * rank + j] = u.data[i * u.cols + j];
  const out = matmul(rows, left, { transposeA: true, transposeB: true });
  if (!out.data.every(Number.isFinite)) {
    throw new NumericalError(
      `pinv: expected an inverse with entries up to 1.8e308, got a singular value ${s[rank - 1]}`,
    );
  }
  return out;
}
