import { describe, expect, it } from 'vitest';
import {
  createNet,
  matrix,
  moments,
  netFromWeights,
  randomNormal,
  rng,
  type TrainOptions,
  type TrainProgress,
  train,
  trainSteps,
} from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { allocate, release } from '../../src/wasm/arena';
import { runtime } from '../../src/wasm/workspace';
import { descentByDifferences, farthest, flat, lossOf, toRows, trainReference } from '../reference/netTraining';
import { tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 20, cols: 4 });
const y = randomNormal({ seed: 2, rows: 20, cols: 2 });
const data = moments(x, y);
const net = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 9, seed: 5 });
const layers = layerScalings(net.spec);
const initial = () => net.weights().map(toRows);

describe('train', () => {
  it.each([
    { hidden: 1, width: 5 },
    { hidden: 3, width: 5, gamma0: 1.3, residual: { beta0: 0.8 } },
    { hidden: 3, width: [4, 6, 3], initialScales: [0.5, 1, 1.5, 1] },
    { hidden: 2, width: 5, parameterization: 'ntk' as const },
    { hidden: 2, width: 5, parameterization: 'standard' as const },
  ])('steps along the finite-difference gradient, in both precisions: %j', (shape) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const small = createNet({ inputs: 4, outputs: 2, seed: 6, dtype, ...shape });
      const scalings = layerScalings(small.spec);
      const weights = small.weights().map(toRows);
      const gradient = descentByDifferences(weights, scalings, toRows(x), toRows(y));
      const lr = 0.1;
      const moved = train(small, { moments: data, lr, steps: 1 }).net.weights().map(toRows);
      moved.forEach((w, l) => {
        const measured = flat([w]).map((v, k) => (v - flat([weights[l]])[k]) / (lr * scalings[l].rate));
        const { distance, scale } = farthest(measured, flat([gradient[l]]));
        const rounding = dtype === 'float32' ? tolerance.trained(dtype, 1) / (lr * scalings[l].rate * scale) : 0;
        expect(distance / scale).toBeLessThan(tolerance.centralDifference + rounding);
      });
    }
  });

  it('sees the data only through their moments, whatever gives them', () => {
    const fromMoments = train(net, { moments: data, lr: 0.3, steps: 7 });
    const fromSamples = train(net, { x, y, lr: 0.3, steps: 7 });
    expect(fromSamples.loss).toEqual(fromMoments.loss);
    expect(fromSamples.net.weights()).toEqual(fromMoments.net.weights());
    const nested = { ...data, sxx: toRows(data.sxx), syx: toRows(data.syx) };
    expect(train(net, { moments: nested, lr: 0.3, steps: 7 }).loss).toEqual(fromMoments.loss);
    expect(net.sharpness(nested)).toBe(net.sharpness(data));
    const bytes = { rows: 3, cols: 4, data: Uint8Array.from({ length: 12 }, (_, k) => k) };
    const numbers = matrix(3, 4, Array.from(bytes.data));
    const y3 = matrix(3, 2, [1, 0, 0, 1, 1, 1]);
    expect(train(net, { x: bytes, y: y3, lr: 0.001, steps: 2 }).loss).toEqual(
      train(net, { x: numbers, y: y3, lr: 0.001, steps: 2 }).loss,
    );
  });

  it('leaves the net as it was and returns curves with steps + 1 entries', () => {
    const before = net.weights();
    const run = train(net, { moments: data, lr: 0.3, steps: 10 });
    expect(net.weights()).toEqual(before);
    expect(run.loss).toHaveLength(11);
    expect(run.steps).toBe(10);
    expect(run.loss[10]).toBeLessThan(run.loss[0]);
    expect(run.recorded).toEqual({ steps: [] });
    expect(run).toMatchObject({ build: 'portable', dtype: 'float64' });
    expect(run.net.spec).toEqual(net.spec);
    expect(Object.keys(run).sort()).toEqual(['build', 'dtype', 'loss', 'net', 'recorded', 'steps']);
  });

  it('has losses that carry the ½', () => {
    const run = train(net, { moments: data, lr: 0.3, steps: 3 });
    expect(Math.abs(run.loss[0] - lossOf(initial(), layers, toRows(x), toRows(y)))).toBeLessThan(
      tolerance.trainedLoss('float64', 0) * data.syy,
    );
    const end = lossOf(run.net.weights().map(toRows), layers, toRows(x), toRows(y));
    expect(Math.abs(run.loss[3] - end)).toBeLessThan(tolerance.trainedLoss('float64', 3) * data.syy);
  });

  it('measures full batches within rounding of ½ mean‖y‖², mini-batches within that of their loss', () => {
    const offset = 1e6;
    const noise = rng(3).normal(400);
    const rows = Array.from({ length: 200 }, (_, i) => [1, noise[2 * i]]);
    const labels = rows.map(([, v], i) => [offset + v + 0.01 * noise[2 * i + 1]]);
    const spec = { inputs: 2, outputs: 1, hidden: 1, width: 1, parameterization: 'standard', seed: 1 } as const;
    const fitted = netFromWeights(spec, [[[offset, 1]], [[1]]]);
    const loss = [...fitted.predict(rows).data].reduce((sum, f, i) => sum + (labels[i][0] - f) ** 2, 0) / 400;
    const run = { x: rows, y: labels, lr: 1e-20, steps: 1 };
    const [full] = train(fitted, run).loss;
    expect(Math.abs(full - loss)).toBeLessThan(tolerance.momentLoss * offset ** 2);
    const [batch] = train(fitted, { ...run, batch: { size: 200, order: 'onePass' } }).loss;
    expect(Math.abs(batch / loss - 1)).toBeLessThan(tolerance.trainedLoss('float64', 1) * (offset / 0.01));
  });

  it('gives the same bits above 2 GiB of memory, where addresses are negative as signed integers', () => {
    const options = { x, y, batch: { size: 4, order: 'epochs' as const, seed: 1 }, lr: 0.3, steps: 6 };
    const below = train(net, { ...options, testMoments: data });
    const block = allocate(2 ** 31);
    try {
      const above = train(net, { ...options, testMoments: data });
      expect(above.loss).toEqual(below.loss);
      expect(above.testLoss).toEqual(below.testLoss);
      expect(above.net.weights()).toEqual(below.net.weights());
      expect(createNet({ inputs: 4, outputs: 2, hidden: 2, width: 9, seed: 5 }).weights()).toEqual(net.weights());
    } finally {
      release(block);
    }
  });

  it('only measures when asked for no steps', () => {
    const run = train(net, { moments: data, lr: 0.3, steps: 0, record: { quantities: ['predictor', 'weights'] } });
    expect(run.loss).toHaveLength(1);
    expect(run.net.weights()).toEqual(net.weights());
    expect(run.recorded.steps).toEqual([0]);
    expect(run.recorded.weights).toEqual([net.weights()]);
    expect(run.predictors).toEqual([net.predictor()]);
  });

  it('goes on where an earlier run ended', () => {
    const whole = train(net, { moments: data, lr: 0.3, steps: 9 });
    const first = train(net, { moments: data, lr: 0.3, steps: 4 });
    const rest = train(first.net, { moments: data, lr: 0.3, steps: 5 });
    expect([...first.loss, ...rest.loss.subarray(1)]).toEqual([...whole.loss]);
    expect(rest.net.weights()).toEqual(whole.net.weights());
  });

  it('follows a schedule step by step', () => {
    const asked: number[] = [];
    const schedule = (t: number) => {
      asked.push(t);
      return 0.4 / (1 + t);
    };
    const run = train(net, { moments: data, schedule, steps: 5 });
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    const expected = trainReference(
      initial(),
      layers,
      () => ({ x: toRows(x), y: toRows(y) }),
      asked.map((t) => 0.4 / (1 + t)),
    );
    const { distance, scale } = farthest(flat(run.net.weights().map(toRows)), flat(expected.weights));
    expect(distance / scale).toBeLessThan(tolerance.trained('float64', 5));
    expect(train(net, { moments: data, schedule: () => 0.3, steps: 5 }).loss).toEqual(
      train(net, { moments: data, lr: 0.3, steps: 5 }).loss,
    );
  });

  it('freezes a layer whose rate is 0', () => {
    const run = train(net, { moments: data, lr: 0.3, steps: 5, layerLr: [1, 0, 1] });
    const [w0, w1, readout] = run.net.weights();
    expect(w1).toEqual(net.weights()[1]);
    expect(w0).not.toEqual(net.weights()[0]);
    expect(readout).not.toEqual(net.weights()[2]);
  });

  it('measures held-out data at every step', () => {
    const testMoments = moments(
      randomNormal({ seed: 11, rows: 9, cols: 4 }),
      randomNormal({ seed: 12, rows: 9, cols: 2 }),
    );
    const run = train(net, { moments: data, testMoments, lr: 0.3, steps: 6, record: { quantities: ['predictor'] } });
    expect(run.testLoss).toHaveLength(7);
    const last = train(run.net, { moments: testMoments, lr: 1, steps: 0 });
    expect(run.testLoss![6]).toBe(last.loss[0]);
    expect(run.loss).toEqual(train(net, { moments: data, lr: 0.3, steps: 6 }).loss);
  });

  it('stays at a loss of 0 when it has learnt an exact target', () => {
    const target = matrix(
      20,
      1,
      Array.from({ length: 20 }, (_, p) => x.data[4 * p] - x.data[4 * p + 2]),
    );
    const one = createNet({ inputs: 4, outputs: 1, hidden: 1, width: 8, seed: 1 });
    const { loss } = train(one, { x, y: target, lr: 0.5, steps: 400 });
    expect(Math.min(...loss)).toBeGreaterThanOrEqual(0);
    expect(loss[400]).toBeLessThan(tolerance.momentLoss * loss[0]);
  });

  describe('record', () => {
    it('keeps predictors and weights at multiples of every and at the end, aligned with recorded.steps', () => {
      const run = train(net, {
        moments: data,
        lr: 0.3,
        steps: 7,
        record: { every: 3, quantities: ['predictor', 'weights'] },
      });
      expect(run.recorded.steps).toEqual([0, 3, 6, 7]);
      run.recorded.steps.forEach((t, k) => {
        const there = train(net, { moments: data, lr: 0.3, steps: t }).net;
        expect(run.predictors![k]).toEqual(there.predictor());
        expect(run.recorded.weights![k]).toEqual(there.weights());
      });
    });

    it('records many steps of a large predictor in several calls', () => {
      const wide = createNet({ inputs: 700, outputs: 3, hidden: 1, width: 2, seed: 1 });
      const sxx = matrix(700, 700);
      for (let j = 0; j < 700; j++) sxx.data[701 * j] = 1;
      const population = { sxx, syx: matrix(3, 700, new Float64Array(2100).fill(0.1)), syy: 30, samples: 1 };
      const run = train(wide, { moments: population, lr: 1, steps: 600, record: { quantities: ['predictor'] } });
      expect(run.predictors).toHaveLength(601);
      expect(run.predictors![600]).toEqual(run.net.predictor());
      expect(run.predictors![300]).toEqual(train(wide, { moments: population, lr: 1, steps: 300 }).net.predictor());
    });
  });

  describe('mini-batches', () => {
    it('take consecutive rows in one pass', () => {
      const run = train(net, { x, y, batch: { size: 3, order: 'onePass' }, lr: 0.3, steps: 6 });
      const expected = trainReference(
        initial(),
        layers,
        (t) => ({ x: toRows(x).slice(3 * t, 3 * t + 3), y: toRows(y).slice(3 * t, 3 * t + 3) }),
        Array(6).fill(0.3),
      );
      expect(farthest(run.loss, expected.loss).distance).toBeLessThan(tolerance.trainedLoss('float64', 6) * data.syy);
    });

    it('see every row once an epoch, in an order that the seed draws anew', () => {
      const run = train(net, { x, y, batch: { size: 6, order: 'epochs', seed: 4 }, lr: 0.2, steps: 7 });
      // Three batches of six fit into twenty rows; the other two rows of an epoch are left out.
      const rows = (t: number) => {
        const order = rng(4)
          .fork(Math.floor(t / 3))
          .permutation(20);
        return Array.from(order.subarray((t % 3) * 6, (t % 3) * 6 + 6));
      };
      const pick = (m: number[][], t: number) => rows(t).map((r) => m[r]);
      const expected = trainReference(
        initial(),
        layers,
        (t) => ({ x: pick(toRows(x), t), y: pick(toRows(y), t) }),
        Array(7).fill(0.2),
      );
      expect(farthest(run.loss, expected.loss).distance).toBeLessThan(tolerance.trainedLoss('float64', 7) * data.syy);
      expect(new Set([0, 1, 2].flatMap(rows)).size).toBe(18);
      const again = train(net, { x, y, batch: { size: 6, order: 'epochs', seed: 4 }, lr: 0.2, steps: 7 });
      expect(again.loss).toEqual(run.loss);
      const other = train(net, { x, y, batch: { size: 6, order: 'epochs', seed: 5 }, lr: 0.2, steps: 7 });
      expect(other.loss).not.toEqual(run.loss);
    });

    it('of all rows are full-batch training, up to rounding', () => {
      const run = train(net, { x, y, batch: { size: 20, order: 'epochs', seed: 1 }, lr: 0.3, steps: 5 });
      const full = train(net, { x, y, lr: 0.3, steps: 5 });
      expect(farthest(run.loss, full.loss).distance).toBeLessThan(tolerance.trainedLoss('float64', 5) * data.syy);
    });

    it('are staged a few at a time when they are large', () => {
      const wide = createNet({ inputs: 300, outputs: 1, hidden: 1, width: 2, seed: 1, dtype: 'float32' });
      const rows = randomNormal({ seed: 1, rows: 5000, cols: 300, dtype: 'float32' });
      const targets = randomNormal({ seed: 2, rows: 5000, cols: 1 });
      const batch = { size: 1000, order: 'onePass' as const };
      const run = train(wide, { x: rows, y: targets, batch, lr: 1, steps: 5 });
      const head = matrix(2000, 300, rows.data.subarray(0, 600_000));
      const short = train(wide, {
        x: head,
        y: matrix(2000, 1, targets.data.subarray(0, 2000)),
        batch,
        lr: 1,
        steps: 2,
      });
      expect(run.loss.subarray(0, 2)).toEqual(short.loss.subarray(0, 2));
      expect(run.loss).toHaveLength(6);
    });
  });

  describe('divergence', () => {
    const far = { moments: data, lr: 40, steps: 500 };

    it.each(['float64', 'float32'] as const)('is a result with finite data up to it: %s', (dtype) => {
      const start = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 9, seed: 5, dtype });
      const run = train(start, { ...far, record: { quantities: ['predictor', 'weights'] } });
      const { step, reason } = run.diverged!;
      expect(reason).toMatch(
        /^the loss was .* at step \d+ and is not finite at step \d+; the step size is too large for this net$/,
      );
      expect(run.steps).toBe(step - 1);
      expect(run.loss).toHaveLength(step);
      expect(run.loss.every(Number.isFinite)).toBe(true);
      expect(run.recorded.steps).toHaveLength(step);
      expect(run.recorded.weights).toHaveLength(step);
      expect(run.predictors).toHaveLength(step);
      expect(run.net.weights().every((w) => w.data.every(Number.isFinite))).toBe(true);
      expect(run.net.weights()).toEqual(run.recorded.weights![step - 1]);
      expect(run.net.predictor()).toEqual(run.predictors![step - 1]);
    });

    it('replays mini-batches to the last finite step', () => {
      const batch = { size: 5, order: 'epochs' as const, seed: 3 };
      const run = train(net, { x, y, batch, lr: 40, steps: 500 });
      expect(run.diverged).toBeDefined();
      expect(run.net.weights()).toEqual(train(net, { x, y, batch, lr: 40, steps: run.steps }).net.weights());
    });

    it('at initialization is a run without a curve', () => {
      const weights = net.weights();
      weights[0].data[0] = Number.NaN;
      const broken = netFromWeights(net.spec, weights);
      const run = train(broken, { moments: data, lr: 1, steps: 3 });
      expect(run.diverged).toEqual({ step: 0, reason: 'the loss of the initial net is not finite' });
      expect(run.loss).toHaveLength(0);
      expect(run.steps).toBe(0);
    });
  });

  describe('progress', () => {
    const long = { moments: data, lr: 0.01, steps: 100_000 };

    it('is reported on the way and at the end', () => {
      const seen: TrainProgress[] = [];
      const run = train(net, { ...long, onProgress: (progress) => void seen.push(progress) });
      expect(seen.length).toBeGreaterThan(1);
      expect(seen.map(({ step }) => step)).toEqual(seen.map(({ step }) => step).sort((a, b) => a - b));
      expect(seen[seen.length - 1]).toEqual({ step: 100_000, steps: 100_000, loss: run.loss[100_000] });
      expect(run.stopped).toBeUndefined();
    });

    it('returning false stops: the run is a result up to there', () => {
      const run = train(net, { ...long, record: { every: 7, quantities: ['predictor'] }, onProgress: () => false });
      const { step } = run.stopped!;
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThan(100_000);
      expect(run.steps).toBe(step);
      expect(run.loss).toHaveLength(step + 1);
      const same = train(net, { ...long, steps: step, record: { every: 7, quantities: ['predictor', 'weights'] } });
      expect(run.loss).toEqual(same.loss);
      expect(run.predictors).toEqual(same.predictors);
      expect(run.recorded.steps).toEqual(same.recorded.steps);
      expect(run.net.weights()).toEqual(same.net.weights());
    });

    it('an abort signal stops, also before the first step and with weights recorded', () => {
      const abort = new AbortController();
      const record = { every: 5000, quantities: ['weights' as const] };
      const run = train(net, { ...long, record, signal: abort.signal, onProgress: () => abort.abort() });
      expect(run.stopped!.step).toBeGreaterThan(0);
      expect(run.recorded.weights).toHaveLength(run.recorded.steps.length);
      expect(run.recorded.weights!.at(-1)).toEqual(run.net.weights());
      const none = train(net, { ...long, signal: AbortSignal.abort() });
      expect(none.stopped).toEqual({ step: 0 });
      expect(none.loss).toHaveLength(1);
    });

    it('reports while the moments of many samples are computed, and stops there', () => {
      const many = {
        x: randomNormal({ seed: 1, rows: 20_000, cols: 200 }),
        y: randomNormal({ seed: 2, rows: 20_000, cols: 1 }),
      };
      const start = createNet({ inputs: 200, outputs: 1, hidden: 1, width: 4, seed: 1 });
      const seen: TrainProgress[] = [];
      const run = train(start, {
        ...many,
        lr: 1,
        steps: 3,
        onProgress: (progress) => {
          seen.push(progress);
          return false;
        },
      });
      expect(seen[0]).toEqual({ step: 0, steps: 3, loss: Number.NaN });
      expect(run.stopped).toEqual({ step: 0 });
      expect(seen).toHaveLength(1);
      expect(run.loss).toHaveLength(0);
      expect(run.recorded).toEqual({ steps: [] });
      expect(run.net.weights()).toEqual(start.weights());
      expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
      const aborted = train(start, { ...many, lr: 1, steps: 3, signal: AbortSignal.abort() });
      expect(aborted).toMatchObject({ stopped: { step: 0 }, steps: 0 });
      const left = trainSteps(start, { ...many, lr: 1, steps: 3 });
      left.next();
      left.return(undefined as never);
      expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
    });

    it('a generator that is abandoned frees its memory', () => {
      const before = runtime().liveBytes;
      const driven = trainSteps(net, long);
      driven.next();
      expect(runtime().liveBytes).toBeGreaterThan(before);
      driven.return(undefined as never);
      expect(runtime().liveBytes).toBe(before);
      expect(runtime().openWorkspaces).toBe(0);
    });
  });

  it('refuses steps that float32 would make nothing of, and takes rates of 0', () => {
    const single = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 4, seed: 1, dtype: 'float32' });
    const frozen = (layerLr: number[]) => train(single, { moments: data, lr: 0.1, steps: 1, layerLr });
    expect(() => frozen([1e-45, 1, 1])).toThrow('lr: expected steps that float32 can hold');
    expect(frozen([0, 1, 1]).net.weights()[0].data).toEqual(single.weights()[0].data);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a negative lr', { lr: -1 }, 'lr: expected a positive finite number, got -1'],
    ['no lr', { lr: undefined }, 'lr: expected exactly one of lr and schedule, got neither'],
    ['lr and schedule', { schedule: () => 1 }, 'lr: expected exactly one of lr and schedule, got both'],
    [
      'a schedule that is no function',
      { lr: undefined, schedule: 3 },
      'schedule: expected a function of the step, got 3',
    ],
    [
      'a schedule that breaks',
      { lr: undefined, schedule: (t: number) => 1 - t },
      'schedule(2): expected a non-negative finite number, got -1',
    ],
    ['no steps', { steps: undefined }, 'steps: expected an integer of at least 0'],
    ['fractional steps', { steps: 1.5 }, 'steps: expected an integer of at least 0 and at most 100000000, got 1.5'],
    [
      'two layer rates for three layers',
      { layerLr: [1, 1] },
      'layerLr: expected 3 numbers (W_0 … W_1, readout), got 2',
    ],
    ['a negative layer rate', { layerLr: [1, -1, 1] }, 'layerLr[1]: expected a non-negative finite number, got -1'],
    [
      'a step beyond float64',
      { lr: 1e300, layerLr: 1e300 },
      'lr: expected steps that float64 can hold (Infinity at matrix 0',
    ],
    [
      'a schedule beyond float64',
      { lr: undefined, schedule: () => 1e300, layerLr: [0, 1e300, 0] },
      'schedule: expected steps that float64 can hold (Infinity at matrix 1',
    ],
    [
      'more records than fit',
      { steps: 1e7, record: { quantities: ['weights'] } },
      'record.every: expected results within 8192 MiB, got 10000001 records and 10000000 steps of 1 net, which need',
    ],
    ['no data', { moments: undefined }, 'moments: expected moments, or x and y, got neither'],
    ['two kinds of data', { x, y }, 'moments: expected either moments or x and y, got both'],
    ['x without y', { moments: undefined, x }, 'moments: expected moments, or x and y, got neither'],
    [
      'moments of other inputs',
      { moments: moments([[1, 2]], [[1, 2]]) },
      'moments.sxx: expected 4×4 (inputs×inputs of the net), got 2×2',
    ],
    [
      'moments of other outputs',
      { moments: moments(x, x) },
      'moments.syx: expected 2×4 (outputs×inputs of the net), got 4×4',
    ],
    [
      'moments that are not finite',
      { moments: { ...data, syx: matrix(2, 4, [0, 0, 0, 0, 0, Number.NaN, 0, 0]) } },
      'moments.syx[1][1]: expected a finite number, got NaN',
    ],
    [
      'moments that are not symmetric',
      { moments: { ...data, sxx: matrix(4, 4, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0.5, 0, 0, 0, 1]) } },
      'moments.sxx[3][2]: expected the same as entry [2][3], 0.5, got 0',
    ],
    ['test moments of other inputs', { testMoments: moments([[1, 2]], [[1, 2]]) }, 'testMoments.sxx: expected 4×4'],
    ['x of other inputs', { moments: undefined, x: [[1, 2]], y }, 'x: expected 4 columns (inputs), got 2'],
    ['y of other outputs', { moments: undefined, x, y: x }, 'y: expected 2 columns (outputs), got 4'],
    ['x and y of unequal length', { moments: undefined, x, y: [[1, 2]] }, 'y: expected 20 rows as x, got 1'],
    [
      'mini-batches of moments',
      { batch: { size: 2, order: 'onePass' } },
      'batch: expected x and y for mini-batches, got moments',
    ],
    [
      'too little data for one pass',
      { ...samples(), batch: { size: 3, order: 'onePass' }, steps: 7 },
      'x: expected 21 rows for 7 batches of 3 in one pass, got 20',
    ],
    [
      'batches larger than the data',
      { ...samples(), batch: { size: 21, order: 'epochs', seed: 1 } },
      'batch.size: expected at most the 20 rows of x, got 21',
    ],
    [
      'epochs without a seed',
      { ...samples(), batch: { size: 2, order: 'epochs' } },
      'batch.seed: expected a non-negative integer',
    ],
    [
      'an unknown order',
      { ...samples(), batch: { size: 2, order: 'random' } },
      'batch.order: expected one of "onePass", "epochs", got "random"',
    ],
    [
      'recording nothing',
      { record: { quantities: [] } },
      "record.quantities: expected a list with 'predictor' or 'weights'",
    ],
    [
      'recording an unknown quantity',
      { record: { quantities: ['loss'] } },
      'record.quantities[0]: expected one of "predictor", "weights", got "loss"',
    ],
    [
      'a hole among the quantities',
      // biome-ignore lint/suspicious/noSparseArray: what is tested
      { record: { quantities: ['predictor', , 'weights'] } },
      'record.quantities[1]: expected one of "predictor", "weights", got undefined',
    ],
    [
      'recording at every 0 steps',
      { record: { every: 0, quantities: ['weights'] } },
      'record.every: expected an integer of at least 1',
    ],
    ['a signal of another kind', { signal: true }, 'signal: expected an AbortSignal, got true'],
    ['onProgress of another kind', { onProgress: 1 }, 'onProgress: expected a function, got 1'],
    ['an option that is not there', { dampening: 0.9 }, 'got "dampening"'],
  ])('refuses %s before any work', (_, given, message) => {
    const options = { moments: data, lr: 0.1, steps: 5, ...given } as TrainOptions;
    expect(() => train(net, options)).toThrow(message);
    // The generator form checks at the call, not at the first next().
    expect(() => trainSteps(net, options)).toThrow(message);
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it.each([null, undefined, {}, 3, { spec: net.spec }])('refuses %j in place of a net', (given) => {
    const options = { moments: data, lr: 0.1, steps: 1 };
    expect(() => trainSteps(given as never, options)).toThrow(
      'net: expected a net of createNet or netFromWeights, got',
    );
  });
});

function samples() {
  return { moments: undefined, x, y };
}
