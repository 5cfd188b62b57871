import { describe, expect, it } from 'vitest';
import {
  lineFit,
  pooledRms,
  scalingFit,
  studentCdf,
  studentInterval,
  studentQuantile,
} from '../../src/checks/statistics';
import { rng } from '../../src/random/rng';

describe('statistics', () => {
  it('Student quantiles match published tables', () => {
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062047361747, 9);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.7764451051978, 10);
    expect(studentQuantile(0.975, 30)).toBeCloseTo(2.04227245630124, 10);
    expect(studentQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.95996398454005, 5);
    expect(studentQuantile(0.025, 4)).toBeCloseTo(-2.7764451051978, 10);
    expect(studentCdf(0, 3)).toBe(0.5);
    // Cauchy's law: tan(π c/2), at confidences near 0 and 1
    for (const confidence of [1e-10, 1e-3, 0.9, 1 - 1e-12]) {
      const exact =
        confidence < 0.5 ? Math.tan((Math.PI * confidence) / 2) : 1 / Math.tan((Math.PI * (1 - confidence)) / 2);
      expect(Math.abs(studentInterval(confidence, 1) / exact - 1)).toBeLessThan(1e-6);
    }
  });

  it('a weighted line passes through exact points', () => {
    const fit = lineFit([0, 1, 2], [1, 3, 5], [0.1, 0.2, 0.3]);
    expect(fit.slope.value).toBeCloseTo(2, 12);
    expect(fit.intercept.value).toBeCloseTo(1, 12);
  });

  it('points off the line widen the interval', () => {
    const straight = lineFit([0, 1, 2, 3], [0, 1, 2, 3], [0.01, 0.01, 0.01, 0.01]);
    const crooked = lineFit([0, 1, 2, 3], [0, 2, 1, 3], [0.01, 0.01, 0.01, 0.01]);
    expect(crooked.slope.standardError).toBeGreaterThan(10 * straight.slope.standardError);
  });

  it('intervals of fitted exponents cover the true exponent 95 times in 100', () => {
    const source = rng(7);
    const sizes = [64, 128, 256, 512];
    let covered = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      const groups = sizes.map((n) => source.normal(12).map((z) => z / Math.sqrt(n)));
      const { rms, dof } = pooledRms(groups);
      const fit = scalingFit(
        sizes,
        rms.map((r) => r.value),
        rms.map((r) => r.relativeError),
        { dof },
      );
      if (fit.slope.interval[0] <= -0.5 && -0.5 <= fit.slope.interval[1]) covered++;
    }
    // The widening for crooked lines makes the interval a little conservative, never short.
    expect(covered / trials).toBeGreaterThan(0.93);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it('refuses a line through one point', () => {
    expect(() => lineFit([1], [1], [1])).toThrow('expected at least 2 points');
  });
});
