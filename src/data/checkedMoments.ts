import { ShapeError } from '../errors';
import { heapMatrix } from '../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { nonNegative, reject } from '../validate';

/** Moments as an argument: what `moments(x, y)` returns, or the same numbers in any kind of matrix. */
export interface MomentsLike {
  /** D×D, symmetric. */
  sxx: MatrixLike;
  /** C×D. */
  syx: MatrixLike;
  syy: number;
}

/** Checked moments: finite float64 matrices on the heap whose sizes fit together. */
export interface CheckedMoments {
  sxx: Matrix;
  syx: Matrix;
  syy: number;
}

/**
 * Reads moments; `name` is the argument's name in error messages, `net` has the sizes they must have where those are known.
 * @throws ShapeError for sizes that do not fit; ValueError for an entry that is not finite or an asymmetric sxx.
 */
export function checkedMoments(
  name: string,
  moments: MomentsLike,
  net?: { inputs: number; outputs: number },
): CheckedMoments {
  if (typeof moments !== 'object' || moments === null) reject(name, 'what moments(x, y) returns', moments);
  const sxx = float64(moments.sxx, `${name}.sxx`);
  const syx = float64(moments.syx, `${name}.syx`);
  const { inputs, outputs } = net ?? { inputs: Math.max(1, sxx.rows), outputs: Math.max(1, syx.rows) };
  check(`${name}.sxx`, sxx, inputs, inputs, 'inputs×inputs');
  check(`${name}.syx`, syx, outputs, inputs, 'outputs×inputs');
  checkSymmetric(`${name}.sxx`, sxx);
  return { sxx, syx, syy: nonNegative(`${name}.syy`, moments.syy) };
}

function float64(value: MatrixLike, name: string): Matrix {
  const m = heapMatrix(value, name);
  return m.dtype === 'float64' ? m : matrix(m.rows, m.cols, m.data, 'float64');
}

function check(name: string, m: Matrix, rows: number, cols: number, what: string): void {
  if (m.rows !== rows || m.cols !== cols) {
    throw new ShapeError(`${name}: expected ${rows}×${cols} (${what} of the net), got ${m.rows}×${m.cols}`);
  }
  const { data } = m;
  let zero = 0;
  for (let i = 0; i < data.length; i++) zero += data[i] - data[i];
  if (zero === 0) return;
  const bad = data.findIndex((entry) => !Number.isFinite(entry));
  reject(`${name}[${Math.floor(bad / cols)}][${bad % cols}]`, 'a finite number', data[bad]);
}

/** A square of this size is compared with its mirror image at once, so that both stay in the cache. */
const TILE = 16;

/** A covariance is symmetric; rounding of the last digits is forgiven. */
function checkSymmetric(name: string, { rows, data }: Matrix): void {
  let largest = 0;
  for (let i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(data[i * rows + i]));
  for (let top = 0; top < rows; top += TILE) {
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < Math.min(top + TILE, rows); i++) {
        for (let j = left; j < Math.min(left + TILE, i); j++) {
          const mirrored = data[j * rows + i];
          if (Math.abs(data[i * rows + j] - mirrored) > 1e-9 * largest) {
            reject(`${name}[${i}][${j}]`, `the same as entry [${j}][${i}], ${mirrored}`, data[i * rows + j]);
          }
        }
      }
    }
  }
}
