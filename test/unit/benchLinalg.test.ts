import { describe, expect, it } from 'vitest';
import { fillSection } from '../../bench/linalgPage';
import { expectedOfFactor } from '../../bench/peers/factorData';
import { factorGroup, factorTargets, operations } from '../../bench/peers/factorTasks';
import { difference, expected } from '../../bench/peers/reference';
import { oursFactor } from '../../bench/peers/workers/oursFactor';

describe('bench -- linalg', () => {
  it.each(operations)(
    '%s: the identities that contestants are checked by hold for ours, and notice a wrong entry',
    async (operation) => {
      for (const n of [2, 17, 64]) {
        const work = { kind: 'factor' as const, operation, n };
        const values = await oursFactor(work).check();
        const wanted = expected(work);
        expect(wanted.values).toEqual(expectedOfFactor(work));
        expect(difference(values, wanted)).toBeLessThanOrEqual(wanted.tolerance);
        for (const at of [0, values.length - 1]) {
          const wrong = values.map((x, i) => (i === at ? x + 1e-6 : x));
          expect(difference(wrong, wanted)).toBeGreaterThan(wanted.tolerance);
        }
      }
    },
  );

  it('every target belongs to tasks that are measured', () => {
    for (const { name, tasks, against } of factorTargets) {
      const found = factorGroup.tasks.filter((task) => tasks.test(task.name));
      expect(found.length, name).toBeGreaterThan(0);
      for (const { without = [] } of found) expect(without).not.toContain(against[0]);
    }
  });

  it('a page without its marks is refused', () => {
    expect(() => fillSection('elsewhere', [])).toThrow('expected <!-- elsewhere -->');
  });
});
