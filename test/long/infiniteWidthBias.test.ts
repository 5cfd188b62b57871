import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { infiniteWidth } from '../../src/limits/infiniteWidth';
import { matrix } from '../../src/matrix';
import { trainEnsemble } from '../../src/train/trainEnsemble';
import { momentsOfTarget } from '../reference/momentsOf';
import { bias } from '../theory/widthScaling';

const table = join(import.meta.dirname, '..', 'reference', 'data', 'infiniteWidth.json');
const [{ sxx, target }] = JSON.parse(readFileSync(table, 'utf8')).cases as { sxx: number[][]; target: number[][] }[];
const moments = momentsOfTarget(sxx, target);
const flipped = {
  ...moments,
  syx: matrix(
    1,
    4,
    Array.from(moments.syx.data, (value) => -value),
  ),
};
const counts = { 32: 20000, 64: 20000, 128: 14000, 256: 8000 };

describe('mean of many nets against the infinite-width limit', () => {
  it.each([1, 2, 3])('L = %i: the mean relative deviation falls as 1/N', (hidden) => {
    const task = { lr: 0.15, steps: 30, record: { every: 1, quantities: ['predictor'] } } as const;
    const limit = infiniteWidth({ moments, hidden, lr: task.lr, steps: task.steps });
    const groups = Object.entries(counts).map(([key, count]) => {
      const width = Number(key);
      // as in test/theory/infiniteWidth.test.ts: antithetic pairs, in portions so that predictors do not pile up
      const curves = [];
      for (let first = 0; first < count; first += 2000) {
        const seeds = Array.from({ length: 2000 }, (_, k) => 1_000_000_000 * width + first + k);
        const net = { inputs: 4, outputs: 1, hidden, width, dtype: 'float32' } as const;
        const plus = trainEnsemble(net, { ...task, moments, seeds }).runs;
        const minus = trainEnsemble(net, { ...task, moments: flipped, seeds }).runs;
        for (const [k, run] of plus.entries()) {
          curves.push(
            run.predictors!.map(({ data }, t) => ({
              data: Float64Array.from(data, (value, i) => (value - minus[k].predictors![t].data[i]) / 2),
            })),
          );
        }
      }
      return { width, parameters: width * (4 + width * (hidden - 1) + 1), curves };
    });
    const { rows, slope, slopeAgainstParameters, intercept } = bias(groups, limit.predictors);
    const cell = ({ width, value, error }: (typeof rows)[number]) =>
      `${(width * value).toFixed(3)} ± ${(width * error).toFixed(3)}`;
    const interval = (e: typeof slope) =>
      `${e.value.toFixed(3)} (${e.interval[0].toFixed(3)} to ${e.interval[1].toFixed(3)})`;
    console.log(
      `| ${hidden} | ${rows.map(cell).join(' | ')} | ${interval(slope)} | ${interval(slopeAgainstParameters)} | ${intercept.value.toExponential(1)} ± ${intercept.standardError.toExponential(1)} |`,
    );
    // terms in 1/N² tilt the line a little in this range of widths
    expect(Math.abs(slope.value + 1)).toBeLessThan(0.1);
    expect(slope.interval[1] - slope.interval[0]).toBeLessThan(0.2);
    expect(Math.abs(intercept.value)).toBeLessThan(1e-3);
  });
});
