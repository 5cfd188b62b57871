import { describe, expect, it } from 'vitest';
import { check } from '../../src/experiments/check';
import { experiments } from '../../src/experiments/registry';

/** Every check of the registry, as it stands there: the theory is confirmed, each wrong law is refused. */
describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))('%s', (id, experiment) => {
  it('agrees', () => {
    const result = check(id);
    expect(result.verdict, result.explain()).toBe('agrees');
    expect(result.rows.reduce((sum, row) => sum + row.samples, 0)).toBe(result.samples);
    expect(result.explain()).toMatch(/\.$/);
  });

  it.each(experiment.wrong.map((law) => [law.id, law.doc]))('refuses %s: %s', (wrong) => {
    const result = check(id, { wrong });
    expect(result.verdict, result.explain()).toBe('disagrees');
  });
});
