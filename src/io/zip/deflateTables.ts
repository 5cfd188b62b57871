/** What RFC 1951 fixes: made at the first use, so that nothing is computed at the import. */
export interface DeflateTables {
  /** First length of each length symbol from 257 on, and its extra bits. */
  lengthBase: Uint16Array;
  lengthBits: Uint8Array;
  /** First distance of each distance symbol, and its extra bits. */
  distanceBase: Uint16Array;
  distanceBits: Uint8Array;
  /** Symbol − 257 of a length. */
  lengthSymbol: Uint8Array;
  /** Code lengths of the fixed code of literals and lengths, and of distances (the last two of each are not in use). */
  fixedLengths: Uint8Array;
  fixedDistances: Uint8Array;
}

export const MOST_CODE_BITS = 15;
export const END_OF_BLOCK = 256;
export const LONGEST_MATCH = 258;
export const SHORTEST_MATCH = 3;
/** A match reaches back so far. */
export const WINDOW = 32_768;
/** In which order the code lengths of the code of code lengths are written. */
export const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

let made: DeflateTables | undefined;

export function deflateTables(): DeflateTables {
  made ??= make();
  return made;
}

function make(): DeflateTables {
  const lengthBits = Uint8Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
  const distanceBits = Uint8Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
  const bases = (bits: Uint8Array, first: number) => {
    let base = first;
    return Uint16Array.from(bits, (extra) => {
      const start = base;
      base += 1 << extra;
      return start;
    });
  };
  const lengthBase = bases(lengthBits, SHORTEST_MATCH);
  // 258 has a symbol of its own, without extra bits
  lengthBase[28] = LONGEST_MATCH;
  const lengthSymbol = new Uint8Array(LONGEST_MATCH + 1);
  for (let symbol = 0; symbol < 29; symbol++) lengthSymbol.fill(symbol, lengthBase[symbol]);
  return {
    lengthBase,
    lengthBits,
    distanceBase: bases(distanceBits, 1),
    distanceBits,
    lengthSymbol,
    fixedLengths: Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    fixedDistances: new Uint8Array(32).fill(5),
  };
}
