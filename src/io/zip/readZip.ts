import { ShapeError } from '../../errors';
import { reject } from '../../validate';
import { crc32 } from './crc32';
import { type Directory, type DirectoryEntry, readDirectory } from './directory';
import { inflate } from './inflate';
import { DESCRIPTOR, FLAG, FULL32, LOCAL, METHOD } from './zipFormat';

export interface ZipEntry {
  name: string;
  /** Bytes unpacked. */
  size: number;
  /** The content: a view of the archive where it is stored as it is. @throws ShapeError or ValueError where it is damaged. */
  read(): Uint8Array<ArrayBuffer>;
}

/** DEFLATE makes at most so many bytes of one (a match of 258 from two bits), and some from the head of a block. */
const MOST_EXPANSION = 1032;

/**
 * The wanted entries of a zip archive in the order of its directory. All of it is checked before anything is unpacked: names, sizes
 * against what the bytes that are there can hold, those of the wanted together against `maxBytes`, places that overlap.
 * @throws ValueError for what is no such archive, is encrypted, packed by another method, has names that lead elsewhere or occur
 *   twice, or exceeds maxBytes; ShapeError for sizes and places that do not fit the bytes.
 */
export function readZip(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number,
  isWanted: (entry: { name: string; size: number }) => boolean,
): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readDirectory(bytes, view);
  const entries = directory.entries.map((entry) => ({ entry, ...placed(bytes, view, directory, entry) }));
  const wanted = entries.filter(({ entry }) => isWanted(entry));
  let total = 0;
  for (const {
    entry: { name, size },
  } of wanted) {
    total += size;
    if (total > maxBytes)
      reject('maxBytes', `at least the ${total} bytes that the archive has up to ${show(name)}`, maxBytes);
  }
  // one stretch of bytes unpacked many times is how small archives become large
  const places = entries.map(({ entry: { name, offset }, end }) => ({ name, offset, end }));
  places.sort((a, b) => a.offset - b.offset);
  for (let i = 1; i < places.length; i++) {
    const [before, { name, offset }] = [places[i - 1], places[i]];
    if (offset < before.end)
      throw new ShapeError(
        `${show(name)}: expected it behind ${show(before.name)}, which ends at byte ${before.end}, got ${offset}`,
      );
  }
  return wanted.map(({ entry: { name, size, method, crc }, content }) => ({
    name,
    size,
    read: () => {
      const unpacked = method === METHOD.deflated ? inflate(content, size) : content;
      const sum = crc32(unpacked);
      if (sum !== crc) reject('checksum', hex(crc), hex(sum));
      return unpacked;
    },
  }));
}

/** Where the content of an entry is; the header before it must say what the directory says. */
function placed(bytes: Uint8Array<ArrayBuffer>, view: DataView, { start }: Directory, entry: DirectoryEntry) {
  const { name, text, offset, packed, size, method, flags, crc } = entry;
  const wrong = (what: string, got: unknown): never => reject(show(name), what, got);
  if (offset + LOCAL.size > start) {
    throw new ShapeError(`${show(name)}: expected it before the directory at byte ${start}, got byte ${offset}`);
  }
  if (view.getUint32(offset, true) !== LOCAL.signature)
    wrong(`the header of an entry at byte ${offset}`, 'something else');
  const from = offset + LOCAL.size + view.getUint16(offset + 26, true);
  const data = from + view.getUint16(offset + 28, true);
  if (data + packed > start) {
    throw new ShapeError(
      `${show(name)}: expected ${packed} bytes before the directory, got ${Math.max(0, start - data)}`,
    );
  }
  const local = bytes.subarray(offset + LOCAL.size, from);
  if (local.length !== text.length || local.some((byte, i) => byte !== text[i]))
    wrong('its name before its content', 'another');
  const localFlags = view.getUint16(offset + 6, true);
  const localMethod = view.getUint16(offset + 8, true);
  const same = localMethod === method && ((localFlags ^ flags) & (FLAG.encrypted | FLAG.descriptor)) === 0;
  if (!same) wrong('the same flags and method as in the directory', `flags ${localFlags}, method ${localMethod}`);
  if (method === METHOD.stored && packed !== size) {
    throw new ShapeError(`${show(name)}: expected ${size} stored bytes, got ${packed}`);
  }
  if (method === METHOD.deflated && size > MOST_EXPANSION * packed) {
    throw new ShapeError(
      `${show(name)}: expected at most ${MOST_EXPANSION * packed} bytes from ${packed}, got ${size}`,
    );
  }
  const content = bytes.subarray(data, data + packed);
  if ((flags & FLAG.descriptor) !== 0) return { content, end: descriptorEnd(view, data + packed, start, entry) };
  const localCrc = view.getUint32(offset + 14, true);
  if (localCrc !== crc) wrong(`the checksum ${hex(crc)} of the directory`, hex(localCrc));
  const localSizes = [view.getUint32(offset + 18, true), view.getUint32(offset + 22, true)];
  if ([packed, size].some((value, i) => localSizes[i] !== FULL32 && localSizes[i] !== value))
    wrong(`the sizes ${packed} and ${size} of the directory`, localSizes);
  return { content, end: data + packed };
}

/** Checksum and sizes stand behind the content, with or without a signature, in 32 or 64 bits. */
function descriptorEnd(view: DataView, at: number, end: number, { name, crc, packed, size }: DirectoryEntry): number {
  for (const signed of [4, 0]) {
    for (const wide of [8, 4]) {
      const last = at + signed + 4 + 2 * wide;
      if (last > end || (signed > 0 && view.getUint32(at, true) !== DESCRIPTOR)) continue;
      const from = at + signed;
      const value = (place: number) =>
        wide === 4 ? view.getUint32(place, true) : Number(view.getBigUint64(place, true));
      if (view.getUint32(from, true) === crc && value(from + 4) === packed && value(from + 4 + wide) === size)
        return last;
    }
  }
  return reject(show(name), `its checksum and sizes at byte ${at}`, 'something else');
}

function show(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
