import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import type { ParameterValues } from '../../src/experiments/experiment';

const small: Record<string, ParameterValues> = {
  'infinite-width': { widths: [16, 32, 64], seeds: 4, steps: 10 },
  'residual-nets': { widths: [16, 32, 64], seeds: 4, steps: 10 },
  'infinite-depth': { depths: [2, 4, 8], seeds: 2, steps: 6 },
  'weight-law': { widths: [16, 32, 64], seeds: 2, steps: 6 },
  'minimum-norm': { widths: [16, 32, 64], seeds: 4, steps: 60 },
};

describe.each(Object.entries(small))('check %s', (id, parameters) => {
  it('never agrees on a handful of nets', () => {
    for (const seed of [1, 100, 200]) {
      const { verdict, samples, explain } = check(id, { parameters: { ...parameters, seed } });
      expect(samples).toBe(3 * (parameters.seeds as number));
      expect(verdict, explain()).not.toBe('agrees');
    }
  });
});

it('check infinite-depth doubts the branches where they do not shrink', () => {
  const { verdict, explain } = check('infinite-depth', {
    wrong: 'constant-branches',
    parameters: { depths: [2, 8, 16], seeds: 4, steps: 10, lr: 20 },
  });
  expect(verdict).toBe('disagrees');
  expect(explain()).toContain('branches (beta0/√L, not a constant)');
});
