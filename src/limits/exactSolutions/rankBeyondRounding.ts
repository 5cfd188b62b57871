import { largestEntry } from '../../linalg/factorInput';
import { qr } from '../../linalg/qr';
import { type Matrix, matrix, transpose } from '../../matrix';

/**
 * Rank of a product, or of entries as they are given: rows that are combinations of others but for rounding do not count, those that
 * are only small do. The larger of the numerical ranks with the largest entry of every row, or of every column, made 1.
 */
export function rankBeyondRounding(w: Matrix): number {
  const tolerance = 4 * Math.max(w.rows, w.cols) * Number.EPSILON;
  return Math.max(...[w, transpose(w)].map((m) => qr(ofUnitRows(m), { pivoting: true, tolerance }).rank));
}

function ofUnitRows({ rows, cols, data }: Matrix): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    const row = data.slice(i * cols, (i + 1) * cols);
    const largest = largestEntry(matrix(1, cols, row));
    if (largest > 0) out.data.set(row.map((value) => value / largest) as Float64Array, i * cols);
  }
  return out;
}
