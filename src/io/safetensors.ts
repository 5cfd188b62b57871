import { ShapeError } from '../errors';
import { knownOptions, reject } from '../validate';
import {
  bytesOfNumbers,
  countOf,
  MOST_DIMENSIONS,
  type NumberArray,
  type NumberDtype,
  type NumbersLike,
  numberArray,
  numbersOf,
} from './arrayValue';
import { fileBytes, hostIsLittle, namedEntries, swapBytes, within, zeroBytes } from './bytes';
import { type Half, halvesToFloat32, sizeOf } from './halves';
import { headerJson, METADATA, parseSafetensorsHeader, type SafetensorsHeader } from './safetensorsHeader';

export interface EncodeSafetensorsOptions {
  /** Remarks by name, in a Map or an object. Default: none. */
  metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

/** What a safetensors file holds. Maps: no name can be mistaken for a property. */
export interface Safetensors {
  /** By name, in the order of their data. */
  tensors: Map<string, NumberArray>;
  /** Remarks by name; empty where the file has none. */
  metadata: Map<string, string>;
}

/** Names of the format, from small to large as the official library orders them. */
const dtypes: Record<string, NumberDtype | Half> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  I16: 'int16',
  U16: 'uint16',
  F16: 'float16',
  BF16: 'bfloat16',
  I32: 'int32',
  U32: 'uint32',
  F32: 'float32',
  F64: 'float64',
  I64: 'int64',
  U64: 'uint64',
};

/** Bytes of the length at the beginning; the header's own are a multiple of it. */
const LENGTH = 8;
/** The format allows 100 MB; a header of 25 MB names some 250,000 tensors. */
const MOST_HEADER = 25_000_000;

/**
 * The bytes of a safetensors file, the same as the official library writes: tensors by dtype, the largest first, then by name, so
 * that all are aligned.
 * @param tensors by name, in a Map or an object: each a matrix, or numbers with their shape (row by row; default: one dimension) and
 *   dtype (default: that of the typed array, float64 for plain numbers).
 * @param options metadata of the file.
 * @throws ValueError for entries that a dtype does not hold, names and metadata that are no text; ShapeError when a shape has another
 *   number of entries. Messages name the tensor.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, NumbersLike> | Readonly<Record<string, NumbersLike>>,
  options: EncodeSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  knownOptions('encodeSafetensors', options, ['metadata']);
  const order = Object.keys(dtypes);
  const list = namedEntries('tensors', tensors).map(([name, tensor]) => {
    if (name === METADATA) reject('a name in tensors', 'another name: this is that of the metadata', name);
    const array = within(JSON.stringify(name), () => numberArray(tensor));
    const place = order.findIndex((code) => dtypes[code] === array.dtype);
    return { ...array, name, utf8: new TextEncoder().encode(name), place };
  });
  list.sort((a, b) => b.place - a.place || comparedBytes(a.utf8, b.utf8));
  const header: SafetensorsHeader = { tensors: new Map(), metadata: new Map() };
  for (const [key, value] of namedEntries('metadata', options.metadata ?? {})) {
    if (typeof value !== 'string' || /\p{Surrogate}/u.test(value))
      reject(`metadata[${JSON.stringify(key)}]`, 'a text', value);
    header.metadata.set(key, value);
  }
  let end = 0;
  for (const { name, place, shape, data } of list) {
    header.tensors.set(name, { dtype: order[place], shape, offsets: [end, end + data.byteLength] });
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(headerJson(header));
  const length = LENGTH * Math.ceil(json.length / LENGTH);
  if (length > MOST_HEADER) reject('tensors', `names and metadata of at most ${MOST_HEADER} bytes`, length);
  const bytes = zeroBytes('tensors', LENGTH + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, LENGTH, LENGTH + length);
  bytes.set(json, LENGTH);
  let at = LENGTH + length;
  for (const { data } of list) {
    const part = bytesOfNumbers(data);
    if (!hostIsLittle) swapBytes(part, data.BYTES_PER_ELEMENT);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Reads a safetensors file. F16 and BF16 come as float32, which holds them exactly. Every byte behind the header must belong to exactly
 * one tensor, as the official reader demands. What comes out takes about as many bytes as the file (F16 and BF16 twice).
 * @throws ValueError for a header that is no such JSON, is longer than 25 MB, has a name twice (the official reader keeps the last),
 *   metadata other than text, or a dtype of less than a byte, eight-bit floats or complex; ShapeError for a file that is cut off, and
 *   tensors that overlap, leave holes, exceed the file, or have another size than their shape says.
 */
export function decodeSafetensors(file: Uint8Array | ArrayBuffer): Safetensors {
  const bytes = fileBytes('file', file);
  if (bytes.length < LENGTH) throw new ShapeError(`file: expected at least ${LENGTH} bytes, got ${bytes.length}`);
  const claimed = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const length = Number(claimed);
  if (length > MOST_HEADER) reject('header', `at most ${MOST_HEADER} bytes`, length);
  if (LENGTH + length > bytes.length) {
    throw new ShapeError(`header: expected ${length} bytes, got ${bytes.length - LENGTH}`);
  }
  const { tensors, metadata } = parseSafetensorsHeader(textOf(bytes.subarray(LENGTH, LENGTH + length)));
  const body = bytes.subarray(LENGTH + length);
  const list = [...tensors].map(([name, { dtype, shape, offsets }]) => ({
    name,
    dtype,
    shape,
    start: offsets[0],
    end: offsets[1],
  }));
  list.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  // all of them before the first is copied
  for (const tensor of list) {
    within(JSON.stringify(tensor.name), () => checkPlace(tensor, end, body.length));
    end = tensor.end;
  }
  if (end !== body.length) throw new ShapeError(`file: expected ${end} bytes behind the header, got ${body.length}`);
  const read = list.map(({ name, dtype, shape, start, end: stop }): [string, NumberArray] => [
    name,
    within(JSON.stringify(name), () => tensorOf(body.slice(start, stop), dtypes[dtype], shape)),
  ]);
  return { tensors: new Map(read), metadata };
}

function checkPlace(
  { dtype, shape, start, end }: { dtype: string; shape: number[]; start: number; end: number },
  before: number,
  most: number,
): void {
  if (!Object.hasOwn(dtypes, dtype)) reject('dtype', `one of ${Object.keys(dtypes).join(', ')}`, dtype);
  if (shape.length > MOST_DIMENSIONS) reject('shape', `at most ${MOST_DIMENSIONS} dimensions`, shape);
  if (start !== before)
    throw new ShapeError(`data_offsets: expected to begin at byte ${before}, where the last one ends, got ${start}`);
  if (end < start || end > most) {
    throw new ShapeError(`data_offsets: expected to end between byte ${start} and byte ${most}, got ${end}`);
  }
  const size = countOf(shape) * sizeOf(dtypes[dtype]);
  if (size !== end - start) {
    throw new ShapeError(
      `data_offsets: expected ${size} bytes (${dtype} of shape ${shape.join('×') || '()'}), got ${end - start}`,
    );
  }
}

function tensorOf(bytes: Uint8Array<ArrayBuffer>, dtype: NumberDtype | Half, shape: number[]): NumberArray {
  if (!hostIsLittle) swapBytes(bytes, sizeOf(dtype));
  if (dtype === 'float16' || dtype === 'bfloat16')
    return { dtype: 'float32', shape, data: halvesToFloat32(bytes, dtype) };
  return { dtype, shape, data: numbersOf(bytes, dtype) };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return reject('header', 'UTF-8', bytes);
  }
}

function comparedBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
