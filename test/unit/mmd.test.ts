import { describe, expect, it } from 'vitest';
import { mmd } from '../../src/checks/statistics/mmd';
import { tInterval } from '../../src/checks/statistics/tInterval';
import { matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';
import { expectCalibrated } from '../reference/calibration';
import { netOutputs } from '../reference/netOutputs';
import { scaleMixture } from '../reference/scaleMixture';
import { slopeOf } from '../reference/slopeOf';
import { significance, tolerance } from '../tolerances';

describe('mmd', () => {
  it('is the difference of mean kernels', () => {
    const x = [0, 1, 3];
    const y = [2, 2.5];
    const k = (a: number, b: number) => Math.exp(-((a - b) ** 2) / 8);
    const within = (k(0, 1) + k(0, 3) + k(1, 3)) / 3;
    const across = (k(0, 2) + k(0, 2.5) + k(1, 2) + k(1, 2.5) + k(3, 2) + k(3, 2.5)) / 6;
    const test = mmd(x, y, { bandwidth: 2, seed: 1 });
    expect(test.statistic).toBeCloseTo(within + k(2, 2.5) - 2 * across, 14);
    const rows = (values: number[]) => values.map((v) => [v * 0.6, v * 0.8]);
    expect(mmd(rows(x), rows(y), { bandwidth: 2, seed: 1 }).statistic).toBeCloseTo(test.statistic, 14);
    expect(mmd(matrix(3, 1, x), y, { bandwidth: 2, seed: 1 })).toEqual(test);
    expect(mmd(x, y, { seed: 1 }).bandwidth).toBe(1.5);
  });

  it('falls as 1/N² for outputs of nets: the closed form of the population', () => {
    const widths = [16, 32, 64, 128, 256, 512];
    const slope = slopeOf(
      widths.map(Math.log),
      widths.map((n) => Math.log(scaleMixture.mmd(n, 1))),
    );
    expect(Math.abs(slope + 1.96)).toBeLessThan(tolerance.populationSlope);
  });

  it('has the closed form as its mean over samples', () => {
    const source = rng(6);
    const found = Array.from(
      { length: 40 },
      () =>
        mmd(netOutputs(source, 1, 150), source.normal(150), { bandwidth: 0.5, seed: 0, permutations: 19 }).statistic,
    );
    const { value, standardError } = tInterval(found);
    expect(Math.abs(value - scaleMixture.mmd(1, 0.5)) / standardError).toBeLessThan(significance.most);
    expect(value / standardError).toBeGreaterThan(significance.decisive);
  });

  it('has calibrated p-values under the null, and small ones for other laws', () => {
    const source = rng(9);
    const p = Array.from(
      { length: 400 },
      (_, seed) => mmd(source.normal(20), source.normal(15), { seed, permutations: 99 }).p,
    );
    expectCalibrated(p);
    const plane = (scale: number) =>
      matrix(
        120,
        2,
        source.normal(240).map((z) => scale * z),
      );
    expect(mmd(plane(1), plane(1.6), { seed: 1, permutations: 1999 }).p).toBeLessThan(significance.leastP);
  });

  it('refuses rows that do not fit, too many members and members that are all equal', () => {
    expect(() =>
      mmd(
        [
          [1, 2],
          [3, 4],
        ],
        [1, 2],
        { seed: 1 },
      ),
    ).toThrow('y: expected rows of 2, got 1');
    expect(() => mmd(new Float64Array(4000), new Float64Array(97), { seed: 1 })).toThrow('at most 4096 members');
    expect(() => mmd([1, 1], [1, 1], { seed: 1 })).toThrow('bandwidth: expected one');
    expect(() => mmd([1], [1, 2], { seed: 1 })).toThrow('x: expected at least 2 members, got 1');
  });
});
