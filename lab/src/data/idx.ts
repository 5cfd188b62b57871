import { InputError } from '../inputError';

export interface Idx {
  /** Sizes, slowest first: [items] for labels, [items, rows, columns] for images. */
  shape: number[];
  /** The values in file order (a view, not a copy). */
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Decodes an IDX file of unsigned bytes, the format of MNIST: two zero bytes, the type, the number of dimensions,
 * one big-endian 32-bit size per dimension, the values.
 * @throws InputError naming `name` and what is wrong.
 */
export function idx(bytes: Uint8Array, name: string): Idx {
  if (bytes.length < 4) throw new InputError(`${name}: expected an IDX file, got ${bytes.length} bytes`);
  const [zero, alsoZero, type, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0) {
    const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new InputError(`${name}: expected an IDX file (two zero bytes first), got ${start}`);
  }
  if (type !== UNSIGNED_BYTE) {
    throw new InputError(
      `${name}: expected unsigned bytes (type 0x08), got type 0x${type.toString(16).padStart(2, '0')}`,
    );
  }
  const header = 4 + 4 * dimensions;
  if (dimensions === 0 || bytes.length < header) {
    throw new InputError(`${name}: expected a header with ${dimensions} sizes, got ${bytes.length} bytes in all`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const length = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - header !== length) {
    throw new InputError(
      `${name}: expected ${length} values (${shape.join('×')}) after the header, got ${bytes.length - header}`,
    );
  }
  return { shape, data: bytes.subarray(header) };
}
