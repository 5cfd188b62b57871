import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/checks/statistics/bootstrapInterval';
import { mean } from '../../src/checks/statistics/mean';
import { normalQuantile } from '../../src/checks/statistics/normalQuantile';
import { tInterval } from '../../src/checks/statistics/tInterval';
import { variance } from '../../src/checks/statistics/variance';
import { rng } from '../../src/random/rng';
import { significance } from '../tolerances';

/** Share of intervals that cover, as a z beside what they promise. */
const coverageZ = (covered: number, trials: number, confidence: number) =>
  (covered - confidence * trials) / Math.sqrt(trials * confidence * (1 - confidence));

describe('intervals', () => {
  it('Student covers the mean of normal samples as often as it says, from two numbers up', () => {
    const source = rng(31);
    for (const [n, confidence] of [
      [2, 0.95],
      [5, 0.8],
    ]) {
      let covered = 0;
      for (let k = 0; k < 3000; k++) {
        const [low, high] = tInterval(source.normal(n), { confidence }).interval;
        if (low <= 0 && 0 <= high) covered++;
      }
      expect(Math.abs(coverageZ(covered, 3000, confidence))).toBeLessThan(significance.most);
    }
    const { value, interval } = tInterval([0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65]);
    expect(value).toBeCloseTo(0.271, 12);
    expect(interval[0]).toBeCloseTo(-0.43542636410490276, 10);
    expect(interval[1]).toBeCloseTo(0.9774263641049028, 10);
  });

  it('the bootstrap covers a ratio of means and is shifted where its law is skew', () => {
    const source = rng(32);
    let covered = 0;
    const trials = 400;
    for (let seed = 0; seed < trials; seed++) {
      const pairs = Array.from({ length: 40 }, () => {
        const [a, b] = source.normal(2);
        return [2 + a, 3 + 0.5 * b];
      });
      const ratio = (members: number[][]) => mean(members.map(([a]) => a)) / mean(members.map(([, b]) => b));
      const [low, high] = bootstrapInterval(pairs, ratio, { seed, resamples: 499 }).interval;
      if (low <= 2 / 3 && 2 / 3 <= high) covered++;
    }
    expect(Math.abs(coverageZ(covered, trials, 0.95))).toBeLessThan(significance.most);
    const skew = Array.from(source.normal(30), Math.exp);
    const { value, interval } = bootstrapInterval(skew, mean, { seed: 1 });
    expect(interval[1] - value).toBeGreaterThan(1.2 * (value - interval[0]));
  });

  it('matches published software on a standard deviation, up to chance of the resampling', () => {
    const sample = [
      0.31, -1.2, 0.05, 2.2, 0.7, -0.4, 1.1, -0.9, 0.2, 0.65, 0.5, 1.9, 1.2, 2.5, -0.1, 0.9, 1.4, 3.0, 4.5, -2,
    ];
    const deviation = (v: number[]) => Math.sqrt(mean(v.map((x) => (x - mean(v)) ** 2)));
    const { interval } = bootstrapInterval(sample, deviation, { seed: 3, resamples: 20_000 });
    expect(interval[0]).toBeCloseTo(1.0869, 1);
    expect(interval[1]).toBeCloseTo(2.1187, 1);
  });

  it('the bootstrap has the same interval in any unit, powers of which are beyond numbers', () => {
    const x = Array.from(rng(3).normal(40));
    const spread = (members: number[]) => variance(members);
    const ordinary = bootstrapInterval(x, spread, { seed: 1, resamples: 199 });
    for (const unit of [2 ** 300, 2 ** -300]) {
      const scaled = bootstrapInterval(
        x.map((v) => v * unit),
        spread,
        { seed: 1, resamples: 199 },
      );
      expect([scaled.standardError, ...scaled.interval].map((v) => v / unit ** 2)).toEqual([
        ordinary.standardError,
        ...ordinary.interval,
      ]);
    }
  });

  it('normal quantiles match published tables', () => {
    for (const [p, z] of [
      [1e-10, -6.361340902404056],
      [1e-3, -3.090232306167813],
      [0.02, -2.053748910631823],
      [0.3, -0.5244005127080409],
      [0.975, 1.959963984540054],
    ]) {
      expect(normalQuantile(p)).toBeCloseTo(z, 12);
    }
    expect(() => normalQuantile(0)).toThrow('p: expected a number between 0 and 1, got 0');
  });

  it('takes a seed, and refuses what cannot be resampled', () => {
    const sample = [1, 2, 3, 4, 5, 6];
    expect(bootstrapInterval(sample, mean, { seed: 1 })).toEqual(bootstrapInterval(sample, mean, { seed: 1 }));
    expect(() => bootstrapInterval([1, 2], mean, { seed: 1 })).toThrow('sample: expected at least 5 members, got 2');
    expect(() => bootstrapInterval(sample, () => Number.NaN, { seed: 1 })).toThrow('statistic');
    const turning = (members: unknown[]) => (members.some((v, i) => v !== i + 1) ? Object.create(null) : 1);
    expect(() => bootstrapInterval(sample, turning as never, { seed: 1 })).toThrow(
      'statistic: expected a finite number on every resample, got an object',
    );
    expect(() => bootstrapInterval(sample, (() => '3') as never, { seed: 1 })).toThrow('statistic: expected a finite');
    expect(() => bootstrapInterval(sample, mean, { seed: 1, confidence: 1 })).toThrow('confidence');
    expect(() => tInterval([1])).toThrow('sample: expected at least 2 numbers, got 1');
  });
});
