import { describe, expect, it } from 'vitest';
import { deflateArrow } from '../../src/linalg/deflateArrow';

const arrow = (first: number, d: number[], z: number[]) => ({
  first,
  d: Float64Array.from(d),
  z: Float64Array.from(z),
});

describe('deflateArrow', () => {
  it('keeps what the secular equation must see, by ascending d, the head first', () => {
    expect(deflateArrow(arrow(1, [3, 0, 2, 1], [1, 1, -1, 1]), 1e-3)).toEqual({ kept: [1, 3, 2, 0], turns: [] });
  });

  it('leaves out entries of z within the tolerance', () => {
    expect(deflateArrow(arrow(0, [0, 1, 2, 3], [1, 1e-4, 1, -1e-4]), 1e-3)).toEqual({ kept: [0, 2], turns: [] });
  });

  it('turns equal d into one another, so that one of them uncouples', () => {
    const made = arrow(0, [0, 2, 2, 2], [1, 3, 4, 12]);
    const { kept, turns } = deflateArrow(made, 1e-3);
    expect(kept).toEqual([0, 3]);
    expect(turns).toEqual([
      { kept: 2, dropped: 1, c: 4 / 5, s: 3 / 5 },
      { kept: 3, dropped: 2, c: 12 / 13, s: 5 / 13 },
    ]);
    expect(made.z[3]).toBe(13);
  });

  it('moves a vanishing head and a pole that meets it by no more than the tolerance', () => {
    const made = arrow(0, [0, 0, 1], [0, 1, 1]);
    expect(deflateArrow(made, 1e-3).kept).toEqual([0, 1, 2]);
    expect(made.z[0]).toBe(1e-3);
    expect([...made.d]).toEqual([0, 5e-4, 1]);
  });
});
