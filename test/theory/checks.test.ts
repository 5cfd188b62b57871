import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import type { Experiment } from '../../src/experiments/experiment';
import { experiments } from '../../src/experiments/registry';

/** The same experiment, whose theory and nets are computed once: a law that is wrong in one of them is tried on the other as it was. */
function remembering(experiment: Experiment): Experiment {
  let theory: { value: unknown } | undefined;
  const runs = new Map<string, unknown>();
  return {
    ...experiment,
    *theorySteps(...call) {
      theory ??= { value: yield* experiment.theorySteps(...call) };
      return theory.value;
    },
    *simulateSteps(values, size, seed, data) {
      const key = `${size} ${seed}`;
      if (!runs.has(key)) runs.set(key, yield* experiment.simulateSteps(values, size, seed, data));
      return runs.get(key);
    },
  };
}

/** Every check of the registry, as it stands there: the theory is confirmed, each wrong law is refused. */
describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))('%s', (_, experiment) => {
  let remembered: Experiment | undefined;
  beforeAll(() => {
    remembered = remembering(experiment);
  });
  // runs of one check at a time
  afterAll(() => {
    remembered = undefined;
  });

  it('agrees', () => {
    const result = check(remembered!);
    expect(result.verdict, result.explain()).toBe('agrees');
    expect(result.rows.reduce((sum, row) => sum + row.samples, 0)).toBe(result.samples);
    expect(result.explain()).toMatch(/\.$/);
  });

  it.each(experiment.wrong.map((law) => [law.id, law.doc]))('refuses %s: %s', (wrong) => {
    const result = check(remembered!, { wrong });
    expect(result.verdict, result.explain()).toBe('disagrees');
  });
});
