import { describe, expect, it } from 'vitest';
import { ntkRandomness } from '../../src/limits/ntkRandomness';
import reference from '../reference/data/proportional.json';
import { tolerance } from '../tolerances';

const near = (value: number, exact: number) => expect(Math.abs(value / exact - 1)).toBeLessThanOrEqual(tolerance.limit);

describe('ntkRandomness', () => {
  it('has the tabulated values at finite depth and width, and in the limit', () => {
    for (const { N, L, ratio } of reference.ntk.finite) near(ntkRandomness({ hidden: L, width: N }).ratio, ratio);
    for (const { alpha, ratio } of reference.ntk.limit) near(ntkRandomness({ depthPerWidth: alpha }).ratio, ratio);
  });

  it('one hidden layer is the second moment of a sum of two scaled χ² variables', () => {
    for (const width of [1, 2, 7]) near(ntkRandomness({ hidden: 1, width }).ratio, 1 + 1 / width);
  });

  it('vanishes as 4α/3 with the depth, on both sides of the switch of the formula', () => {
    expect(ntkRandomness({ depthPerWidth: 0 })).toEqual({ ratio: 1, relativeVariance: 0 });
    expect(ntkRandomness({ depthPerWidth: 1e-4 }).relativeVariance / 1e-4).toBeCloseTo(4 / 3, 3);
    near(
      ntkRandomness({ depthPerWidth: (1 - 1e-11) / 3 }).ratio,
      ntkRandomness({ depthPerWidth: (1 + 1e-11) / 3 }).ratio,
    );
  });

  it('keeps the digits of little randomness, and has a limit at any depth', () => {
    for (const width of [1e6, 1e12, 2 ** 53 - 1]) near(ntkRandomness({ hidden: 1, width }).relativeVariance, 1 / width);
    for (const alpha of [1e-100, 1e-20, 1e-12])
      near(ntkRandomness({ depthPerWidth: alpha }).relativeVariance, (4 / 3) * alpha);
    near(ntkRandomness({ depthPerWidth: 100 }).relativeVariance, Math.exp(200) * (1 / 3 + 4 / 900 - 4 / 270000));
    expect(ntkRandomness({ depthPerWidth: 400 }).relativeVariance).toBe(Number.POSITIVE_INFINITY);
  });

  it('the finite law approaches the limit as 1/N', () => {
    const { ratio } = ntkRandomness({ depthPerWidth: 0.5 });
    const errors = [256, 512].map((width) => ntkRandomness({ hidden: width / 2, width }).ratio - ratio);
    expect(Math.abs(Math.log2(errors[1] / errors[0]) + 1)).toBeLessThan(tolerance.firstOrderInWidth);
  });

  it('refuses mixtures of its two forms and unequal widths', () => {
    expect(() => ntkRandomness({ hidden: 2, depthPerWidth: 1 })).toThrow('hidden');
    expect(() => ntkRandomness({ width: 2, depthPerWidth: 1 })).toThrow('width');
    expect(() => ntkRandomness({ hidden: 2, width: [4, 5] as never })).toThrow('width');
    expect(() => ntkRandomness({ depthPerWidth: -1 })).toThrow('depthPerWidth');
    expect(() => ntkRandomness({})).toThrow('hidden');
  });
});
