import { ShapeError } from '../../errors';
import { reject } from '../../validate';
import { entryName } from './entryName';
import { CENTRAL, END, END64, FLAG, FULL16, FULL32, LOCATOR64, METHOD, ZIP64_EXTRA } from './zipFormat';

export interface DirectoryEntry {
  name: string;
  /** The name's bytes. */
  text: Uint8Array;
  flags: number;
  method: number;
  crc: number;
  /** Bytes in the archive, and unpacked. */
  packed: number;
  size: number;
  /** Where the header of the content is. */
  offset: number;
}

export interface Directory {
  entries: DirectoryEntry[];
  /** First byte of the directory: all content is before it. */
  start: number;
}

/** Each takes some hundred bytes of memory, ten times those of the archive. */
const MOST_ENTRIES = 2 ** 20;

/** What else archives are packed by. */
const METHODS: Record<number, string> = {
  1: 'shrinking',
  6: 'imploding',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
  99: 'AES encryption',
};

/** The directory at the end of a zip archive. Nothing is allocated on its word. @throws ValueError or ShapeError. */
export function readDirectory(bytes: Uint8Array, view: DataView): Directory {
  const { count, size, start, end } = placeOf(bytes, view);
  if (start + size !== end) {
    throw new ShapeError(`directory: expected ${size} bytes from byte ${start} to byte ${end}, got ${end - start}`);
  }
  // checked before the list: an entry takes its header at least
  if (count * CENTRAL.size > size) throw new ShapeError(`directory: expected ${count} entries, got ${size} bytes`);
  if (count > MOST_ENTRIES) reject('directory', `at most ${MOST_ENTRIES} entries`, count);
  const entries: DirectoryEntry[] = [];
  const names = new Set<string>();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let at = start;
  for (let i = 0; i < count; i++) {
    const { entry, next } = entryAt(bytes, view, at, end, decoder);
    if (names.has(entry.name)) reject('directory', 'different names', `${JSON.stringify(entry.name)} twice`);
    names.add(entry.name);
    entries.push(entry);
    at = next;
  }
  if (at !== end) throw new ShapeError(`directory: expected ${count} entries to end at byte ${end}, got ${at}`);
  return { entries, start };
}

/** Number of entries, size and place of the directory, and where it must end. */
function placeOf(bytes: Uint8Array, view: DataView): { count: number; size: number; start: number; end: number } {
  const last = bytes.length - END.size;
  let at = last;
  // a comment of at most 64 KiB may follow, and nothing else
  const found = () =>
    view.getUint32(at, true) === END.signature && at + END.size + view.getUint16(at + 20, true) === bytes.length;
  while (at >= 0 && at >= last - FULL16 && !found()) at--;
  if (at < 0 || at < last - FULL16) reject('file', 'a zip archive with its directory at the end', bytes);
  const disks = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)];
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let start = view.getUint32(at + 16, true);
  const locator = at - LOCATOR64.size;
  const wide = locator >= 0 && view.getUint32(locator, true) === LOCATOR64.signature;
  if (!wide) {
    if (disks[0] !== 0 || disks[1] !== 0 || view.getUint16(at + 8, true) !== count)
      reject('file', 'an archive in one file', `disk ${disks[0]} of several`);
    return { count, size, start, end: at };
  }
  const record = whole(view, locator + 8, 'place of the zip64 directory');
  if (record + END64.size > locator || view.getUint32(record, true) !== END64.signature) {
    throw new ShapeError(`zip64 directory: expected its end before byte ${locator}, got byte ${record}`);
  }
  if (whole(view, record + 4, 'size of the zip64 end') !== locator - record - 12) {
    throw new ShapeError(`zip64 directory: expected its end to take ${locator - record - 12} bytes`);
  }
  if (view.getUint32(record + 16, true) !== 0 || view.getUint32(record + 20, true) !== 0)
    reject('file', 'an archive in one file', 'one of several');
  const wider = [24, 32, 40, 48].map((place) => whole(view, record + place, 'zip64 directory'));
  if (wider[0] !== wider[1]) reject('file', 'an archive in one file', 'one of several');
  // the narrow fields say the same, or that the value is here
  const narrow: [number, number, number][] = [
    [count, FULL16, wider[1]],
    [size, FULL32, wider[2]],
    [start, FULL32, wider[3]],
  ];
  for (const [value, full, here] of narrow) {
    if (value !== full && value !== here)
      throw new ShapeError(`zip64 directory: expected ${value} as at the end, got ${here}`);
  }
  [, count, size, start] = wider;
  return { count, size, start, end: record };
}

function entryAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  decoder: TextDecoder,
): { entry: DirectoryEntry; next: number } {
  if (at + CENTRAL.size > end || view.getUint32(at, true) !== CENTRAL.signature) {
    throw new ShapeError(`directory: expected an entry at byte ${at}, got something else`);
  }
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameEnd = at + CENTRAL.size + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > end)
    throw new ShapeError(`directory: expected the entry at byte ${at} to end by byte ${end}, got ${next}`);
  const text = bytes.subarray(at + CENTRAL.size, nameEnd);
  const name = nameOf(text, flags, at, decoder);
  const wrong = (what: string, got: unknown): never => reject(JSON.stringify(name), what, got);
  if ((flags & (FLAG.encrypted | FLAG.strong | FLAG.masked)) !== 0)
    wrong('an entry that is not encrypted', `flags ${flags}`);
  if ((flags & FLAG.patch) !== 0) wrong('whole data', 'a patch');
  if (method !== METHOD.stored && method !== METHOD.deflated) {
    wrong('a stored or deflated entry', METHODS[method] ?? `method ${method}`);
  }
  if (view.getUint16(at + 34, true) !== 0) wrong('an entry on the first disk', view.getUint16(at + 34, true));
  let packed = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let offset = view.getUint32(at + 42, true);
  if (packed === FULL32 || size === FULL32 || offset === FULL32) {
    let place = wideField(view, nameEnd, extraEnd, name);
    const stop = place + 4 + view.getUint16(place + 2, true);
    place += 4;
    const wide = (narrow: number): number => {
      if (narrow !== FULL32) return narrow;
      if (place + 8 > stop)
        throw new ShapeError(`${JSON.stringify(name)}: expected more 64-bit sizes in its zip64 field`);
      place += 8;
      return whole(view, place - 8, JSON.stringify(name));
    };
    size = wide(size);
    packed = wide(packed);
    offset = wide(offset);
  }
  return { entry: { name, text, flags, method, crc: view.getUint32(at + 16, true), packed, size, offset }, next };
}

/** Where the field with 64-bit sizes is among those behind the name. */
function wideField(view: DataView, from: number, end: number, name: string): number {
  for (let at = from; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (at + 4 + view.getUint16(at + 2, true) > end) break;
    if (view.getUint16(at, true) === ZIP64_EXTRA) return at;
  }
  throw new ShapeError(`${JSON.stringify(name)}: expected a zip64 field with its 64-bit sizes, got none`);
}

function nameOf(text: Uint8Array, flags: number, at: number, decoder: TextDecoder): string {
  const plain = text.every((byte) => byte < 0x80);
  if (!plain && (flags & FLAG.utf8) === 0)
    reject(`directory: name at byte ${at}`, 'UTF-8, and its flag', 'another encoding');
  let name: string;
  try {
    name = decoder.decode(text);
  } catch {
    return reject(`directory: name at byte ${at}`, 'UTF-8', text);
  }
  // that of a folder ends in a slash
  entryName(`directory: name at byte ${at}`, name.replace(/\/$/, ''));
  return name;
}

function whole(view: DataView, at: number, name: string): number {
  const value = Number(view.getBigUint64(at, true));
  return value <= Number.MAX_SAFE_INTEGER ? value : reject(name, 'at most 2^53 − 1', value);
}
