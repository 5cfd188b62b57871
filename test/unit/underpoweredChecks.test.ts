import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import type { ParameterValues } from '../../src/experiments/experiment';

/** Too little of everything, id by id. */
const few: Record<string, ParameterValues> = {
  'ntk-constancy': { widths: [16, 24], seeds: 2, steps: 3 },
  'linearized-training': { widths: [16, 24], seeds: 2, steps: 3 },
  'lazy-limit': { widths: [16, 24], seeds: 2, steps: 3 },
  catapult: { widths: [128, 256], seeds: 2 },
  'exact-solutions': { stepsPerTime: [50, 60], seeds: 2 },
  'saddle-to-saddle': { scales: [0.02, 0.01], seeds: 2 },
  'two-layer': { seeds: 2, nets: 3, draws: 100 },
  langevin: { widths: [8, 12], seeds: 2, steps: 40 },
};

describe('checks of too few nets', () => {
  it.each(Object.keys(few))('%s is not confirmed by two seeds', (id) => {
    const { verdict, explain } = check(id, { parameters: few[id] });
    expect(verdict, explain()).toBe('underpowered');
    const one = check(id, { parameters: { ...few[id], seeds: 1 } });
    expect(one.verdict, one.explain()).toBe('underpowered');
  });
});
