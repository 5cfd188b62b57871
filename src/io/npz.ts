import { DeepLinearError } from '../errors';
import { booleanValue, callback, integer, knownOptions, reject } from '../validate';
import { fileBytes, namedEntries, within } from './bytes';
import { encodeNpy, type NpyArray, type NpyArrayLike, readNpy } from './npy';
import { readZip } from './zip/readZip';
import { writeZip } from './zip/writeZip';

export interface EncodeNpzOptions {
  /** Pack by DEFLATE, as np.savez_compressed, or store, as np.savez. Default false. */
  compress?: boolean;
}

export interface DecodeNpzOptions {
  /** Refuse archives whose entries, those read, together have more bytes unpacked; strings count 64 bytes each besides. Default 1 GiB (2³⁰). */
  maxBytes?: number;
  /** Which arrays to read, by name; others may be of any kind and size. Default: all. */
  filter?: (name: string) => boolean;
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
 * Reads a NumPy .npz archive, stored or compressed, with 64-bit sizes (as NumPy writes them) or without; with `filter` some of its
 * arrays. All sizes, names and places are checked before anything is unpacked, checksums after: what is claimed beyond `maxBytes`, or
 * beyond what the bytes that are there can hold, is refused and not allocated. In memory: maxBytes for what comes out (float16 twice),
 * and twice the largest array besides.
 * @returns arrays by name, in the order of the archive. A Map: no name can be mistaken for a property.
 * @throws ValueError for what is no such archive: encrypted, packed by another method, with names that lead elsewhere or occur twice,
 *   entries other than .npy, wrong checksums, too large; ShapeError for one that is cut off, or whose sizes and places do not fit.
 *   Messages name the entry.
 */
export function decodeNpz(file: Uint8Array | ArrayBuffer, options: DecodeNpzOptions = {}): Map<string, NpyArray> {
  knownOptions('decodeNpz', options, ['maxBytes', 'filter']);
  const { maxBytes = 2 ** 30, filter = () => true } = options;
  integer('maxBytes', maxBytes, 0);
  callback('filter', filter);
  const entries = readZip(fileBytes('file', file), maxBytes, ({ name, size }) => {
    // tools that pack a folder write it down as an entry of its own
    if (name.endsWith('/') && size === 0) return false;
    const array = nameOf(name);
    return booleanValue(`filter(${JSON.stringify(array)})`, filter(array));
  });
  const other = entries.find(({ name }) => !name.endsWith(ENDING));
  const hint = options.filter === undefined && entries.length > 1;
  const explained = <T>(name: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      // how the others are read where one cannot be
      if (hint && error instanceof DeepLinearError)
        error.message += `; filter: (name) => name !== ${JSON.stringify(name)} reads the others`;
      throw error;
    }
  };
  if (other) explained(other.name, () => reject('file', 'an archive of .npy entries', other.name));
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  return new Map(
    entries.map(({ name, read }) => {
      const claim = (more: number) => {
        total += more;
        if (total > maxBytes)
          reject('maxBytes', `at least the ${total} bytes that the arrays and these strings take`, maxBytes);
      };
      const key = nameOf(name);
      return [key, explained(key, () => within(JSON.stringify(name), () => readNpy(read(), claim)))];
    }),
  );
}

/** What NumPy calls an entry. */
function nameOf(entry: string): string {
  return entry.endsWith(ENDING) ? entry.slice(0, -ENDING.length) : entry;
}
