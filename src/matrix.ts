import { ShapeError, ValueError } from './errors';
import { ownArray } from './ownArray';
import { integer, isGone, isNumberList, oneOf, reject } from './validate';

/** Kind of a matrix's entries. */
export type Dtype = 'float64' | 'float32';

/** Row-major matrix: entry (i, j) is `data[i * cols + j]`. A plain value on the JavaScript heap unless a workspace made it. */
export interface Matrix {
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly cols: number;
  /** Kind of the entries. */
  readonly dtype: Dtype;
  /** The rows·cols entries, row by row. */
  readonly data: Float64Array | Float32Array;
}

/** What every function that takes a matrix accepts. Nested arrays are read as float64. */
export type MatrixLike = Matrix | readonly (readonly number[])[];

/** Rows of a matrix without columns cost nothing, and time to look at. */
const MOST_EMPTY = 2 ** 24;

export const bytesPer: Record<Dtype, 4 | 8> = { float32: 4, float64: 8 };

/** Distance of 1 from the next number. */
export const epsilonOf: Record<Dtype, number> = { float32: 2 ** -23, float64: 2 ** -52 };

/**
 * A matrix from its entries in row order; zeros when `data` is missing. The memory of a typed array is used as it is, not copied;
 * its class gives the dtype (plain arrays: float64).
 * @throws ShapeError when the number of entries is not rows·cols; ValueError for a matrix that does not fit into memory.
 */
export function matrix(rows: number, cols: number, data?: ArrayLike<number>, dtype?: Dtype): Matrix {
  integer('rows', rows, 0);
  integer('cols', cols, 0);
  if (dtype !== undefined) oneOf('dtype', dtype, ['float64', 'float32']);
  const own = ownArray(data) as typeof data;
  const kind = dtype ?? (own instanceof Float32Array ? 'float32' : 'float64');
  const Kind = kind === 'float32' ? Float32Array : Float64Array;
  if (own === undefined) return { rows, cols, dtype: kind, data: zeros(Kind, rows, cols) };
  if (!isNumberList(own)) reject('data', `an array of ${rows}×${cols} numbers`, data);
  if (own.length !== rows * cols) {
    throw new ShapeError(`data: expected ${rows}×${cols} = ${rows * cols} entries, got ${own.length}`);
  }
  return { rows, cols, dtype: kind, data: own instanceof Kind ? own : numbersFrom(Kind, own, 'data') };
}

/** Entries as a typed array. What is no number is refused: an empty text, say, would become a zero without a word. */
function numbersFrom<K extends Float64ArrayConstructor | Float32ArrayConstructor>(
  Kind: K,
  list: ArrayLike<number>,
  name: string,
): Float64Array | Float32Array {
  const out = zeros(Kind, list.length, 1);
  setNumbers(out, list, 0, name);
  return out;
}

/** Writes the entries of `list` from `at` on. */
function setNumbers(out: Float64Array | Float32Array, list: ArrayLike<number>, at: number, name: string): void {
  if (ArrayBuffer.isView(list)) {
    out.set(list, at);
    return;
  }
  for (let j = 0; j < list.length; j++) {
    const entry = list[j];
    if (typeof entry !== 'number') reject(`${name}[${j}]`, 'a number', entry);
    out[at + j] = entry;
  }
}

function zeros(
  Kind: Float64ArrayConstructor | Float32ArrayConstructor,
  rows: number,
  cols: number,
): Float64Array | Float32Array {
  try {
    return new Kind(rows * cols);
  } catch {
    throw new ValueError(`rows: expected a matrix that fits into memory, got ${rows}×${cols}`);
  }
}

/**
 * Reads a MatrixLike; `name` is the argument's name in error messages.
 * @throws ShapeError for ragged rows or a data length that does not fit.
 */
export function asMatrix(value: MatrixLike, name: string): Matrix {
  if (Array.isArray(value)) return fromRows(value as readonly (readonly number[])[], name);
  if (typeof value !== 'object' || value === null) reject(name, 'a Matrix or an array of rows', value);
  // Read once: what is checked is what is used, also where a getter gives something else the next time.
  const { rows, cols, dtype, data: given } = value as Matrix;
  const data = ownArray(given) as typeof given;
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    // numbers of another kind, or what JSON made of them
    if (given !== undefined && (isNumberList(given) || !ArrayBuffer.isView(given)))
      reject(`${name}.data`, 'a Float64Array or a Float32Array (as matrix(rows, cols, data) makes)', given);
    reject(name, 'a Matrix or an array of rows', value);
  }
  if (isGone(data)) reject(name, 'a Matrix or an array of rows', value);
  integer(`${name}.rows`, rows, 0);
  integer(`${name}.cols`, cols, 0);
  oneOf(`${name}.dtype`, dtype, ['float64', 'float32']);
  if (data instanceof Float32Array !== (dtype === 'float32')) reject(`${name}.dtype`, 'the dtype of its data', dtype);
  if (data.length !== rows * cols) {
    throw new ShapeError(`${name}: expected ${rows}×${cols} = ${rows * cols} entries, got ${data.length}`);
  }
  if (Math.max(rows, cols) > MOST_EMPTY && data.length === 0)
    reject(name, `at most ${MOST_EMPTY} rows without entries`, `${rows}×${cols}`);
  return { rows, cols, dtype, data };
}

function fromRows(rows: readonly (readonly number[])[], name: string): Matrix {
  if (!isNumberList(rows)) reject(name, 'a Matrix or an array of rows', rows);
  const count = rows.length;
  let cols = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    if (!isNumberList(row)) reject(`${name}[${i}]`, 'an array of numbers', row);
    if (i === 0) cols = row.length;
    if (row.length !== cols) {
      throw new ShapeError(`${name}: expected every row to have ${cols} entries, got ${row.length} in row ${i}`);
    }
  }
  const data = zeros(Float64Array, count, cols);
  for (let i = 0; i < count; i++) setNumbers(data, rows[i], i * cols, `${name}[${i}]`);
  return { rows: count, cols, dtype: 'float64', data };
}

/** Every entry times a factor, in new memory. */
export function scaled(m: Matrix, factor: number): Matrix {
  const out = matrix(m.rows, m.cols, undefined, m.dtype);
  for (let i = 0; i < out.data.length; i++) out.data[i] = factor * m.data[i];
  return out;
}

export function transpose(m: Matrix): Matrix {
  const out = matrix(m.cols, m.rows, undefined, m.dtype);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) out.data[j * m.rows + i] = m.data[i * m.cols + j];
  return out;
}
