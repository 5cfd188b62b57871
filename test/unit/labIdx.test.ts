import { describe, expect, it } from 'vitest';
import { idx } from '../../lab/src/data/idx';

/** An IDX file made here: header of unsigned bytes, then the values. */
function file(shape: number[], values: number[], type = 8): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, type, shape.length]);
  shape.forEach((size, i) => {
    view.setUint32(4 + 4 * i, size);
  });
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

describe('idx', () => {
  it('reads labels', () => {
    expect(idx(file([3], [7, 0, 9]), 'labels')).toEqual({ shape: [3], data: Uint8Array.of(7, 0, 9) });
  });

  it('reads images of a file that is part of a larger buffer', () => {
    const inner = file([2, 2, 1], [1, 2, 3, 4]);
    const outer = new Uint8Array(inner.length + 5);
    outer.set(inner, 5);
    expect(idx(outer.subarray(5), 'images')).toEqual({ shape: [2, 2, 1], data: Uint8Array.of(1, 2, 3, 4) });
  });

  it('refuses what is not an IDX file', () => {
    expect(() => idx(Uint8Array.of(0x1f, 0x8b, 8, 0), 'a.gz')).toThrow(
      'a.gz: expected an IDX file (two zero bytes first), got 1f 8b 08 00',
    );
    expect(() => idx(new Uint8Array(2), 'a')).toThrow('a: expected an IDX file, got 2 bytes');
  });

  it('refuses other types than unsigned bytes', () => {
    expect(() => idx(file([1], [0, 0, 0, 0], 0x0d), 'floats')).toThrow(
      'floats: expected unsigned bytes (type 0x08), got type 0x0d',
    );
  });

  it('refuses a file that is cut off, in its header or its values', () => {
    expect(() => idx(file([2, 2], [1, 2, 3, 4]).subarray(0, 9), 'cut')).toThrow(
      'cut: expected a header with 2 sizes, got 9 bytes in all',
    );
    expect(() => idx(file([2, 2], [1, 2, 3]), 'cut')).toThrow('cut: expected 4 values (2×2) after the header, got 3');
    expect(() => idx(file([2], [1, 2, 3]), 'long')).toThrow('long: expected 2 values (2) after the header, got 3');
  });
});
