import { describe, expect, it } from 'vitest';
import { mostAlarms, type Repeated, studyChecks, total } from './checkStudy';

/** The study of all takes an hour and a half beside other work. */
const STUDY = 4 * 3_600_000;

/** CHECKS=id,id repeats some of the checks only, each as often as in the study of all. */
const ids = process.env.CHECKS?.split(',');

describe('checks with fresh seeds', () => {
  let results: Repeated[] = [];

  it(
    '600 repetitions of the right laws, pooled over the checks, alarm no more often than chance',
    () => {
      results = studyChecks({ ids });
      const alarms = results.reduce((sum, { right }) => sum + right.disagrees, 0);
      const all = results.reduce((sum, { right }) => sum + total(right), 0);
      expect(ids === undefined ? all : 600).toBeGreaterThanOrEqual(600);
      expect(alarms).toBeLessThanOrEqual(mostAlarms(all));
    },
    STUDY,
  );

  it('no single check alarms more often than chance', () => {
    for (const { id, right } of results) expect(right.disagrees, id).toBeLessThanOrEqual(mostAlarms(total(right)));
  });

  it('checks agree when the law is right, rather than saying nothing', () => {
    for (const { id, right } of results) expect(right.agrees / total(right), id).toBeGreaterThan(0.5);
  });

  it('each wrong law is refused in at least 95 % of 60 repetitions', () => {
    for (const { id, wrong } of results) {
      for (const [law, tally] of Object.entries(wrong)) {
        expect(tally.disagrees / total(tally), `${id}: ${law}`).toBeGreaterThanOrEqual(0.95);
      }
    }
  });

  it('the bound of 600 repetitions at 5 % is 48', () => {
    expect(mostAlarms(600)).toBe(48);
    expect(mostAlarms(24)).toBe(5);
  });
});
