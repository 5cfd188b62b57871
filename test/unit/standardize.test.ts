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

  it('refuses what does not fit', () => {
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
