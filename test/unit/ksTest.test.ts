import { describe, expect, it } from 'vitest';
import { ksTest } from '../../src/checks/statistics/ksTest';
import { rng } from '../../src/random/rng';
import { normalCdf } from '../../src/special/erf';
import { expectCalibrated } from '../reference/calibration';
import { kolmogorovSmirnov } from '../reference/normality';
import { significance, tolerance } from '../tolerances';

const x = [0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65];
const y = [0.5, 1.9, 1.2, 2.5, -0.1, 0.9, 1.4, 3.0];

/** A sample whose largest distance from the uniform law is `d`: even steps, moved up by half a step less than that. */
const atDistance = (n: number, d: number) => Array.from({ length: n }, (_, i) => Math.min(1, (i + d * n) / n));

describe('ksTest', () => {
  it('gives the tabulated distances', () => {
    expect(ksTest(x, normalCdf).statistic).toBeCloseTo(0.2199388058383725, 14);
    expect(ksTest(x, y).statistic).toBeCloseTo(0.55, 14);
    expect(ksTest(x, y).p).toBeCloseTo(0.09511403629050688, 13);
    expect(ksTest(y, x).statistic).toBeCloseTo(0.55, 14);
    expect(ksTest([1, 1, 2, 2], [1, 1, 2, 2]).statistic).toBe(0);
  });

  it('counts small chances of two samples that are apart: 2/C(n + m, n)', () => {
    for (const [n, m] of [
      [5, 5],
      [30, 10],
      [50, 80],
      [100, 100],
    ]) {
      const range = (length: number, from: number) => Array.from({ length }, (_, i) => from + i);
      let log = Math.LN2;
      for (let k = 1; k <= n; k++) log -= Math.log((m + k) / k);
      const { p } = ksTest(range(n, 0), range(m, 1000));
      expect(Math.abs(Math.log(p) - log)).toBeLessThan(1e-11);
    }
  });

  it.each([
    [10, 0.40925, 0.05],
    [20, 0.29408, 0.05],
    [50, 0.18845, 0.05],
    [10, 0.48893, 0.01],
    [50, 0.22604, 0.01],
    [100_000, 1.3580986 / Math.sqrt(100_000), 0.05],
    [100_000, 1.6276236 / Math.sqrt(100_000), 0.01],
  ])('%d numbers at the tabulated critical distance %d have p = %d', (n, distance, p) => {
    const test = ksTest(atDistance(n, distance), (v) => v);
    expect(test.statistic).toBeCloseTo(distance, 12);
    expect(Math.abs(test.p - p)).toBeLessThan(tolerance.smallSampleP * p);
  });

  it('agrees with the reference statistic on normal draws, and both series of the limit law meet', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const draws = rng(seed).normal(500);
      expect(ksTest(draws, normalCdf).p).toBeCloseTo(kolmogorovSmirnov(draws), 10);
    }
  });

  it('has uniform p-values where the law holds, of one sample and of two', () => {
    const source = rng(21);
    expectCalibrated(Array.from({ length: 2000 }, () => ksTest(source.normal(40), normalCdf).p));
    expectCalibrated(Array.from({ length: 2000 }, () => ksTest(source.normal(170), source.normal(131)).p));
    // Exact p-values of small samples are a few numbers only.
    const small = Array.from({ length: 2000 }, () => ksTest(source.normal(20), source.normal(13)).p);
    expectCalibrated(small, { conservative: true });
    expect(small.filter((p) => p <= 0.05).length).toBeGreaterThan(50);
  });

  it('sees outputs of a net of width 10 beside the normal law with 35·N² numbers', () => {
    const source = rng(4);
    const mixture = Float64Array.from({ length: 35 * 100 }, () => {
      const [z, a, b] = [source.normal(1), source.normal(10), source.normal(10)];
      const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, e) => sum + e * e, 0) / v.length);
      return z[0] * norm(a) * norm(b);
    });
    expect(ksTest(mixture, normalCdf).p).toBeLessThan(significance.leastP);
  });

  it('refuses samples that are too small or not numbers, and functions that are no distribution', () => {
    expect(() => ksTest([1], normalCdf)).toThrow('sample: expected at least 2 numbers, got 1');
    expect(() => ksTest([1, Number.NaN], normalCdf)).toThrow('sample[1]: expected a finite number, got NaN');
    expect(() => ksTest([1, 2], (v) => v)).toThrow('cdf(2): expected a probability, got 2');
  });
});
