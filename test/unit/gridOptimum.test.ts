import { describe, expect, it } from 'vitest';
import { gridOptimum } from '../../src/checks/transfer/gridOptimum';
import { tolerance } from '../tolerances';

describe('gridOptimum', () => {
  const rates = [0.05, 0.1, 0.15, 0.3, 0.5];
  const losses = (best: number) => rates.map((rate) => Math.exp(3 * Math.log(rate / best) ** 2 - 1));

  it('is exact where the log loss is a parabola in the log rate', () => {
    for (const best of [0.1, 0.13, 0.24]) {
      const { rate, inside } = gridOptimum(rates, losses(best));
      expect(inside).toBe(true);
      expect(Math.abs(rate / best - 1)).toBeLessThan(tolerance.special);
    }
  });

  it('is a point of the grid at its ends and beside diverged training', () => {
    expect(gridOptimum(rates, losses(0.01))).toEqual({ rate: 0.05, inside: false });
    expect(gridOptimum(rates, losses(2))).toEqual({ rate: 0.5, inside: false });
    expect(gridOptimum(rates, [3, 2, 1, Infinity, Infinity])).toEqual({ rate: 0.15, inside: true });
  });
});
