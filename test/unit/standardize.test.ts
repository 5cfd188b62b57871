import { describe, expect, it } from 'vitest';
import { applyStandardization } from '../../src/data/applyStandardization';
import { moments } from '../../src/data/moments';
import { standardize } from '../../src/data/standardize';
import { randomNormal } from '../../src/random/randomNormal';

describe('standardize', () => {
  const x = [
    [1, 10],
    [3, 30],
    [5, 20],
  ];

  it('centres and gives every feature variance 1', () => {
    const { x: made } = standardize(x, { center: true, scale: 'feature' });
    const r = Math.sqrt(1.5);
    [-r, -r, 0, r, r, 0].forEach((v, i) => {
      expect(made.data[i]).toBeCloseTo(v, 14);
    });
  });

  it("scale 'trace' is one factor that makes the mean square norm equal to the number of features", () => {
    const { x: made, standardization } = standardize(x, { center: true, scale: 'trace' });
    expect(standardization.scale[0]).toBe(standardization.scale[1]);
    expect([...standardization.mean]).toEqual([3, 20]);
    expect([...made.data].reduce((sum, v) => sum + v * v, 0) / 3).toBeCloseTo(2, 13);
  });

  it('applies the same map to other samples', () => {
    const { standardization, apply } = standardize(x, { center: true, scale: 'feature' });
    const other = [[3, 20]];
    expect([...apply(other).data]).toEqual([0, 0]);
    expect(applyStandardization(other, standardization)).toEqual(apply(other));
  });

  it('keeps float32, and makes float64 of bytes', () => {
    const narrow = randomNormal({ seed: 1, rows: 4, cols: 2, dtype: 'float32' });
    expect(standardize(narrow, { center: true }).x.dtype).toBe('float32');
    expect(standardize({ rows: 2, cols: 1, data: Uint8Array.of(0, 4) }, { center: true }).x.data).toEqual(
      Float64Array.of(-2, 2),
    );
  });

  it('agrees with moments, bit for bit', () => {
    const options = { center: true, scale: 'trace' } as const;
    const inputs = randomNormal({ seed: 1, rows: 50, cols: 4 });
    const y = randomNormal({ seed: 2, rows: 50, cols: 1 });
    const made = moments(inputs, y, options);
    const { x: transformed, standardization } = standardize(inputs, options);
    expect(made.standardization).toEqual(standardization);
    expect(moments(transformed, y).sxx).toEqual(made.sxx);
  });

  it.each([1e300, 1e-200, 1e-300, 1])('scales features of size %d whose squares overflow or vanish', (size) => {
    const rows = [[size], [2 * size]];
    const { x: made, standardization } = standardize(rows, { center: true, scale: 'feature' });
    expect(standardization.scale[0] * size).toBeCloseTo(2, 14);
    expect(made.data[0]).toBeCloseTo(-1, 14);
    expect(made.data[1]).toBeCloseTo(1, 14);
    const { sxx } = moments(rows, [[1], [1]], { center: true, scale: 'feature' });
    expect(sxx.data[0]).toBeCloseTo(1, 14);
  });

  it('names the column whose mean or spread float64 cannot hold', () => {
    const feature = { center: true, scale: 'feature' } as const;
    expect(() =>
      standardize(
        [
          [0, 0],
          [1, 1e-320],
        ],
        feature,
      ),
    ).toThrow(
      /^x: expected a spread that float64 can divide by for scale 'feature', got 5e-321 in column 1 \(counted from 0\)$/,
    );
    expect(() =>
      standardize(
        [
          [0, -1.7e308],
          [1, 1.7e308],
        ],
        { center: true },
      ),
    ).toThrow('x: expected entries whose differences fit in float64, got Infinity in column 1 (counted from 0)');
  });

  it('refuses what does not fit', () => {
    expect(() => applyStandardization([[1, 2]], undefined as never)).toThrow(
      'standardization: expected an object with the arrays mean and scale, got undefined',
    );
    const { standardization } = standardize(x, { center: true });
    expect(() => applyStandardization([[1]], standardization)).toThrow(
      'x: expected 2 columns as the standardization, got 1',
    );
    expect(() => standardize(x, { scale: 'max' as never })).toThrow(
      'scale: expected one of "none", "trace", "feature"',
    );
    expect(() => standardize([], { center: true })).toThrow('x: expected at least one row and one column');
  });
});
