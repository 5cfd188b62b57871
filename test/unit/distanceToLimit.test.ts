import { describe, expect, it } from 'vitest';
import { type ComparableRun, distanceToLimit } from '../../src/checks/comparison/distanceToLimit';
import { matmul } from '../../src/linalg/matmul';
import { type Matrix, matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';
import { tolerance } from '../tolerances';

const source = rng(2);
const x = matrix(5, 3, source.normal(15));
// The third input repeats the second, so that one direction of the predictor is never seen by the data.
for (let p = 0; p < 5; p++) x.data[3 * p + 2] = x.data[3 * p + 1];
const sxx = matmul(x, x, { transposeA: true, alpha: 1 / 5 });
const draw = () => [0, 1, 2].map(() => matrix(2, 3, source.normal(6)));
const theory = draw();
const limit = { loss: [3, 2, 1], predictor: (t: number) => theory[t] };
const run: ComparableRun = {
  loss: [4, 2, 1],
  predictors: draw(),
  recorded: { steps: [0, 1, 2] },
  net: { width: 8, spec: { seed: 5 } },
};
const near = (a: number, b: number) => expect(Math.abs(a / b - 1)).toBeLessThan(tolerance.product('float64', 100));
const outputs = (w: Matrix) => [...matmul(x, w, { transposeB: true }).data];

describe('distanceToLimit', () => {
  it('measures outputs as they differ on the data, also where inputs are redundant', () => {
    const { curve, distance, deviation, deviations, scale, width, seed } = distanceToLimit(limit, { moments: { sxx } })(
      run,
    );
    expect([width, seed]).toEqual([8, 5]);
    const pairs = theory.map((w, t) => outputs(run.predictors![t]).map((f, i) => [f - outputs(w)[i], outputs(w)[i]]));
    for (const [t, step] of pairs.entries()) near(curve[t] ** 2, step.reduce((sum, [d]) => sum + d * d, 0) / 5);
    near(distance ** 2, curve.reduce((sum, d) => sum + d * d, 0) / 3);
    const all = pairs.flat();
    near(deviation, all.reduce((sum, [d, f]) => sum + d * f, 0) / all.reduce((sum, [, f]) => sum + f * f, 0));
    near(scale!, Math.sqrt(all.reduce((sum, [, f]) => sum + f * f, 0) / 15));
    for (const [t, step] of pairs.entries()) {
      const size = Math.hypot(...step.map(([, f]) => f)) / Math.sqrt(5);
      near(deviations![t], step.reduce((sum, [d, f]) => sum + d * f, 0) / 5 / size / scale!);
    }
  });

  it('measures predictors by the Frobenius norm and losses by their difference', () => {
    const predictor = distanceToLimit(limit)(run);
    near(predictor.curve[1], Math.hypot(...run.predictors![1].data.map((v, i) => v - theory[1].data[i])));
    expect(distanceToLimit(limit, { quantity: 'loss' })(run)).toMatchObject({
      curve: [1, 0, 0],
      deviation: 3 / 14,
      distance: Math.sqrt(1 / 3),
    });
  });

  it('the distance does not see what the data do not see', () => {
    const unseen = theory.map((w) =>
      matrix(
        2,
        3,
        w.data.map((v, i) => v + [0, 7, -7][i % 3]),
      ),
    );
    const { distance } = distanceToLimit(limit, { moments: { sxx } })({ ...run, predictors: unseen });
    expect(distance).toBeLessThan(1e-6);
    expect(distanceToLimit(limit)({ ...run, predictors: unseen }).distance).toBeGreaterThan(1);
  });

  it('measures some of the steps, or a run that ended early', () => {
    const some = distanceToLimit(limit)({
      ...run,
      predictors: [run.predictors![0], run.predictors![2]],
      recorded: { steps: [0, 2] },
    });
    expect(some.curve.length).toBe(2);
    const diverged = { step: 2, reason: 'loss is not finite' };
    const early = { ...run, loss: [4, 9], diverged };
    expect(distanceToLimit(limit, { quantity: 'loss' })(early)).toMatchObject({ curve: [1, 7], diverged });
  });

  it('measures over the steps both have when the limit or the run diverged', () => {
    const diverged = { step: 1, reason: 'no finite predictor' };
    const short = { ...limit, loss: [3], steps: 0, diverged };
    expect(distanceToLimit(short)(run).curve.length).toBe(1);
    expect(distanceToLimit(short, { quantity: 'loss' })(run).curve).toEqual([1]);
    const nothing = { ...run, loss: [], predictors: [], recorded: { steps: [] }, diverged };
    for (const options of [{}, { moments: { sxx } }, { quantity: 'loss' as const }]) {
      expect(distanceToLimit(limit, options)(nothing)).toMatchObject({ curve: [], distance: Number.NaN });
    }
  });

  it('has no deviation from a limit that is zero', () => {
    const zero = { loss: [0, 0, 0], predictor: () => matrix(2, 3) };
    expect(distanceToLimit(zero)(run)).toMatchObject({ deviation: Number.NaN });
  });

  it('refuses what does not fit', () => {
    expect(() => distanceToLimit(limit, { quantity: 'outputs' })).toThrow('moments: expected those of the data');
    expect(() => distanceToLimit(limit)({ ...run, predictors: undefined })).toThrow('expected recorded predictors');
    expect(() => distanceToLimit(limit)({ ...run, predictors: theory.map(() => matrix(1, 3)) })).toThrow(
      'expected 2×3 predictors',
    );
    expect(() => distanceToLimit(limit)({ ...run, loss: [1, 2] })).toThrow(
      'runs: expected 2 steps as the limit has, got 1',
    );
    expect(() => distanceToLimit(limit, { quantity: 'weights' as never })).toThrow('quantity: expected one of');
  });
});
