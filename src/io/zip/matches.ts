import { LONGEST_MATCH, SHORTEST_MATCH, WINDOW } from './deflateTables';

const HASH_BITS = 15;
/** So many earlier places are looked at: more takes long for little. */
const TRIES = 32;
/** A match of this length is good enough to stop looking. */
const GOOD = 64;

/**
 * Says the bytes again as literals and as copies of at most 258 of the last 32 KiB (LZ77 with hash chains; a match is put off by one
 * byte where the next is longer).
 */
export function findMatches(
  bytes: Uint8Array,
  literal: (byte: number) => void,
  copy: (length: number, distance: number) => void,
): void {
  const heads = new Int32Array(1 << HASH_BITS).fill(-1);
  const earlier = new Int32Array(WINDOW);
  const last = bytes.length - SHORTEST_MATCH;
  let length = 0;
  let distance = 0;
  const look = (at: number, least: number) => {
    length = least;
    distance = 0;
    if (at > last) return;
    const most = Math.min(LONGEST_MATCH, bytes.length - at);
    const oldest = Math.max(0, at - WINDOW);
    const hash = hashOf(bytes, at);
    let place = heads[hash];
    for (let tries = TRIES; place >= oldest && tries > 0 && length < most; tries--) {
      if (bytes[place + length] === bytes[at + length]) {
        let same = 0;
        while (same < most && bytes[place + same] === bytes[at + same]) same++;
        if (same > length) {
          length = same;
          distance = at - place;
          if (same >= GOOD) break;
        }
      }
      const before = earlier[place & (WINDOW - 1)];
      if (before >= place) break;
      place = before;
    }
  };
  const insert = (at: number) => {
    if (at > last) return;
    const hash = hashOf(bytes, at);
    earlier[at & (WINDOW - 1)] = heads[hash];
    heads[hash] = at;
  };
  for (let at = 0; at < bytes.length; ) {
    look(at, SHORTEST_MATCH - 1);
    insert(at);
    if (distance === 0) {
      literal(bytes[at++]);
      continue;
    }
    let found = length;
    let back = distance;
    while (found < GOOD) {
      look(at + 1, found);
      if (distance === 0) break;
      literal(bytes[at++]);
      insert(at);
      found = length;
      back = distance;
    }
    copy(found, back);
    for (const end = at + found; ++at < end; ) insert(at);
  }
}

function hashOf(bytes: Uint8Array, at: number): number {
  const three = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
  return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
}
