import { booleanValue, integer, knownOptions, reject } from '../validate';
import { fileBytes, namedEntries, within } from './bytes';
import { encodeNpy, type NpyArray, type NpyArrayLike, readNpy } from './npy';
import { readZip } from './zip/readZip';
import { writeZip } from './zip/writeZip';

export interface EncodeNpzOptions {
  /** Pack by DEFLATE, as np.savez_compressed, or store, as np.savez. Default false. */
  compress?: boolean;
}

export interface DecodeNpzOptions {
  /** Refuse archives whose entries together have more bytes unpacked; strings count 64 bytes each besides. Default 1 GiB (2³⁰). */
  maxBytes?: number;
}

const ENDING = '.npy';

/**
 * The bytes of a NumPy .npz archive. The same arrays give the same bytes.
 * @param arrays by name, in a Map or an object; each as `encodeNpy` takes it.
 * @param options how the archive is written.
 * @throws ValueError for a name that is no relative path, ends in .npy or is taken; ValueError and ShapeError as encodeNpy, with the
 *   name.
 */
export function encodeNpz(
  arrays: ReadonlyMap<string, NpyArrayLike> | Readonly<Record<string, NpyArrayLike>>,
  options: EncodeNpzOptions = {},
): Uint8Array<ArrayBuffer> {
  knownOptions('encodeNpz', options, ['compress']);
  const { compress = false } = options;
  booleanValue('compress', compress);
  const entries = namedEntries('arrays', arrays).map(([name, array]): [string, Uint8Array] => {
    // NumPy calls it by the name without
    if (name.endsWith(ENDING)) reject('a name in arrays', `a name that does not end in ${ENDING}`, name);
    return [`${name}${ENDING}`, within(JSON.stringify(name), () => encodeNpy(array))];
  });
  return writeZip(entries, compress);
}

/**
 * Reads a NumPy .npz archive, stored or compressed, with 64-bit sizes (as NumPy writes them) or without. All sizes, names and places
 * are checked before anything is unpacked, every checksum after: what is claimed beyond `maxBytes`, or beyond what the bytes that are
 * there can hold, is refused and not allocated. In memory: maxBytes for what comes out (float16 twice), and twice the largest array
 * besides.
 * @returns arrays by name, in the order of the archive. A Map: no name can be mistaken for a property.
 * @throws ValueError for what is no such archive: encrypted, packed by another method, with names that lead elsewhere or occur twice,
 *   entries other than .npy, wrong checksums, too large; ShapeError for one that is cut off, or whose sizes and places do not fit.
 *   Messages name the entry.
 */
export function decodeNpz(file: Uint8Array | ArrayBuffer, options: DecodeNpzOptions = {}): Map<string, NpyArray> {
  knownOptions('decodeNpz', options, ['maxBytes']);
  const { maxBytes = 2 ** 30 } = options;
  integer('maxBytes', maxBytes, 0);
  // tools that pack a folder write it down as an entry of its own
  const entries = readZip(fileBytes('file', file), maxBytes).filter(
    ({ name, size }) => !name.endsWith('/') || size > 0,
  );
  const other = entries.find(({ name }) => !name.endsWith(ENDING));
  if (other) reject('file', 'an archive of .npy entries', other.name);
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  return new Map(
    entries.map(({ name, read }) => {
      const claim = (more: number) => {
        total += more;
        if (total > maxBytes)
          reject('maxBytes', `at least the ${total} bytes that the arrays and these strings take`, maxBytes);
      };
      return [name.slice(0, -ENDING.length), within(JSON.stringify(name), () => readNpy(read(), claim))];
    }),
  );
}
