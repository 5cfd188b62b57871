import { describe, expect, it } from 'vitest';
import { holm } from '../../src/checks/statistics/holm';
import { rng } from '../../src/random/rng';

describe('holm', () => {
  it('rejects step by step, and no further after one that stays', () => {
    const { adjusted, rejected } = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [i, wanted] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(wanted, 14);
    expect(rejected).toEqual([true, false, false, true]);
    expect(holm([0.9, 0.8]).adjusted).toEqual([1, 1]);
    expect(holm([])).toEqual({ adjusted: [], rejected: [] });
  });

  it('rejects any of ten true hypotheses in at most 5 % of families', () => {
    const source = rng(41);
    let alarms = 0;
    for (let k = 0; k < 2000; k++) if (holm(source.uniform(10)).rejected.includes(true)) alarms++;
    expect(alarms).toBeLessThan(145);
    expect(alarms).toBeGreaterThan(60);
  });

  it('refuses numbers that are no probabilities', () => {
    expect(() => holm([0.1, 1.2])).toThrow('pValues[1]: expected a probability, got 1.2');
    expect(() => holm([0.1], { level: 0 })).toThrow('level');
  });
});
