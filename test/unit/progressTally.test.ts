import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellRecord, CellValues } from '../../lab/src/sweep/cell';
import { ProgressTally } from '../../lab/src/sweep/progressTally';

const record = (index: number, values: CellValues): CellRecord => ({
  key: String(index),
  index,
  axes: { seed: index },
  seconds: 1,
  attempts: 1,
  values,
});
const bestOf = (records: CellRecord[]) => {
  const tally = new ProgressTally(['finalLoss', 'divergedAt']);
  for (const one of records) tally.remember(one);
  return tally.now({ cells: records.length, done: records.length, failed: 0 }).best;
};

describe('the best of a sweep', () => {
  const records = [
    record(0, { divergedAt: 1 }),
    record(1, { finalLoss: 0.5 }),
    record(2, { finalLoss: 0.25 }),
    record(3, { finalLoss: 0.25 }),
    record(4, { finalLoss: 0.75 }),
    record(5, { divergedAt: 0 }),
  ];

  it('is the least value, of equal ones the first in the study, in whatever order results come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (order) => {
        expect(bestOf(order)).toEqual({ observable: 'finalLoss', value: 0.25, index: 2, axes: { seed: 2 } });
      }),
    );
  });

  it('does not hold a step of divergence against a loss', () => {
    expect(bestOf(records.filter(({ index }) => index > 3))).toMatchObject({ observable: 'finalLoss', value: 0.75 });
    expect(bestOf([records[0], records[5]])).toMatchObject({ observable: 'divergedAt', value: 0 });
  });

  it('is of the end of a curve; words and empty curves have none', () => {
    expect(bestOf([record(0, { loss: [1, 0.125], lossSteps: [0, 9] }), record(1, { loss: [9, 0.5] })])).toMatchObject({
      value: 0.125,
      index: 0,
    });
    expect(bestOf([record(0, { verdict: 'agrees' }), record(1, { loss: [], lossSteps: [] })])).toBeUndefined();
  });
});
