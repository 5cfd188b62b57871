import { describe, expect, it } from 'vitest';
import { mean } from '../../src/checks/statistics/mean';
import { squaredBias } from '../../src/checks/statistics/squaredBias';
import { tInterval } from '../../src/checks/statistics/tInterval';
import { variance } from '../../src/checks/statistics/variance';
import { rng } from '../../src/random/rng';
import { significance } from '../tolerances';

const trials = 2000;
const dimension = 5;

/** Estimates from `n` vectors of mean (bias, 0, 0, …) and unit noise. */
function estimates(bias: number, n: number) {
  const source = rng(71);
  return Array.from({ length: trials }, () =>
    squaredBias(
      Array.from({ length: n }, () => {
        const v = source.normal(dimension);
        v[0] += bias;
        return v;
      }),
    ),
  );
}

describe('squaredBias', () => {
  it('has the unit of its vectors, squared', () => {
    const vectors = [0, 1, 2, 3, 4].map((i) => [Math.sin(i), Math.cos(3 * i), 0.3 * i]);
    const { value, standardError } = squaredBias(vectors);
    for (const unit of [2 ** -500, 2 ** -300, 2 ** 400]) {
      const scaled = squaredBias(vectors.map((v) => v.map((entry) => unit * entry)));
      expect([scaled.value, scaled.standardError]).toEqual([unit ** 2 * value, unit ** 2 * standardError]);
    }
  });

  it('is the product of half means, averaged over all halves', () => {
    const v = [
      [1, 2],
      [0, 1],
      [2, -1],
      [3, 0],
    ];
    const dot = (a: number[], b: number[]) => a[0] * b[0] + a[1] * b[1];
    const half = (i: number, j: number) => [(v[i][0] + v[j][0]) / 2, (v[i][1] + v[j][1]) / 2];
    const halves = [dot(half(0, 1), half(2, 3)), dot(half(0, 2), half(1, 3)), dot(half(0, 3), half(1, 2))];
    expect(squaredBias(v).value).toBeCloseTo(mean(halves), 14);
  });

  it.each([0, 0.3, 3])('has no noise floor and an honest standard error at bias %d', (bias) => {
    const found = estimates(bias, 12);
    const values = found.map((estimate) => estimate.value);
    const { value, standardError } = tInterval(values);
    expect(Math.abs(value - bias ** 2) / standardError).toBeLessThan(significance.most);
    const stated = Math.sqrt(mean(found.map((estimate) => estimate.standardError ** 2)));
    const real = Math.sqrt(variance(values));
    expect(stated / real).toBeGreaterThan(0.93);
    expect(stated / real).toBeLessThan(1.35);
  });

  it('intervals cover zero and a bias at least nearly as often as they say', () => {
    for (const bias of [0, 0.5, 3]) {
      const covered = estimates(bias, 12).filter(
        ({ interval: [low, high] }) => low <= bias ** 2 && bias ** 2 <= high,
      ).length;
      expect(covered / trials).toBeGreaterThan(0.9);
    }
  });

  it('refuses too few vectors and unequal ones', () => {
    expect(() => squaredBias([[1], [2], [3]])).toThrow('vectors: expected at least 4, got 3');
    expect(() => squaredBias([[1], [2], [3], [1, 2]])).toThrow('vectors: expected one length, got 1 and 2');
  });
});
