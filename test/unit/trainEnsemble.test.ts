import { describe, expect, it } from 'vitest';
import {
  compare,
  createNet,
  moments,
  randomNormal,
  syntheticTask,
  train,
  trainEnsemble,
  trainEnsembleSteps,
} from '../../src/index';
import type { TrainPlanOptions } from '../../src/train/plan';
import { runtime } from '../../src/wasm/workspace';
import { tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 20, cols: 3 });
const y = randomNormal({ seed: 2, rows: 20, cols: 2 });
const data = moments(x, y);
const shape = { inputs: 3, outputs: 2, hidden: 2, width: 7 };
const options = { moments: data, lr: 0.3, steps: 6 };

describe('trainEnsemble', () => {
  it.each<[string, object, Partial<TrainPlanOptions>]>([
    ['float64', {}, {}],
    ['float32', { dtype: 'float32' }, {}],
    [
      'one output',
      { outputs: 1, dtype: 'float32' },
      { moments: moments(x, randomNormal({ seed: 2, rows: 20, cols: 1 })) },
    ],
    ['whole panels', { inputs: 3, width: 16 }, { layerLr: [1, 2, 3] }],
    ['mini-batches', {}, { moments: undefined, x, y, batch: { size: 4, order: 'epochs', seed: 3 } }],
    [
      'test data',
      {},
      {
        testMoments: moments(randomNormal({ seed: 3, rows: 8, cols: 3 }), randomNormal({ seed: 4, rows: 8, cols: 2 })),
      },
    ],
  ])('gives each seed the bits of createNet and train: %s', (_, net, given) => {
    const record = { every: 2, quantities: ['predictor' as const] };
    const all = { ...options, ...given, record, lr: 0.3 };
    const { runs } = trainEnsemble({ ...shape, ...net }, { ...all, seeds: [4, 9, 2] });
    expect(runs.map((run) => run.net.spec.seed)).toEqual([4, 9, 2]);
    runs.forEach((run) => {
      const alone = train(createNet({ ...shape, ...net, seed: run.net.spec.seed }), all);
      expect(run.loss).toEqual(alone.loss);
      expect(run.testLoss).toEqual(alone.testLoss);
      expect(run.predictors).toEqual(alone.predictors);
      expect(run.recorded).toEqual(alone.recorded);
      expect(run.net.spec).toEqual(alone.net.spec);
      expect(run).toMatchObject({ steps: 6, build: 'portable', dtype: alone.dtype });
    });
  });

  it('averages the curves, with the standard error of the mean', () => {
    const { loss, runs, diverged } = trainEnsemble(shape, { ...options, seeds: 5 });
    expect(runs.map((run) => run.net.spec.seed)).toEqual([0, 1, 2, 3, 4]);
    expect(diverged).toBe(0);
    const ends = runs.map((run) => run.loss[6]);
    const mean = ends.reduce((a, b) => a + b) / 5;
    const variance = ends.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 4;
    expect(Math.abs(loss.mean[6] - mean)).toBeLessThan(tolerance.moment(5) * mean);
    expect(Math.abs(loss.standardError[6] - Math.sqrt(variance / 5))).toBeLessThan(tolerance.moment(5) * mean);
    expect(trainEnsemble(shape, { ...options, seeds: 1 }).loss.standardError[0]).toBeNaN();
  });

  it.each([2, 5, 7, 8])('a net that diverges leaves nothing to the ones after it, width %i', (width) => {
    const small = { inputs: 7, outputs: 2, hidden: 2, width, dtype: 'float32' as const };
    const { moments } = syntheticTask({ inputs: 7, outputs: 2, spectrum: 'isotropic', seed: 3 });
    const hot = { moments, lr: 1, steps: 100, momentum: 0.5 };
    const { runs, diverged } = trainEnsemble(small, { ...hot, seeds: 30 });
    expect(diverged).toBeGreaterThan(0);
    expect(diverged).toBeLessThan(30);
    for (const { net, loss, diverged } of runs) {
      const alone = train(createNet({ ...small, seed: net.spec.seed }), hot);
      expect({ loss, diverged }).toEqual({ loss: alone.loss, diverged: alone.diverged });
      // the net is the one before the step that was too long, drawn and trained again
      const again = train(alone.net, { moments, lr: 1, steps: 0 });
      if (loss.length > 0) expect(again.loss[0]).toBe(loss[loss.length - 1]);
    }
  });

  it('leaves nets that diverge out of the mean and says how many they are', () => {
    const run = trainEnsemble(shape, { ...options, steps: 200, lr: 2, seeds: 30 });
    const whole = run.runs.filter((member) => !member.diverged);
    expect(run.diverged).toBe(30 - whole.length);
    expect(run.diverged).toBeGreaterThan(0);
    expect(whole.length).toBeGreaterThan(0);
    expect(run.loss.mean.every(Number.isFinite)).toBe(true);
    const bad = run.runs.find((member) => member.diverged)!;
    expect(bad.loss).toHaveLength(bad.diverged!.step);
    expect(bad.loss.every(Number.isFinite)).toBe(true);
  });

  it('gives runs that compare takes', () => {
    const record = { quantities: ['predictor' as const] };
    const { runs } = trainEnsemble(shape, { ...options, record, seeds: 3 });
    const limit = { loss: runs[0].loss, predictor: (t: number) => runs[0].predictors![t] };
    expect(compare(runs, limit).rows).toHaveLength(1);
  });

  it('stops when onProgress says so, keeping the nets that are done', () => {
    const run = trainEnsemble(shape, { ...options, steps: 3000, seeds: 1000, onProgress: () => false });
    expect(run.stopped!.seeds).toBe(run.runs.length);
    expect(run.runs.length).toBeLessThan(1000);
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it('stops on a signal, before the first net as well as later', () => {
    const stop = new AbortController();
    const all = { ...options, steps: 3000, seeds: 1000, signal: stop.signal };
    const later = trainEnsemble(shape, { ...all, onProgress: () => stop.abort() });
    expect(later.stopped!.seeds).toBe(later.runs.length);
    expect(later.runs.length).toBeLessThan(1000);
    expect(trainEnsemble(shape, all)).toMatchObject({ runs: [], stopped: { seeds: 0 } });
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it('takes seeds in a typed array', () => {
    const { runs } = trainEnsemble(shape, { ...options, seeds: Uint32Array.of(5, 3) });
    expect(runs.map((run) => run.net.spec.seed)).toEqual([5, 3]);
  });

  it('yields as a generator and ends with the same result', () => {
    const work = trainEnsembleSteps(shape, { ...options, steps: 3000, seeds: 60 });
    let turns = 0;
    let turn = work.next();
    for (; !turn.done; turn = work.next()) {
      turns++;
      expect(turn.value.steps).toBe(180_000);
    }
    expect(turns).toBeGreaterThan(0);
    expect(turn.value).toEqual(trainEnsemble(shape, { ...options, steps: 3000, seeds: 60 }));
  });

  it.each<[string, object, object, string]>([
    ['no seeds', {}, { seeds: 0 }, 'seeds: expected an integer of at least 1 and at most 10000000, got 0'],
    [
      'more seeds than can be',
      {},
      { seeds: 1e12 },
      'seeds: expected an integer of at least 1 and at most 10000000, got 1000000000000',
    ],
    ['more curves than fit', {}, { seeds: 1e6, steps: 1e5 }, 'seeds: expected results within 8192 MiB'],
    ['an empty list', {}, { seeds: [] }, 'seeds: expected a number of seeds or a list of them'],
    ['a negative seed', {}, { seeds: [1, -1] }, 'seeds[1]: expected a non-negative integer'],
    ['a seed in the net', { seed: 1 }, { seeds: 2 }, 'seed: expected none (the ensemble has seeds), got 1'],
    [
      'recorded weights',
      {},
      { seeds: 2, record: { quantities: ['weights'] } },
      "record.quantities: expected ['predictor']",
    ],
    ['an unknown option', {}, { seeds: 2, dampening: 1 }, 'trainEnsemble: expected options among'],
    ['a signal of another kind', {}, { seeds: 2, signal: 1 }, 'signal: expected an AbortSignal, got 1'],
    ['width 0', { width: 0 }, { seeds: 2 }, 'width: expected an integer of at least 1, got 0'],
  ])('refuses %s by name', (_, net, given, message) => {
    expect(() => trainEnsemble({ ...shape, ...net }, { ...options, ...given } as never)).toThrow(message);
  });

  it('refuses what are no options of a net', () => {
    expect(() => trainEnsemble(null as never, { ...options, seeds: 1 })).toThrow(
      'net: expected the options of createNet without seed, got null',
    );
  });
});
