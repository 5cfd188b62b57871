import { ShapeError, ValueError } from '../../errors';
import { zeroBytes } from '../bytes';
import { CODE_LENGTH_ORDER, type DeflateTables, deflateTables, END_OF_BLOCK, MOST_CODE_BITS } from './deflateTables';

/** Codes up to so many bits are looked up, longer ones, which are rare, counted out: tables are small, as hostile data change codes often. */
const FAST_BITS = 10;

interface Code {
  /** symbol << 4 | bits by the next `fastBits` bits; 0 for longer codes. */
  fast: Uint16Array;
  fastBits: number;
  /** Number of codes by their bits. */
  counts: Uint16Array;
  /** In the order of their codes. */
  symbols: Uint16Array;
}

/**
 * Expands raw DEFLATE data (RFC 1951) to a length that is known. Allocates that length and no more, and stops as soon as the data
 * exceed it.
 * @throws ShapeError for data of another length, or that end too early or too late; ValueError for what is no DEFLATE data.
 */
export function inflate(packed: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const tables = deflateTables();
  const out = zeroBytes('deflated data', length);
  let written = 0;
  // the next bits, lowest first; zeros behind the end
  let hold = 0;
  let held = 0;
  let at = 0;

  const wrong = (what: string): never => {
    throw new ValueError(`deflated data: expected ${what} at byte ${Math.min(at - (held >> 3), packed.length)}`);
  };
  const checkEnd = () => {
    if (at - (held >> 3) > packed.length) {
      throw new ShapeError(`deflated data: expected more than ${packed.length} bytes, ended in the middle`);
    }
  };
  const room = (more: number) => {
    if (written + more > length) throw new ShapeError(`deflated data: expected ${length} bytes unpacked, got more`);
  };
  const peek = (count: number): number => {
    while (held < count) {
      hold |= (at < packed.length ? packed[at] : 0) << held;
      at++;
      held += 8;
    }
    return hold & ((1 << count) - 1);
  };
  const drop = (count: number) => {
    hold >>>= count;
    held -= count;
  };
  const bits = (count: number): number => {
    const value = peek(count);
    drop(count);
    return value;
  };
  const symbolOf = ({ fast, fastBits, counts, symbols }: Code): number => {
    const entry = fast[peek(fastBits)];
    if (entry !== 0) {
      drop(entry & 15);
      return entry >> 4;
    }
    const next = peek(MOST_CODE_BITS);
    let code = 0;
    let first = 0;
    let index = 0;
    for (let size = 1; size <= MOST_CODE_BITS; size++) {
      code = (code << 1) | ((next >> (size - 1)) & 1);
      const count = counts[size];
      if (code - first < count) {
        drop(size);
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
    }
    return wrong('a code that is in use');
  };

  const stored = () => {
    drop(held & 7);
    const size = bits(16);
    if (bits(16) !== (~size & 0xffff)) wrong('the length of a stored block twice');
    checkEnd();
    // whole bytes that were read ahead go back
    at -= held >> 3;
    hold = 0;
    held = 0;
    if (at + size > packed.length) {
      throw new ShapeError(`deflated data: expected ${size} stored bytes, got ${packed.length - at}`);
    }
    room(size);
    out.set(packed.subarray(at, at + size), written);
    at += size;
    written += size;
  };

  const compressed = (
    literals: Code,
    distances: Code,
    { lengthBase, lengthBits, distanceBase, distanceBits }: DeflateTables,
  ) => {
    for (;;) {
      const symbol = symbolOf(literals);
      if (symbol < END_OF_BLOCK) {
        checkEnd();
        room(1);
        out[written++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) return checkEnd();
      if (symbol > 285) wrong('a length of at most 258');
      const run = lengthBase[symbol - 257] + bits(lengthBits[symbol - 257]);
      const far = symbolOf(distances);
      if (far > 29) wrong('a distance of at most 32768');
      const back = distanceBase[far] + bits(distanceBits[far]);
      checkEnd();
      if (back > written) wrong(`a distance of at most ${written}`);
      room(run);
      for (const end = written + run; written < end; written++) out[written] = out[written - back];
    }
  };

  const ownCodes = (): [Code, Code] => {
    const literalCount = bits(5) + 257;
    const distanceCount = bits(5) + 1;
    if (literalCount > 286 || distanceCount > 30) wrong('at most 286 lengths and 30 distances');
    const sizes = new Uint8Array(19);
    for (let i = bits(4) + 4, k = 0; k < i; k++) sizes[CODE_LENGTH_ORDER[k]] = bits(3);
    checkEnd();
    const code = codeOf(sizes) ?? wrong('a complete code of code lengths');
    const all = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < all.length; ) {
      const symbol = symbolOf(code);
      checkEnd();
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) wrong('a code length before its repetition');
      const value = symbol === 16 ? all[i - 1] : 0;
      const times = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7);
      if (i + times > all.length) wrong(`${all.length} code lengths and no more`);
      all.fill(value, i, i + times);
      i += times;
    }
    if (all[END_OF_BLOCK] === 0) wrong('a code for the end of the block');
    const literals = codeOf(all.subarray(0, literalCount), true) ?? wrong('a complete code of lengths');
    const distances = codeOf(all.subarray(literalCount), true) ?? wrong('a complete code of distances');
    return [literals, distances];
  };

  for (let last = 0; last === 0; ) {
    last = bits(1);
    const kind = bits(2);
    checkEnd();
    if (kind === 0) stored();
    else if (kind === 1) compressed(...fixedCodes(tables), tables);
    else if (kind === 2) compressed(...ownCodes(), tables);
    else wrong('a block that is stored or compressed');
  }
  if (written < length) throw new ShapeError(`deflated data: expected ${length} bytes unpacked, got ${written}`);
  const used = at - (held >> 3);
  if (used !== packed.length) {
    throw new ShapeError(`deflated data: expected ${packed.length} bytes, ended after ${used}`);
  }
  return out;
}

let fixed: [Code, Code] | undefined;

function fixedCodes({ fixedLengths, fixedDistances }: DeflateTables): [Code, Code] {
  fixed ??= [codeOf(fixedLengths)!, codeOf(fixedDistances)!];
  return fixed;
}

/**
 * A canonical Huffman code of the bits of each symbol; undefined where the bits make none: too many codes, or (unless `sparse` allows
 * a code of one symbol or of none) too few.
 */
function codeOf(sizes: Uint8Array, sparse = false): Code | undefined {
  const counts = new Uint16Array(MOST_CODE_BITS + 1);
  for (const size of sizes) counts[size]++;
  const used = sizes.length - counts[0];
  counts[0] = 0;
  let longest = 1;
  let left = 1;
  for (let size = 1; size <= MOST_CODE_BITS; size++) {
    if (counts[size] > 0) longest = size;
    left = 2 * left - counts[size];
    if (left < 0) return undefined;
  }
  if (left > 0 && !(sparse && (used === 0 || (used === 1 && counts[1] === 1)))) return undefined;
  const next = new Uint16Array(MOST_CODE_BITS + 2);
  const place = new Uint16Array(MOST_CODE_BITS + 2);
  for (let size = 1; size <= MOST_CODE_BITS; size++) {
    next[size + 1] = (next[size] + counts[size]) << 1;
    place[size + 1] = place[size] + counts[size];
  }
  const symbols = new Uint16Array(used);
  const fastBits = Math.min(FAST_BITS, longest);
  const fast = new Uint16Array(1 << fastBits);
  for (let symbol = 0; symbol < sizes.length; symbol++) {
    const size = sizes[symbol];
    if (size === 0) continue;
    symbols[place[size]++] = symbol;
    const code = next[size]++;
    if (size > fastBits) continue;
    let reversed = 0;
    for (let bit = 0; bit < size; bit++) reversed |= ((code >> bit) & 1) << (size - 1 - bit);
    for (let entry = reversed; entry < fast.length; entry += 1 << size) fast[entry] = (symbol << 4) | size;
  }
  return { fast, fastBits, counts, symbols };
}
