import { matmul } from '../../src/linalg/matmul';
import type { Svd } from '../../src/linalg/svd';
import { type Matrix, matrix } from '../../src/matrix';
import { backwardError, frobenius, orthogonality } from './residuals';
import { scaledColumns } from './testMatrices';

/** Worst of the backward error of u·diag(s)·vt and the loss of orthogonality of u and vt, in units of n·ε. */
export function decompositionError(a: Matrix, { u, s, vt }: Svd): number {
  const k = s.length;
  // Brought to order one: powers of two change no digit.
  const scale = 2 ** Math.round(Math.log2(frobenius(a.data) || 1));
  const unit = (m: Matrix) =>
    matrix(
      m.rows,
      m.cols,
      Float64Array.from(m.data, (x) => x / scale),
    );
  const left = matrix(a.rows, k);
  for (let i = 0; i < a.rows; i++) left.data.set(u.data.subarray(i * u.cols, i * u.cols + k), i * k);
  const right = matrix(k, a.cols, vt.data.slice(0, k * a.cols));
  const product = matmul(
    scaledColumns(
      left,
      s.map((x) => x / scale),
    ),
    right,
  );
  return Math.max(backwardError(unit(a), product), orthogonality(u), orthogonality(transposed(vt)));
}

export function transposed(a: Matrix): Matrix {
  const out = matrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j];
  return out;
}
