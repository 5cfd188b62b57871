import { ShapeError } from '../errors';
import { largestEntry } from '../linalg/factorInput';
import { heapMatrix, keptMatrix } from '../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { nonNegative, reject } from '../validate';

/** Moments as an argument: what `moments(x, y)` returns, or the same numbers in any kind of matrix. */
export interface MomentsLike {
  /** D×D, symmetric. */
  sxx: MatrixLike;
  /** C×D. */
  syx: MatrixLike;
  /** Mean of ‖y‖² over the samples, ≥ 0. */
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
 * @throws ShapeError for sizes that do not fit; ValueError for an entry that is not finite, an asymmetric sxx, and moments that no
 * data have: sxx[j][j] < 0, sxx[i][j]² > sxx[i][i]·sxx[j][j] or syx[c][j]² > sxx[j][j]·syy beyond rounding.
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
  const syy = nonNegative(`${name}.syy`, moments.syy);
  checkPossible(name, sxx, syx, syy);
  return { sxx, syx, syy };
}

/** The same for work that waits for its caller between two reads: copies, which the caller cannot change meanwhile. */
export function keptMoments(...[name, moments, net]: Parameters<typeof checkedMoments>): CheckedMoments {
  const { sxx, syx, syy } = checkedMoments(name, moments, net);
  return { sxx: keptMatrix(moments.sxx, sxx), syx: keptMatrix(moments.syx, syx), syy };
}

/**
 * For limits that need squares of moments.
 * @throws ValueError for moments whose largest entry is not 0 and outside 2^±400.
 */
export function assertSquares({ sxx, syx }: CheckedMoments): void {
  const largest = Math.max(largestEntry(sxx), largestEntry(syx));
  if (largest > 2 ** 400 || (largest > 0 && largest < 2 ** -400))
    reject('moments', 'entries whose largest is between 2^-400 and 2^400 (rescale the data)', largest);
}

/** Share of the largest possible entry that is rounding. */
const POSSIBLE = 1e-6;
/** Of correlations of inputs, by sums of many samples in single precision. */
const CORRELATED = 1e-3;

/** E x_j² ≥ 0 and, by Cauchy and Schwarz, (E x_i x_j)² ≤ E x_i² E x_j², (E y_c x_j)² ≤ E x_j² E‖y‖², from roots, which neither over- nor underflow. */
function checkPossible(name: string, sxx: Matrix, syx: Matrix, syy: number): void {
  const { cols } = syx;
  const variances = Float64Array.from({ length: cols }, (_, j) => sxx.data[j * cols + j]);
  const largest = variances.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const roots = variances.map((value, j) => {
    if (value < -POSSIBLE * largest) reject(`${name}.sxx[${j}][${j}]`, 'a mean square, at least 0', value);
    return Math.sqrt(Math.max(0, value)) + POSSIBLE * Math.sqrt(largest);
  });
  for (let i = 0; i < cols; i++) {
    for (let j = 0; j < i; j++) {
      const value = sxx.data[i * cols + j];
      if (Math.abs(value) <= (1 + CORRELATED) * roots[i] * roots[j]) continue;
      reject(`${name}.sxx[${i}][${j}]`, `at most √(sxx[${i}][${i}]·sxx[${j}][${j}]) in size`, value);
    }
  }
  const most = roots.map((root) => Math.sqrt(syy) * root);
  const at = syx.data.findIndex((value, i) => Math.abs(value) > most[i % cols]);
  if (at < 0) return;
  const j = at % cols;
  reject(
    `${name}.syx[${Math.floor(at / cols)}][${j}]`,
    `at most √(sxx[${j}][${j}]·syy) = ${Number(most[j].toPrecision(6))} in size`,
    syx.data[at],
  );
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
