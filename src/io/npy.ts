import { ShapeError } from '../errors';
import type { Matrix } from '../matrix';
import { integer, oneOf, reject } from '../validate';
import { headerText, parseHeader } from './npyHeader';

/** Numbers by kind and bytes; 64-bit integers are bigints, truth values 0 and 1 of a Uint8Array, strings fixed-width Unicode. */
const kinds = {
  float64: { code: 'f8', size: 8, make: Float64Array },
  float32: { code: 'f4', size: 4, make: Float32Array },
  int8: { code: 'i1', size: 1, make: Int8Array },
  int16: { code: 'i2', size: 2, make: Int16Array },
  int32: { code: 'i4', size: 4, make: Int32Array },
  int64: { code: 'i8', size: 8, make: BigInt64Array },
  uint8: { code: 'u1', size: 1, make: Uint8Array },
  uint16: { code: 'u2', size: 2, make: Uint16Array },
  uint32: { code: 'u4', size: 4, make: Uint32Array },
  uint64: { code: 'u8', size: 8, make: BigUint64Array },
  bool: { code: 'b1', size: 1, make: Uint8Array },
} as const;

type NumberKind = keyof typeof kinds;
type Numbers =
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

export type NpyDtype = NumberKind | 'string';

/** An array of any number of dimensions, entries row by row (the last index moves fastest). */
export interface NpyArray {
  dtype: NpyDtype;
  /** Empty for a single number. */
  shape: number[];
  /** The typed array of the dtype (`bool`: a Uint8Array of 0 and 1), or strings. */
  data: Numbers | string[];
}

export interface EncodeNpyOptions {
  /** Of the format: 1 for headers below 64 KiB, 2 for longer ones, 3 for headers in UTF-8. Default 1. */
  version?: 1 | 2 | 3;
  /** How the file orders entries: C row by row, F column by column. Default 'C'. */
  order?: 'C' | 'F';
  /** Default 'little'. */
  byteOrder?: 'little' | 'big';
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Data begin at a multiple of this. */
const ALIGNMENT = 64;
/** Bytes of a character. */
const CHARACTER = 4;

const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The bytes of a NumPy .npy file.
 * @param array a matrix, or numbers (or strings) with their shape, row by row. Default shape: one dimension; dtype: that of the
 *   typed array, float64 for plain numbers, string for strings.
 * @throws ShapeError when the shape has another number of entries; ValueError for entries that the dtype does not hold.
 */
export function encodeNpy(
  array:
    | Matrix
    | { data: Numbers | readonly number[] | readonly string[]; shape?: readonly number[]; dtype?: NpyDtype },
  { version = 1, order = 'C', byteOrder = 'little' }: EncodeNpyOptions = {},
): Uint8Array {
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
  if (version === 1 && length > 0xffff) reject('version', '2 or 3 for a header of 64 KiB and more', version);
  const bytes = new Uint8Array(start + length + body.length);
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
 * order (they come out row by row).
 * @throws ValueError for what is no such file, or holds objects, structures, complex numbers or dates; ShapeError when the data are
 *   not as many bytes as the header says. Nothing is allocated on the word of a header.
 */
export function decodeNpy(file: Uint8Array | ArrayBuffer): NpyArray {
  const bytes = file instanceof Uint8Array ? file : new Uint8Array(file);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) reject('bytes', 'a .npy file', bytes);
  const version = bytes[6];
  if (!(version >= 1 && version <= 3) || bytes[7] !== 0) {
    reject('version', '1.0, 2.0 or 3.0', `${version ?? 'none'}.${bytes[7] ?? 'none'}`);
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < start ? 0 : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (bytes.length < start + length || length === 0) {
    throw new ShapeError(`header: expected ${length} bytes, got ${Math.max(0, bytes.length - start)}`);
  }
  const decoder = new TextDecoder(version === 3 ? 'utf-8' : 'latin1');
  const header = parseHeader(decoder.decode(bytes.subarray(start, start + length)));
  const { dtype, size, little } = typeOf(header.descr);
  const { shape } = header;
  // A dimension of zero makes the others meaningless, whatever they claim.
  const count = shape.includes(0) ? 0 : shape.reduce((product, side) => product * side, 1);
  const body = bytes.subarray(start + length);
  if (count * size !== body.length) {
    throw new ShapeError(
      `data: expected ${count * size} bytes (${count} of ${header.descr}, shape ${shape.join('×') || '()'}), got ${body.length}`,
    );
  }
  const copy = body.slice();
  if (little !== hostIsLittle) swapBytes(copy, dtype === 'string' ? CHARACTER : size);
  const data = dtype === 'string' ? stringsOf(copy, size) : numbersOf(copy, dtype);
  return { dtype, shape, data: header.fortranOrder ? rearranged(data, shape, false) : data };
}

function checked(array: Parameters<typeof encodeNpy>[0]): NpyArray {
  const matrix = 'rows' in array;
  const list = array.data;
  const guess = Object.entries(kinds).find(([, { make }]) => list instanceof make)?.[0] as NumberKind | undefined;
  const words = Array.isArray(list) && typeof list[0] === 'string';
  const dtype = array.dtype ?? guess ?? (words ? 'string' : 'float64');
  oneOf('dtype', dtype, [...(Object.keys(kinds) as NumberKind[]), 'string']);
  const shape = matrix ? [array.rows, array.cols] : [...(array.shape ?? [list.length])];
  for (const [i, side] of shape.entries()) integer(`shape[${i}]`, side, 0);
  const count = shape.reduce((product, side) => product * side, 1);
  if (count !== list.length) {
    throw new ShapeError(`data: expected ${shape.join('×') || 'one'} = ${count} entries, got ${list.length}`);
  }
  if (dtype === 'string') return { dtype, shape, data: (list as string[]).map(checkedText) };
  const { make } = kinds[dtype];
  if (list instanceof make && dtype !== 'bool') return { dtype, shape, data: list };
  return { dtype, shape, data: converted(list as ArrayLike<number | bigint>, dtype) };
}

/** Entries in the dtype's own array; none may change. */
function converted(list: ArrayLike<number | bigint>, dtype: NumberKind): Numbers {
  const data = new kinds[dtype].make(list.length);
  for (let i = 0; i < list.length; i++) {
    const entry = list[i];
    const kept = dtype === 'bool' ? entry === 0 || entry === 1 : holds(data, i, entry);
    if (!kept) reject(`data[${i}]`, `a number that ${dtype} holds`, entry);
    data[i] = entry as never;
  }
  return data;
}

/** Rounding to float32 is no change. */
function holds(data: Numbers, i: number, entry: number | bigint): boolean {
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (typeof entry !== (big ? 'bigint' : 'number')) return false;
  data[i] = entry as never;
  return data instanceof Float64Array || data instanceof Float32Array || data[i] === entry;
}

function checkedText(text: unknown, i: number): string {
  if (typeof text !== 'string') return reject(`data[${i}]`, 'a string', text);
  return text.endsWith('\0') ? reject(`data[${i}]`, 'a string that does not end with NUL, which is lost', text) : text;
}

function typeOf(descr: string): { dtype: NpyDtype; size: number; little: boolean } {
  const [, endian, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const found = Object.entries(kinds).find(([, { code }]) => code === `${kind}${digits}`);
  const size = kind === 'U' ? CHARACTER * Number(digits) : (found?.[1].size ?? 0);
  const single = found?.[1].size === 1;
  if (!(size > 0 && Number.isSafeInteger(size)) || (endian === '|' && !single) || (endian === '' && !single)) {
    reject('descr', 'numbers of at most 8 bytes, truth values or Unicode strings with their byte order', descr);
  }
  const dtype = kind === 'U' ? 'string' : (found![0] as NumberKind);
  return { dtype, size, little: endian === '>' ? false : endian === '=' ? hostIsLittle : true };
}

function numberBytes(data: Numbers, dtype: NumberKind) {
  const { code, size } = kinds[dtype];
  return { body: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(), code, size };
}

function numbersOf(bytes: Uint8Array, dtype: NumberKind): Numbers {
  if (dtype === 'bool') {
    const wrong = bytes.findIndex((byte) => byte > 1);
    if (wrong >= 0) reject(`data[${wrong}]`, '0 or 1 in truth values', bytes[wrong]);
  }
  return new kinds[dtype].make(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / kinds[dtype].size);
}

function stringBytes(data: readonly string[]) {
  const texts = data.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = texts.reduce((most, { length }) => Math.max(most, length), 1);
  const characters = new Uint32Array(width * texts.length);
  for (const [i, text] of texts.entries()) characters.set(text, width * i);
  return { body: new Uint8Array(characters.buffer), code: `U${width}`, size: CHARACTER };
}

function stringsOf(bytes: Uint8Array, size: number): string[] {
  const characters = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / CHARACTER);
  const width = size / CHARACTER;
  return Array.from({ length: characters.length / width }, (_, i) => {
    const text = characters.subarray(width * i, width * (i + 1));
    const wrong = text.find((code) => code > 0x10ffff);
    if (wrong !== undefined) reject(`data[${i}]`, 'Unicode characters', wrong);
    return Array.from(text, (code) => String.fromCodePoint(code))
      .join('')
      .replace(/\0+$/, '');
  });
}

/** Entries row by row in the order of columns, or back. */
function rearranged<T extends Numbers | string[]>(data: T, shape: readonly number[], toColumns: boolean): T {
  const result = data.slice() as T;
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

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; size > 1 && at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
