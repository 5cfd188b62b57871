import { describe, expect, it } from 'vitest';
import { energyDistance } from '../../src/checks/statistics/energyDistance';
import { mean } from '../../src/checks/statistics/mean';
import { tInterval } from '../../src/checks/statistics/tInterval';
import { rng } from '../../src/random/rng';
import { expectCalibrated } from '../reference/calibration';
import { netOutputs } from '../reference/netOutputs';
import { scaleMixture } from '../reference/scaleMixture';
import { slopeOf } from '../reference/slopeOf';
import { significance, tolerance } from '../tolerances';

const x = [0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65];
const y = [0.5, 1.9, 1.2, 2.5, -0.1, 0.9, 1.4, 3.0];

describe('energyDistance', () => {
  it('is the difference of mean distances', () => {
    const mean = (a: number[], b: number[], pairs: number) =>
      a.reduce((sum, v) => sum + b.reduce((s, w) => s + Math.abs(v - w), 0), 0) / pairs;
    const wanted = 2 * mean(x, y, 80) - mean(x, x, 90) - mean(y, y, 56);
    expect(energyDistance(x, y, { seed: 1 }).statistic).toBeCloseTo(wanted, 13);
  });

  it('does not depend on what all numbers have in common', () => {
    const { statistic } = energyDistance(x, y, { seed: 1 });
    const far = (numbers: number[]) => numbers.map((v) => 2 ** 40 + Math.round(v * 100));
    const near = (numbers: number[]) => numbers.map((v) => Math.round(v * 100));
    expect(energyDistance(far(x), far(y), { seed: 1 })).toEqual(energyDistance(near(x), near(y), { seed: 1 }));
    expect(statistic).toBeGreaterThan(0.1);
  });

  it('falls as 1/N² for outputs of nets: the closed form of the population', () => {
    const widths = [16, 32, 64, 128, 256, 512];
    const slope = slopeOf(
      widths.map(Math.log),
      widths.map((n) => Math.log(scaleMixture.energyDistance(n))),
    );
    expect(Math.abs(slope + 1.98)).toBeLessThan(tolerance.populationSlope);
  });

  it('has the closed form as its mean over samples', () => {
    const source = rng(3);
    const found = Array.from(
      { length: 60 },
      () => energyDistance(netOutputs(source, 2, 2000), source.normal(2000), { seed: 0, permutations: 19 }).statistic,
    );
    const { value, standardError } = tInterval(found);
    expect(Math.abs(value - scaleMixture.energyDistance(2)) / standardError).toBeLessThan(significance.most);
    expect(mean(found) / standardError).toBeGreaterThan(significance.decisive);
  });

  it('has calibrated p-values under the null, and small ones for other laws', () => {
    const source = rng(8);
    const p = Array.from(
      { length: 400 },
      (_, seed) => energyDistance(source.normal(30), source.normal(20), { seed, permutations: 99 }).p,
    );
    expectCalibrated(p);
    const shifted = source.normal(200).map((z) => z + 0.5);
    expect(energyDistance(shifted, source.normal(200), { seed: 1, permutations: 1999 }).p).toBeLessThan(
      significance.leastP,
    );
  });

  it('takes a seed, and gives the same p-value for the same one', () => {
    expect(energyDistance(x, y, { seed: 5 })).toEqual(energyDistance(x, y, { seed: 5 }));
    expect(() => energyDistance(x, y, {} as never)).toThrow('seed');
    expect(() => energyDistance([1], y, { seed: 1 })).toThrow('x: expected at least 2 numbers');
  });
});
