import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import type { ParameterValues } from '../../src/experiments/experiment';
import { parameterRateExperiment } from '../../src/experiments/parameterRate';
import { saddleToSaddleExperiment } from '../../src/experiments/saddleToSaddle';

const small: Record<string, ParameterValues> = {
  'infinite-width': { widths: [16, 32, 64], seeds: 4, steps: 10 },
  'residual-nets': { widths: [16, 32, 64], seeds: 4, steps: 10 },
  'infinite-depth': { depths: [2, 4, 8], seeds: 2, steps: 6 },
  'weight-law': { widths: [16, 32, 64], seeds: 2, steps: 6 },
  'minimum-norm': { widths: [16, 32, 64], seeds: 4, steps: 60 },
  'parameter-rate': { widths: [16, 32, 64], seeds: 2, steps: 10 },
};

describe.each(Object.entries(small))('check %s', (id, parameters) => {
  it('never agrees on a handful of nets', () => {
    for (const seed of [1, 100, 200]) {
      const { verdict, samples, explain } = check(id, { parameters: { ...parameters, seed } });
      expect(samples).toBe(3 * (parameters.seeds as number));
      expect(verdict, explain()).not.toBe('agrees');
      // what was measured is the subject of a sentence
      expect(explain()).not.toMatch(/(Extrapolated to [a-z ]+, |(agrees|underpowered); )(?!the |its )/);
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

it('check infinite-depth compares up to where depths can be extrapolated: near the edge of stability the limit is not known', () => {
  const parameters = { depths: [4, 8], seeds: 2, steps: 12, beta0: 1, gamma0: 1.5, lr: 6 };
  const { explain } = check('infinite-depth', { parameters });
  expect(explain()).toContain(
    'Simulated 4 residual nets up to step 3, the last at which the limit is known, depth 4, 8.',
  );
  expect(check('infinite-depth', { parameters: { ...parameters, lr: 1 } }).explain()).toContain(
    '4 residual nets, depth',
  );
});

it.each(['infinite-width', 'weight-law'])('check %s takes one rate or scale for all layers', (id) => {
  const of = (layers: ParameterValues) =>
    check(id, { parameters: { widths: [8, 16], seeds: 2, steps: 3, hidden: 2, ...layers } });
  const [one, all, other] = [
    { layerLr: [2], initialScales: [0.8] },
    { layerLr: [2, 2, 2], initialScales: [0.8, 0.8, 0.8] },
    {},
  ].map(of);
  expect(one.value).toBe(all.value);
  expect(one.rows).toEqual(all.rows);
  expect(one.value).not.toBe(other.value);
  expect(() => of({ layerLr: [2, 1] })).toThrow('layerLr: expected 3 numbers (W_0 … W_1, readout), got 2');
});

it('check parameter-rate expects the power of the number of parameters that the depth has', () => {
  const of = (hidden: number) =>
    check('parameter-rate', { parameters: { hidden, widths: [16, 32, 64], seeds: 4, steps: 5 } });
  const [shallow, deep] = [of(1), of(3)];
  expect(shallow.rows.map(({ size }) => size)).toEqual([16, 32, 64].map((n) => 5 * n));
  expect(deep.rows.map(({ size }) => size)).toEqual([16, 32, 64].map((n) => 5 * n + 2 * n * n));
  expect([shallow.slope!.expected, deep.slope!.expected]).toEqual([-0.5, -0.25]);
  expect(parameterRateExperiment.page).toBe('infinite-width.md');
});

it('check saddle-to-saddle has a row for each scale, the largest first', () => {
  const { observe, theory, expected } = saddleToSaddleExperiment;
  const law = theory({});
  const runs = [1e-2, 1e-4].flatMap((scale) =>
    [1, 2].map((seed) => observe(law, {})(saddleToSaddleExperiment.simulate({}, scale, seed), scale)),
  );
  const { rows, statistic, explain } = expected.verdict(runs, {});
  expect(rows.map(({ size, samples }) => [size, samples])).toEqual([
    [1e-2, 2],
    [1e-4, 2],
  ]);
  // the value is a deviation: 0 where the half-life is the law's
  expect(statistic).toMatch(
    /^the half-life of the mode of strength \d over the law's, less 1, at infinite log\(1\/scale²\)$/,
  );
  expect(explain()).toContain('log(1/scale²) 9.21, 18.42');
});
