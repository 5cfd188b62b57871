import { describe, expect, it } from 'vitest';
import { andersonDarling } from '../../src/checks/statistics/andersonDarling';
import { normalQuantile } from '../../src/checks/statistics/normalQuantile';
import { rng } from '../../src/random/rng';
import { normalCdf } from '../../src/special/erf';
import { expectCalibrated } from '../reference/calibration';
import { andersonDarling as reference } from '../reference/normality';
import { significance, tolerance } from '../tolerances';

/** Normal quantiles, moved until the statistic is `wanted`. */
function atStatistic(n: number, wanted: number): number[] {
  const even = Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
  const moved = (by: number) => even.map((v) => v + by);
  let low = 0;
  let high = 1;
  for (let k = 0; k < 50; k++) {
    const middle = (low + high) / 2;
    if (andersonDarling(moved(middle), normalCdf).statistic < wanted) low = middle;
    else high = middle;
  }
  return moved(low);
}

describe('andersonDarling', () => {
  it('gives the tabulated statistic', () => {
    const x = [0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65];
    expect(andersonDarling(x, normalCdf).statistic).toBeCloseTo(0.4844542955284865, 12);
  });

  it.each([
    [1.933, 0.1],
    [2.492, 0.05],
    [3.878, 0.01],
    [5.969, 0.001],
  ])('has p = %2$d at the tabulated critical value %1$d', (critical, p) => {
    expect(Math.abs(andersonDarling(atStatistic(1000, critical), normalCdf).p - p)).toBeLessThan(
      tolerance.smallSampleP * p,
    );
  });

  it('agrees with the limit law of the reference on many normal draws', () => {
    for (const seed of [1, 2, 3, 4]) {
      const draws = rng(seed).normal(20_000);
      expect(andersonDarling(draws, normalCdf).p).toBeCloseTo(reference(draws), 4);
    }
  });

  it('has uniform p-values where the law holds', () => {
    const source = rng(22);
    for (const n of [8, 40]) {
      expectCalibrated(Array.from({ length: 2000 }, () => andersonDarling(source.normal(n), normalCdf).p));
    }
  });

  it('p falls without a floor or a turn as the sample moves away, and is 0 where the law excludes a number', () => {
    const p = [0.2, 0.4, 0.6, 0.8, 1].map(
      (by) =>
        andersonDarling(
          Array.from({ length: 100 }, (_, i) => normalQuantile((i + 0.5) / 100) + by),
          normalCdf,
        ).p,
    );
    for (let k = 1; k < p.length; k++) expect(p[k]).toBeLessThan(p[k - 1]);
    expect(p[4]).toBeLessThan(1e-9);
    expect(andersonDarling([0.5, 2], (v) => Math.min(1, v))).toEqual({ statistic: Number.POSITIVE_INFINITY, p: 0 });
  });

  it('sees heavier tails that Kolmogorov and Smirnov would need more numbers for', () => {
    const source = rng(5);
    const heavy = source.normal(1500).map((z) => z * (1 + 0.6 * source.normal(1)[0] ** 2));
    expect(andersonDarling(heavy, normalCdf).p).toBeLessThan(significance.leastP);
  });
});
