import { describe, expect, it } from 'vitest';
import { lineReader, type Reply } from '../../bench/peers/protocol';
import { difference, expected } from '../../bench/peers/reference';
import { type Entry, quantile, ratesOf, taskTable, verdicts } from '../../bench/peers/report';
import type { Task } from '../../bench/peers/tasks';

const task: Task = {
  name: 'float32 NN 64',
  work: { kind: 'gemm', dtype: 'float32', transposes: 'NN', m: 64, n: 64, k: 64 },
  rate: { count: 8, unit: 'GFLOP/s' },
};
const entries: Entry[] = [
  { contestant: 'portable', rounds: [[2, 4], [1]], difference: 1e-7 },
  { contestant: 'relaxed', rounds: [[0.5]] },
  { contestant: 'tfjs', rounds: [[8], [4]] },
  { contestant: 'jax-js', rounds: [], reason: 'wrong result' },
];

describe('bench:peers', () => {
  it('compares the best of all rounds with the best', () => {
    const [portable, relaxed, tfjs, jax] = ratesOf(task, entries);
    expect(portable).toMatchObject({ best: 8, median: 4, relaxed: 2 });
    expect(portable.portable).toBeUndefined();
    expect(relaxed).toMatchObject({ best: 16, portable: 0.5 });
    expect(tfjs).toMatchObject({ best: 2, portable: 4, relaxed: 8 });
    expect(jax).toEqual({ contestant: 'jax-js', reason: 'wrong result' });
  });

  it('says of each build whether it reaches the target against the strongest opponent that was measured', () => {
    const rates = ratesOf(task, entries);
    const target = {
      name: 'products',
      group: 'gemm',
      tasks: /NN/,
      against: ['tfjs', 'jax-js'],
      portable: 4,
      relaxed: 9,
    };
    expect(verdicts(task.name, target, rates)).toEqual([
      { name: 'products', task: task.name, build: 'portable', against: 'tfjs', ratio: 4, target: 4, met: true },
      { name: 'products', task: task.name, build: 'relaxed', against: 'tfjs', ratio: 8, target: 9, met: false },
    ]);
    expect(verdicts(task.name, { ...target, against: ['jax-js'] }, rates)).toEqual([]);
  });

  it('compares a build with itself in another task of the rounds', () => {
    const peak = ratesOf({ rate: { count: 10 * task.rate.count, unit: 'GFLOP/s' } }, entries);
    const target = {
      name: 'products',
      group: 'gemm',
      tasks: /NN/,
      against: 'itself' as const,
      of: () => 'peak',
      portable: 0.2,
    };
    const [verdict, ...others] = verdicts(task.name, target, ratesOf(task, entries), peak);
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ build: 'portable', against: 'peak', ratio: 0.1, met: false });
  });

  it('prints every contestant, the reasons for gaps and the targets', () => {
    const rates = ratesOf(task, entries);
    const target = { name: 'products', group: 'gemm', tasks: /NN/, against: ['tfjs'], portable: 1.2 };
    const text = taskTable(task, rates, verdicts(task.name, target, rates));
    expect(text).toMatch(/jax-js +wrong result/);
    expect(text).toContain('portable against tfjs: 4.00×, target ≥ 1.20×: met');
  });

  it('interpolates quantiles', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2], 0.25)).toBe(1.25);
  });

  it('reads answers from lines that arrive in pieces, among chatter', () => {
    const replies: Reply[] = [];
    const read = lineReader((reply) => replies.push(reply));
    for (const chunk of ['{"ready":', '"1.0"}\nHi there!\n{"samples":[1', ',2]}\n{"unsup']) read(chunk);
    expect(replies).toEqual([{ ready: '1.0' }, { samples: [1, 2] }]);
  });

  it('takes a result of another length or with NaN as wrong', () => {
    const reference = expected(task.work);
    expect(difference(reference.values, reference)).toBe(0);
    expect(difference(reference.values.slice(1), reference)).toBe(Number.POSITIVE_INFINITY);
    expect(difference([Number.NaN, ...reference.values.slice(1)], reference)).toBe(Number.POSITIVE_INFINITY);
  });
});
