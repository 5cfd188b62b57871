import { reject } from '../../validate';
import { zeroBytes } from '../bytes';
import { crc32 } from './crc32';
import { deflate } from './deflate';
import { entryName } from './entryName';
import {
  CENTRAL,
  END,
  END64,
  FLAG,
  FULL16,
  FULL32,
  LOCAL,
  LOCATOR64,
  METHOD,
  NO_DATE,
  VERSION,
  ZIP64_EXTRA,
} from './zipFormat';

/**
 * A zip archive without dates, so that the same entries give the same bytes. With 64-bit places and numbers (zip64) only where they
 * are needed. Entries that do not get smaller are stored as they are.
 * @throws ValueError for names that are no plain relative paths or occur twice.
 */
export function writeZip(entries: Iterable<readonly [string, Uint8Array]>, compress: boolean): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  const names = new Set<string>();
  const encoder = new TextEncoder();
  let offset = 0;
  for (const [name, bytes] of entries) {
    entryName('a name', name);
    if (names.has(name)) reject('a name', 'different names', name);
    names.add(name);
    const text = encoder.encode(name);
    if (text.length > FULL16) reject('a name', `at most ${FULL16} bytes`, `${name.slice(0, 60)}…`);
    const packed = compress ? deflate(bytes) : bytes;
    const smaller = packed.length < bytes.length;
    const content = smaller ? packed : bytes;
    const entry = { text, crc: crc32(bytes), method: smaller ? METHOD.deflated : METHOD.stored, offset };
    const sizes = { packed: content.length, unpacked: bytes.length };
    const local = header(entry, sizes, false);
    parts.push(local, content);
    directory.push(header(entry, sizes, true));
    offset += local.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const all = [...parts, ...directory, ends(directory.length, size, offset)];
  const archive = zeroBytes(
    'archive',
    all.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of all) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

interface Entry {
  text: Uint8Array;
  crc: number;
  method: number;
  offset: number;
}

function header(
  { text, crc, method, offset }: Entry,
  sizes: { packed: number; unpacked: number },
  central: boolean,
): Uint8Array {
  // the local header has both sizes there or none
  const large = [sizes.unpacked, sizes.packed, ...(central ? [offset] : [])].map((value) => value >= FULL32);
  const any = large.includes(true);
  const long = [sizes.unpacked, sizes.packed, offset].filter((_, i) => (central ? large[i] : any && i < 2));
  const extra = long.length > 0 ? 4 + 8 * long.length : 0;
  const { signature, size } = central ? CENTRAL : LOCAL;
  const bytes = new Uint8Array(size + text.length + extra);
  const put = fields(bytes);
  const version = any ? VERSION.zip64 : VERSION.plain;
  const short = (value: number, elsewhere: boolean) => put(elsewhere ? FULL32 : value, 4);
  put(signature, 4);
  if (central) put(version, 2);
  put(version, 2);
  put(FLAG.utf8, 2);
  put(method, 2);
  put(0, 2);
  put(NO_DATE, 2);
  put(crc, 4);
  short(sizes.packed, central ? large[1] : any);
  short(sizes.unpacked, central ? large[0] : any);
  put(text.length, 2);
  put(extra, 2);
  if (central) {
    // no comment, first disk, no attributes
    for (const zeros of [2, 2, 2, 4]) put(0, zeros);
    short(offset, large[2]);
  }
  bytes.set(text, size);
  if (extra > 0) {
    const more = fields(bytes.subarray(size + text.length));
    more(ZIP64_EXTRA, 2);
    more(extra - 4, 2);
    for (const value of long) more(value, 8);
  }
  return bytes;
}

function ends(entries: number, size: number, offset: number): Uint8Array {
  const large = entries >= FULL16 || size >= FULL32 || offset >= FULL32;
  const bytes = new Uint8Array((large ? END64.size + LOCATOR64.size : 0) + END.size);
  const put = fields(bytes);
  if (large) {
    put(END64.signature, 4);
    put(END64.size - 12, 8);
    put(VERSION.zip64, 2);
    put(VERSION.zip64, 2);
    put(0, 4);
    put(0, 4);
    for (const value of [entries, entries, size, offset]) put(value, 8);
    put(LOCATOR64.signature, 4);
    put(0, 4);
    put(offset + size, 8);
    put(1, 4);
  }
  put(END.signature, 4);
  put(0, 4);
  put(Math.min(entries, FULL16), 2);
  put(Math.min(entries, FULL16), 2);
  put(Math.min(size, FULL32), 4);
  put(Math.min(offset, FULL32), 4);
  put(0, 2);
  return bytes;
}

/** Puts numbers one behind the other, the lowest byte first. */
function fields(bytes: Uint8Array): (value: number, size: number) => void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return (value, size) => {
    if (size === 2) view.setUint16(at, value, true);
    else if (size === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += size;
  };
}
