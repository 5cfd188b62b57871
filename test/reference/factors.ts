/** Products and substitutions one entry at a time: what blocked factorizations are held against. */
import type { Matrix } from '../../src/matrix';
import { gemm } from './gemm';

/** a·op(b), or op(a)·op(b), in plain loops. */
export function productOf(
  a: Matrix,
  b: Matrix,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Matrix {
  const rows = transposeA ? a.cols : a.rows;
  const inner = transposeA ? a.rows : a.cols;
  const cols = transposeB ? b.rows : b.cols;
  const { value } = gemm(
    rows,
    cols,
    inner,
    1,
    { data: a.data, stride: a.cols, transposed: transposeA },
    { data: b.data, stride: b.cols, transposed: transposeB },
    0,
    { data: [], stride: 0 },
  );
  return { rows, cols, dtype: 'float64', data: value };
}

/** Rows of m in the order of `permutation`. */
export function permutedRows(m: Matrix, permutation: ArrayLike<number>): Matrix {
  const data = new Float64Array(m.data.length);
  for (let i = 0; i < m.rows; i++) {
    data.set(m.data.subarray(permutation[i] * m.cols, (permutation[i] + 1) * m.cols), i * m.cols);
  }
  return { ...m, data };
}

/** The triangle that counts, zeros beside it, ones on a unit diagonal, transposed on demand: op(t) in full. */
export function triangleOf(
  t: Matrix,
  { uplo = 'lower', transpose = false, unitDiagonal = false }: Record<string, unknown> = {},
): Matrix {
  const n = t.rows;
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = i === j && unitDiagonal ? 1 : (uplo === 'lower') === j <= i || i === j ? t.data[i * n + j] : 0;
      data[transpose ? j * n + i : i * n + j] = value;
    }
  }
  return { ...t, data };
}
