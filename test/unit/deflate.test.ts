import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors';
import { crc32 } from '../../src/io/zip/crc32';
import { deflate } from '../../src/io/zip/deflate';
import { inflate } from '../../src/io/zip/inflate';

const floats = (count: number, of: (i: number) => number) =>
  new Uint8Array(Float64Array.from({ length: count }, (_, i) => of(i)).buffer);
/** Bytes that no code shortens. */
const noise = (count: number) => {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
};
const contents: Record<string, Uint8Array> = {
  nothing: new Uint8Array(0),
  'one byte': Uint8Array.of(7),
  zeros: new Uint8Array(70_000),
  noise: noise(70_000),
  'a curve': floats(5_000, (i) => Math.exp(-i / 1e4)),
  integers: floats(8_000, (i) => i % 100),
  'two letters': Uint8Array.from(noise(15_000), (byte) => byte >> 7),
};
/** Skewed beyond the 15 bits that a code may have: letter k occurs as often as the k-th Fibonacci number. */
const skewed = (() => {
  const letters: number[] = [];
  for (let k = 0, [a, b] = [1, 1]; k < 22; k++, [a, b] = [b, a + b]) for (let i = 0; i < a; i++) letters.push(k);
  const order = noise(4 * letters.length);
  return Uint8Array.from(
    letters.map((letter, i) => [letter, order[i] * 251 + order[2 * i]]).sort((a, b) => a[1] - b[1]),
    ([letter]) => letter,
  );
})();

describe('deflate and inflate', () => {
  it.each(Object.entries({ ...contents, 'skewed letters': skewed }))(
    'keep %s, and zlib reads and writes the same',
    (_, bytes) => {
      const packed = deflate(bytes);
      expect(inflateRawSync(packed).equals(bytes)).toBe(true);
      expect(Buffer.from(inflate(packed, bytes.length)).equals(bytes)).toBe(true);
      for (const level of [0, 1, 9]) {
        for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
          const theirs = new Uint8Array(deflateRawSync(bytes, { level, strategy }));
          expect(Buffer.from(inflate(theirs, bytes.length)).equals(bytes)).toBe(true);
        }
      }
      // about as small: five bytes for what cannot shrink
      expect(packed.length).toBeLessThan(1.3 * deflateRawSync(bytes).length + 16);
    },
  );

  it('keep any bytes', () => {
    const few = fc.array(fc.nat(3), { maxLength: 400 }).map((list) => Uint8Array.from(list));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), few), (bytes) => {
        const packed = deflate(bytes);
        expect(inflateRawSync(packed).equals(bytes)).toBe(true);
        expect(inflate(packed, bytes.length)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

describe('inflate', () => {
  const bytes = Uint8Array.from({ length: 400 }, (_, i) => i % 7);
  const packed = deflate(bytes);

  it.each([
    ['one byte less than there are', packed, 399, 'expected 399 bytes unpacked, got more'],
    ['one more', packed, 401, 'expected 401 bytes unpacked, got 400'],
    ['data behind the end', Uint8Array.of(...packed, 0), 400, `ended after ${packed.length}`],
    ['a stored block beyond the data', Uint8Array.of(1, 9, 0, 0xf6, 0xff, 1), 9, 'expected 9 stored bytes, got 1'],
  ])('refuses %s', (_, data, length, message) => {
    expect(() => inflate(data, length)).toThrow(ShapeError);
    expect(() => inflate(data, length)).toThrow(message);
  });

  it.each([
    ['a block of the fourth kind', Uint8Array.of(7)],
    ['a stored length that differs from itself', Uint8Array.of(1, 9, 0, 0, 0)],
    ['a distance before the beginning', new Uint8Array(deflateRawSync(bytes, { dictionary: bytes }))],
    // type 2, 257 + 31 lengths
    ['too many codes', Uint8Array.of(0xfd, 0xff, 0xff, 0xff)],
    ['codes without any bits', new Uint8Array([5, ...new Array(20).fill(0)])],
  ])('refuses %s', (_, data) => {
    expect(() => inflate(data, 400)).toThrow(ValueError);
  });

  it('refuses every truncation, and takes no more time or memory than its length for damage', () => {
    for (let end = 0; end < packed.length; end++)
      expect(() => inflate(packed.subarray(0, end), 400)).toThrow(ShapeError);
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(255), (at, byte) => {
        const damaged = packed.slice();
        damaged[at] = byte;
        try {
          expect(inflate(damaged, 400).length).toBe(400);
        } catch (error) {
          if (!(error instanceof ValueError || error instanceof ShapeError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('crc32', () => {
  it('has the value that is published for the digits, and that of nothing', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
