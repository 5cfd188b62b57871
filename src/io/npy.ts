import { ShapeError } from '../errors';
import type { Matrix } from '../matrix';
import { knownOptions, oneOf, reject } from '../validate';
import {
  asArray,
  bytesOfNumbers,
  countOf,
  kinds,
  MOST_DIMENSIONS,
  type NumberDtype,
  type Numbers,
  numberArray,
  numberDtypes,
  numbersOf,
} from './arrayValue';
import { fileBytes, hostIsLittle, swapBytes, zeroBytes } from './bytes';
import { halvesToFloat32 } from './halves';
import { headerText, parseHeader } from './npyHeader';
import { CHARACTER, checkedText, headsOfStrings, stringBytes, stringsOf } from './npyStrings';

export type NpyDtype = NumberDtype | 'string';

/** An array of any number of dimensions, entries row by row (the last index moves fastest). */
export interface NpyArray {
  /** 64-bit integers are bigints, truth values 0 and 1 of a Uint8Array, strings fixed-width Unicode. */
  dtype: NpyDtype;
  /** Empty for a single number. */
  shape: number[];
  /** The typed array of the dtype (`bool`: a Uint8Array of 0 and 1), or strings. */
  data: Numbers | string[];
}

/** What encodeNpy accepts: a matrix, or numbers or strings with their shape. */
export type NpyArrayLike =
  | Matrix
  | {
      /** Entries, row by row. */
      data: Numbers | readonly number[] | readonly bigint[] | readonly string[];
      /** Sizes of the dimensions; empty for a single number or text. Default: one dimension. */
      shape?: readonly number[];
      /** Default: that of the typed array, float64 for plain numbers, string for strings. */
      dtype?: NpyDtype;
    };

export interface EncodeNpyOptions {
  /** Of the format: 1 and 2 differ in the length of the header, 3 has it in UTF-8. Default 1. */
  version?: 1 | 2 | 3;
  /** How the file orders entries: C row by row, F column by column. Default 'C'. */
  order?: 'C' | 'F';
  /** Default 'little'. */
  byteOrder?: 'little' | 'big';
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Data begin at a multiple of this. */
const ALIGNMENT = 64;
/** A header of numbers needs some hundred bytes at most. */
const MOST_HEADER = 65_535;
/** Strings of one file take at most so much memory. */
const MOST_MEMORY = 2 ** 30;

/** What NumPy has and this library has not, by the letter of its kind. */
const others = new Map([
  ['O', 'Python objects (pickles)'],
  ['V', 'structures'],
  ['c', 'complex numbers'],
  ['M', 'dates'],
  ['m', 'durations'],
  ['S', 'byte strings'],
  ['a', 'byte strings'],
  ['f', 'other floating-point numbers'],
  ['g', 'other floating-point numbers'],
]);

/** Kind and bytes of a number, as headers write them. */
const codes: Record<string, NumberDtype | 'float16'> = {
  f8: 'float64',
  f4: 'float32',
  f2: 'float16',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/**
 * The bytes of a NumPy .npy file.
 * @param array a matrix, or numbers (or strings) with their shape, row by row. Default shape: one dimension; dtype: that of the
 *   typed array, float64 for plain numbers, string for strings.
 * @param options version, order and byte order of the file.
 * @throws ShapeError when the shape has another number of entries; ValueError for entries that the dtype does not hold.
 */
export function encodeNpy(array: NpyArrayLike, options: EncodeNpyOptions = {}): Uint8Array<ArrayBuffer> {
  knownOptions('encodeNpy', options, ['version', 'order', 'byteOrder']);
  const { version = 1, order = 'C', byteOrder = 'little' } = options;
  if (![1, 2, 3].includes(version)) reject('version', 'one of 1, 2, 3', version);
  oneOf('order', order, ['C', 'F']);
  oneOf('byteOrder', byteOrder, ['little', 'big']);
  const { data, shape, dtype } = checked(array);
  const arranged = order === 'F' ? rearranged(data, shape, true) : data;
  const { body, code, size } =
    dtype === 'string' ? stringBytes(arranged as string[]) : numberBytes(arranged as Numbers, dtype);
  if ((byteOrder === 'little') !== hostIsLittle) swapBytes(body, size);
  const endian = size === 1 ? '|' : byteOrder === 'little' ? '<' : '>';
  const text = headerText({ descr: `${endian}${code}`, fortranOrder: order === 'F', shape });
  const start = version === 1 ? 10 : 12;
  const padding = ALIGNMENT - ((start + text.length + 1) % ALIGNMENT || ALIGNMENT);
  const length = text.length + padding + 1;
  const bytes = zeroBytes('array', start + length + body.length);
  bytes.set([...MAGIC, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`), start);
  bytes.set(body, start + length);
  return bytes;
}

/**
 * Reads a NumPy .npy file of versions 1 to 3: numbers, truth values and Unicode strings in either byte order, entries in either
 * order (they come out row by row). Numbers of two bytes (float16) come as float32, which holds them exactly.
 * @throws ValueError for what is no such file, or holds objects, structures, complex numbers, dates, byte strings or numbers of more
 *   than 8 bytes; ShapeError when the data are not as many bytes as the header says. Nothing is allocated on the word of a header:
 *   what comes out takes about as many bytes as the file has (float16 twice). Strings take 64 bytes each besides; ValueError for those
 *   of more than 1 GiB in all.
 */
export function decodeNpy(file: Uint8Array | ArrayBuffer): NpyArray {
  const bytes = fileBytes('file', file);
  return readNpy(bytes, (more) => {
    const memory = bytes.length + more;
    if (memory > MOST_MEMORY) reject('file', `strings that take at most ${MOST_MEMORY} bytes of memory`, memory);
  });
}

/** As decodeNpy. @param claim is told how many bytes of memory strings take beyond those of the file, before they are made, and may refuse. */
export function readNpy(bytes: Uint8Array<ArrayBuffer>, claim: (bytes: number) => void): NpyArray {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) reject('file', 'a .npy file', bytes);
  const version = bytes[6];
  if (!(version >= 1 && version <= 3) || bytes[7] !== 0) {
    reject('version', '1.0, 2.0 or 3.0', `${version ?? 'none'}.${bytes[7] ?? 'none'}`);
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < start) throw new ShapeError(`file: expected at least ${start} bytes, got ${bytes.length}`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (bytes.length < start + length || length === 0) {
    throw new ShapeError(`header: expected ${length || 'some'} bytes, got ${length && bytes.length - start}`);
  }
  if (length > MOST_HEADER) reject('header', `at most ${MOST_HEADER} bytes`, length);
  const decoder = new TextDecoder(version === 3 ? 'utf-8' : 'latin1');
  const header = parseHeader(decoder.decode(bytes.subarray(start, start + length)));
  const { dtype, size, little } = typeOf(header.descr);
  const { shape } = header;
  if (shape.length > MOST_DIMENSIONS) reject('shape', `at most ${MOST_DIMENSIONS} dimensions`, shape);
  const count = countOf(shape);
  const body = bytes.subarray(start + length);
  if (count * size !== body.length) {
    throw new ShapeError(
      `data: expected ${count * size} bytes (${count} of ${header.descr}, shape ${shape.join('×') || '()'}), got ${body.length}`,
    );
  }
  if (dtype === 'string') claim(headsOfStrings(count, size));
  const copy = zeroBytes('file', body.length);
  copy.set(body);
  if (little !== hostIsLittle) swapBytes(copy, dtype === 'string' ? CHARACTER : size);
  const data =
    dtype === 'string'
      ? stringsOf(copy, size)
      : dtype === 'float16'
        ? halvesToFloat32(copy, dtype)
        : numbersOf(copy, dtype);
  return {
    dtype: dtype === 'float16' ? 'float32' : dtype,
    shape,
    data: header.fortranOrder ? rearranged(data, shape, false) : data,
  };
}

function checked(array: NpyArrayLike): NpyArray {
  const { list, shape, dtype } = asArray(array);
  const words = dtype === undefined && Array.isArray(list) && typeof list[0] === 'string';
  if (words || dtype === 'string') return { dtype: 'string', shape, data: Array.from(list, checkedText) };
  if (dtype !== undefined) oneOf('dtype', dtype as NpyDtype, [...numberDtypes, 'string']);
  return numberArray(array as Matrix);
}

function typeOf(descr: string): { dtype: NpyDtype | 'float16'; size: number; little: boolean } {
  const [, endian, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d{1,15})$/.exec(descr) ?? [];
  const number = Object.hasOwn(codes, `${kind}${digits}`) ? codes[`${kind}${digits}`] : undefined;
  const size = kind === 'U' ? CHARACTER * Number(digits) : number ? Number(digits) : 0;
  const single = number !== undefined && size === 1;
  if (!(size > 0 && Number.isSafeInteger(size)) || (endian === '|' && !single) || (endian === '' && !single)) {
    const what = number ? undefined : others.get(/^[<>|=]?([a-zA-Z])(?![a-zA-Z])/.exec(descr)?.[1] ?? '');
    reject(
      'descr',
      `numbers of at most 8 bytes, truth values or Unicode strings with their byte order${what ? ` (no ${what})` : ''}`,
      descr,
    );
  }
  return {
    dtype: kind === 'U' ? 'string' : number!,
    size,
    little: endian === '>' ? false : endian === '=' ? hostIsLittle : true,
  };
}

function numberBytes(data: Numbers, dtype: NumberDtype) {
  const code = Object.keys(codes).find((key) => codes[key] === dtype)!;
  return { body: bytesOfNumbers(data), code, size: kinds[dtype].BYTES_PER_ELEMENT };
}

/** Entries row by row in the order of columns, or back. */
function rearranged<T extends Numbers | string[]>(data: T, shape: readonly number[], toColumns: boolean): T {
  const result = data.slice() as T;
  // as whole numbers: a signalling NaN becomes a quiet one on the way through a number
  if (data instanceof Float32Array) {
    const [from, to] = [data, result as Float32Array].map(
      (one) => new Uint32Array(one.buffer, one.byteOffset, one.length),
    );
    to.set(rearranged(from, shape, toColumns));
    return result;
  }
  if (shape.length < 2 || data.length === 0) return result;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1));
  const index = shape.map(() => 0);
  let column = 0;
  for (let row = 0; row < data.length; row++) {
    if (toColumns) result[column] = data[row];
    else result[row] = data[column];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      column += strides[axis];
      if (++index[axis] < shape[axis]) break;
      column -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
