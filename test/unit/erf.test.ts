import { describe, expect, it } from 'vitest';
import { erf, erfc, normalCdf } from '../../src/special/erf';
import { tolerance } from '../tolerances';

/** x, erf x, erfc x, correctly rounded. */
const table = [
  [0.1, 0.1124629160182849, 0.8875370839817152],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [1, 0.8427007929497149, 0.15729920705028513],
  [2, 0.9953222650189527, 0.004677734981047266],
  [3, 0.9999779095030014, 2.209049699858544e-5],
  [5, 0.9999999999984626, 1.5374597944280349e-12],
  [10, 1, 2.088487583762545e-45],
];

describe('erf', () => {
  it.each(table)(
    'of %d, and what it leaves to 1, are the tabulated ones; both are odd about their middle',
    (x, inside, outside) => {
      expect(Math.abs(erf(x) / inside - 1)).toBeLessThan(tolerance.special);
      expect(Math.abs(erfc(x) / outside - 1)).toBeLessThan(tolerance.special);
      expect(erf(-x)).toBe(-erf(x));
      expect(Math.abs(erfc(-x) - (1 + inside))).toBeLessThan(tolerance.special);
      expect(Math.abs(normalCdf(-x * Math.SQRT2) / (outside / 2) - 1)).toBeLessThan(tolerance.special);
    },
  );

  it('has its limits, and the two methods meet without a step', () => {
    expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity), erfc(30)]).toEqual([
      0, 1, -1, 0, 2, 0,
    ]);
    expect(erf(Number.NaN)).toBeNaN();
    expect(erfc(Number.NaN)).toBeNaN();
    expect(Math.abs(erf(2.5) - erf(2.5 - 1e-13))).toBeLessThan(tolerance.special);
    expect(Math.abs(erfc(0.5) / erfc(0.5 - 1e-14) - 1)).toBeLessThan(tolerance.special);
  });
});
