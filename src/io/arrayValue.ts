import { ShapeError } from '../errors';
import type { Matrix } from '../matrix';
import { arrayKind, ownArray } from '../ownArray';
import { integer, isGone, isNumberList, oneOf, reject } from '../validate';
import { zeroBytes } from './bytes';

/** Numbers by kind; 64-bit integers are bigints, truth values 0 and 1 of a Uint8Array. */
export const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export type NumberDtype = keyof typeof kinds;
export const numberDtypes = /* @__PURE__ */ Object.keys(kinds) as NumberDtype[];

export type Numbers =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** Numbers of any number of dimensions, row by row (the last index moves fastest). */
export interface NumberArray {
  /** Kind of the numbers; 64-bit integers are bigints, truth values 0 and 1. */
  dtype: NumberDtype;
  /** Empty for a single number. */
  shape: number[];
  /** The typed array of the dtype (`bool`: a Uint8Array of 0 and 1). */
  data: Numbers;
}

/** What functions that write numbers accept: a matrix, or numbers with their shape (default: one dimension). */
export type NumbersLike =
  | Matrix
  | {
      /** Entries, row by row. */
      data: Numbers | readonly number[] | readonly bigint[];
      /** Sizes of the dimensions; empty for a single number. Default: one dimension. */
      shape?: readonly number[];
      /** Default: that of the typed array, else float64. */
      dtype?: NumberDtype;
    };

/** Dimensions of an array, at most (NumPy 2's own bound). */
export const MOST_DIMENSIONS = 64;

/** Number of entries; a dimension of zero makes the others meaningless, whatever they claim. */
export function countOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, side) => product * side, 1);
}

/**
 * Shape and entries of an array that somebody gives, its dtype where it says or shows one.
 * @throws ValueError or ShapeError for what is no array, or has another number of entries.
 */
export function asArray(array: unknown): { list: ArrayLike<unknown>; shape: number[]; dtype?: unknown } {
  const { data: entries, rows, cols, shape: given, dtype } = (array ?? {}) as Record<string, unknown>;
  const data = ownArray(entries);
  if (typeof array !== 'object' || array === null || !isList(data))
    return reject('array', 'a Matrix, or { data, shape } with a list as data', array);
  const list: ArrayLike<unknown> = data;
  const sides = 'rows' in array ? [rows, cols] : (given ?? [list.length]);
  if (!isNumberList(sides)) return reject('shape', 'a list of whole numbers', sides);
  if (sides.length > MOST_DIMENSIONS) reject('shape', `at most ${MOST_DIMENSIONS} dimensions`, sides);
  const shape = Array.from(sides as ArrayLike<unknown>, (side, i) => integer(`shape[${i}]`, side, 0));
  if (countOf(shape) !== list.length) {
    const product = shape.length === 1 ? '' : `${shape.join('×') || 'one'} = `;
    throw new ShapeError(`data: expected ${product}${countOf(shape)} entries, got ${list.length}`);
  }
  return { list, shape, dtype };
}

/** Whether a value is an array or a typed array, of bigints too; its entries are still to be checked. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  if (arrayKind(value)?.startsWith('Big')) return !isGone(value as BigInt64Array);
  return isNumberList(value);
}

/**
 * Numbers in the typed array of their dtype: that named, that of the typed array, else float64. The array itself where it has it.
 * @throws ValueError or ShapeError for what is no array of numbers; ValueError for entries that the dtype does not hold.
 */
export function numberArray(array: NumbersLike): NumberArray {
  const { list, shape, dtype: named } = asArray(array);
  const shown = numberDtypes.find((kind) => list instanceof kinds[kind]);
  const dtype = oneOf('dtype', named ?? shown ?? 'float64', numberDtypes);
  const make = kinds[dtype];
  if (list instanceof make && dtype !== 'bool') return { dtype, shape, data: list };
  return { dtype, shape, data: converted(list, dtype) };
}

/** Entries in the dtype's own array; none may change. */
function converted(list: ArrayLike<unknown>, dtype: NumberDtype): Numbers {
  const make = kinds[dtype];
  const one = new make(1);
  const entry = (i: number) => {
    const value = list[i];
    const kept = dtype === 'bool' ? value === 0 || value === 1 : holds(one, value);
    return kept ? value : reject(`data[${i}]`, `a number that ${dtype} holds`, value);
  };
  const { length } = list;
  // before memory is asked for; and again below, as a getter may give something else the second time
  for (let i = 0; i < length; i++) entry(i);
  const data = numbersOf(zeroBytes('data', make.BYTES_PER_ELEMENT * length), dtype);
  for (let i = 0; i < length; i++) data[i] = entry(i) as never;
  return data;
}

/** Whether an array of one entry holds it: rounding to float32 is no change; becoming infinite is. */
function holds(data: Numbers, entry: unknown): boolean {
  if (typeof entry !== typeof data[0]) return false;
  data[0] = entry as never;
  if (data instanceof Float32Array) return Number.isFinite(data[0]) || !Number.isFinite(entry);
  return data instanceof Float64Array || data[0] === entry;
}

/**
 * Numbers of a dtype from bytes of this machine's order, which become theirs.
 * @throws ValueError for truth values that are neither 0 nor 1.
 */
export function numbersOf(bytes: Uint8Array<ArrayBuffer>, dtype: NumberDtype): Numbers {
  if (dtype === 'bool') {
    const wrong = bytes.findIndex((byte) => byte > 1);
    if (wrong >= 0) reject(`data[${wrong}]`, '0 or 1 in truth values', bytes[wrong]);
  }
  const make = kinds[dtype];
  return new make(bytes.buffer, bytes.byteOffset, bytes.length / make.BYTES_PER_ELEMENT);
}

/** Their bytes in this machine's order: a copy. */
export function bytesOfNumbers(data: Numbers): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).slice();
}
