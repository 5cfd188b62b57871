import { describe, expect, it } from 'vitest';
import {
  createNet,
  type Matrix,
  matrix,
  moments,
  randomNormal,
  type TrainOptions,
  train,
  trainEnsemble,
  trainSteps,
} from '../../src/index';
import { drawStream } from '../../src/nets/drawStream';
import { layerScalings } from '../../src/nets/parameterization';
import { use } from '../../src/random/draw';
import { rng } from '../../src/random/rng';
import { allocate, release } from '../../src/wasm/arena';
import { runtime } from '../../src/wasm/workspace';
import { farthest, flat, type Rows, toRows } from '../reference/netTraining';
import { normalF32Twin, normalF64Twin } from '../reference/normal';
import { optimizedReference } from '../reference/optimizers';
import { significance, tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 20, cols: 4 });
const y = randomNormal({ seed: 2, rows: 20, cols: 2 });
const data = moments(x, y);
const shape = { inputs: 4, outputs: 2, hidden: 2, width: 9 };
const net = createNet({ ...shape, seed: 5 });
const everything = {
  momentum: 0.8,
  nesterov: true,
  weightDecay: 0.1,
  decoupledDecay: [0.2, 0, 0.1],
  temperature: 0.01,
  noiseSeed: 3,
};

describe('train with an optimizer', () => {
  it('is plain gradient descent, bit for bit, where every option is zero', () => {
    const plain = train(net, { moments: data, lr: 0.3, steps: 20 });
    const zero = { momentum: 0, nesterov: true, weightDecay: 0, decoupledDecay: [0, 0, 0], temperature: 0 };
    const run = train(net, { moments: data, lr: 0.3, steps: 20, ...zero });
    expect(run.loss).toEqual(plain.loss);
    expect(run.net.weights()).toEqual(plain.net.weights());
  });

  it('small decays keep their size in float32: 1 − ηλ is not rounded', () => {
    const still = moments(matrix(1, 4), matrix(1, 2));
    const start = createNet({ ...shape, seed: 5, dtype: 'float32' });
    const size = (layers: readonly Matrix[]) => Math.hypot(...flat(layers.map((w) => toRows(w) as Rows)));
    for (const decay of ['weightDecay', 'decoupledDecay'] as const) {
      for (const momentum of [0, 0.5]) {
        for (const rate of [3e-7, 4e-7, 8e-7]) {
          const steps = 3e4;
          const end = train(start, { moments: still, lr: 0.01, steps, momentum, [decay]: 100 * rate }).net.weights();
          const total = (steps * rate) / (decay === 'weightDecay' ? 1 - momentum : 1);
          const found = -Math.log(size(end) / size(start.weights()));
          expect(Math.abs(found / total - 1), `${decay} ${momentum} ${rate}`).toBeLessThan(0.05);
        }
      }
    }
  });

  // More draws than are made at once (in matrices and in the readout), and columns that are taken in blocks.
  it.each([
    { inputs: 70, width: 70, outputs: 1, hidden: 2 },
    { inputs: 9, width: 131, outputs: 33, hidden: 1 },
    { inputs: 190, width: 7, outputs: 33, hidden: 1 },
    { inputs: 6300, width: 5, outputs: 1, hidden: 1 },
  ])('follows the recursion with the noise of the keyed generator: %j', (sizes) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const start = createNet({ ...sizes, seed: 11, dtype });
      const layers = layerScalings(start.spec);
      const samples = {
        x: randomNormal({ seed: 3, rows: 3, cols: sizes.inputs }),
        y: randomNormal({ seed: 4, rows: 3, cols: sizes.outputs }),
      };
      const twin = dtype === 'float32' ? normalF32Twin : normalF64Twin;
      const noise = (t: number, l: number): Rows => {
        const { seed } = rng(3).fork(11).fork(drawStream(l, layers[l]));
        const sequence = {
          c2: t,
          c3: use.trainingNoise * 2 ** 24,
          key: [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] as const,
        };
        const { fanIn, fanOut } = layers[l];
        return Array.from({ length: fanOut }, (_, i) =>
          Array.from({ length: fanIn }, (_, j) => twin(i * fanIn + j, sequence).value),
        );
      };
      const decays = { weightDecay: 0.1, decoupledDecay: 0.2 };
      const by = { momentum: 0.8, nesterov: true, temperature: 0.01 };
      // All samples as one batch: no moments of thousands of inputs.
      const batch = { size: 3, order: 'epochs' as const, seed: 1 };
      const run = train(start, { ...samples, batch, ...by, ...decays, noiseSeed: 3, lr: 0.02, steps: 3 });
      const expected = optimizedReference(
        start.weights().map(toRows),
        layers,
        () => ({ x: toRows(samples.x), y: toRows(samples.y) }),
        [0.02, 0.02, 0.02],
        { ...by, weightDecay: layers.map(() => 0.1), decoupledDecay: layers.map(() => 0.2) },
        noise,
      );
      const { distance, scale } = farthest(flat(run.net.weights().map(toRows)), flat(expected.read));
      expect(distance / scale).toBeLessThan(tolerance.trained(dtype, 3));
    }
  });

  describe('divergence', () => {
    it.each([
      ['full batch', { moments: data }],
      ['mini-batches', { x, y, batch: { size: 5, order: 'epochs' as const, seed: 3 } }],
    ])('replays velocities and noise to the last finite step: %s', (_, source) => {
      const run = train(net, { ...source, ...everything, lr: 9, steps: 2000 });
      expect(run.diverged).toBeDefined();
      const again = train(net, { ...source, ...everything, lr: 9, steps: run.steps });
      expect(again.diverged).toBeUndefined();
      expect(run.net.weights()).toEqual(again.net.weights());
      // The end of a run has no batch of its own.
      const common = Math.max(1, run.steps);
      expect(run.loss.subarray(0, common)).toEqual(again.loss.subarray(0, common));
    });

    it('by too much decay is a result too', () => {
      const run = train(net, { moments: data, lr: 0.1, decoupledDecay: 1e3, steps: 500 });
      expect(run.diverged?.reason).toMatch(/is not finite at step/);
    });
  });

  it('stopped half-way is the shorter run', () => {
    const long = { moments: data, ...everything, lr: 0.01, steps: 200_000 };
    const run = train(net, { ...long, onProgress: () => false });
    const { step } = run.stopped!;
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(long.steps);
    const same = train(net, { ...long, steps: step });
    expect(run.loss).toEqual(same.loss);
    expect(run.net.weights()).toEqual(same.net.weights());
    const driven = trainSteps(net, { ...long, steps: step });
    let turn = driven.next();
    while (!turn.done) turn = driven.next();
    expect(turn.value.net.weights()).toEqual(same.net.weights());
  });

  it('gives the same bits in memory beyond 2 GiB', () => {
    const runs = [1, 3].map((outputs) => () => {
      const start = createNet({ ...shape, outputs, seed: 5, dtype: 'float32' });
      const task = moments(x, randomNormal({ seed: 2, rows: 20, cols: outputs }));
      return train(start, { moments: task, ...everything, lr: 0.1, steps: 5 }).net.weights();
    });
    const low = runs.map((run) => run());
    // Untouched pages cost no memory.
    const below = allocate(2 ** 31);
    try {
      expect(runs.map((run) => run())).toEqual(low);
    } finally {
      release(below);
    }
  });

  it('makes no noise and no decay in steps of rate 0', () => {
    const run = train(net, { moments: data, ...everything, momentum: 0, schedule: () => 0, steps: 5 });
    expect(run.net.weights()).toEqual(net.weights());
  });

  describe('noise', () => {
    /** Nets whose weights see no gradient: what they do is the law of the optimizer. */
    const free = (options: object, steps: number, seed = 1) => {
      const start = createNet({ inputs: 200, outputs: 1, hidden: 2, width: 200, initialScales: 0, seed });
      const still = moments(randomNormal({ seed: 1, rows: 2, cols: 200 }), randomNormal({ seed: 2, rows: 2, cols: 1 }));
      const record = { quantities: ['weights' as const], every: 5 };
      const run = train(start, {
        moments: still,
        layerLr: 0,
        lr: 0.1,
        temperature: 0.6,
        noiseSeed: 7,
        steps,
        record,
        ...options,
      });
      return run.recorded.weights!.map((weights) => weights.map(({ data }) => data));
    };
    const mean = (a: ArrayLike<number>, b: ArrayLike<number>) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
      return sum / a.length;
    };
    /** z of a sample variance against its law. */
    const excess = (sample: ArrayLike<number>, variance: number) =>
      (mean(sample, sample) / variance - 1) / Math.sqrt(2 / sample.length);
    /** z of the correlation of two independent samples. */
    const correlation = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      (mean(a, b) / Math.sqrt(mean(a, a) * mean(b, b))) * Math.sqrt(a.length);

    it('brings weights that see no data to the variance θ/λ, up to the step, and forgets at the rate of the decay', () => {
      for (const decay of ['weightDecay', 'decoupledDecay']) {
        const path = free({ [decay]: 2 }, 100);
        // w' = (1 − ηλ) w + √(2θη) ξ: θ/(λ(1 − ηλ/2)).
        const stationary = 0.6 / 2 / (1 - 0.2 / 2);
        for (const sample of path.at(-1)!) expect(Math.abs(excess(sample, stationary))).toBeLessThan(significance.most);
        const [, hidden] = path.at(-1)!;
        const [, before] = path.at(-2)!;
        const rest = hidden.map((w, i) => w - 0.8 ** 5 * before[i]);
        expect(Math.abs(excess(rest, stationary * (1 - 0.8 ** 10)))).toBeLessThan(significance.most);
        expect(Math.abs(correlation(rest, before))).toBeLessThan(significance.most);
        // The test can tell: without the correction of the step the variance is rejected.
        expect(Math.abs(excess(hidden, 0.6 / 2))).toBeGreaterThan(significance.decisive);
      }
    });

    it('with momentum has the stationary variance of the second-order recursion', () => {
      const [mu, pull] = [0.7, 0.2];
      const [, hidden] = free({ weightDecay: 2, momentum: mu }, 150).at(-1)!;
      const variance = (2 * 0.6 * 0.1 * (1 + mu)) / ((1 - mu) * ((1 + mu) ** 2 - (1 + mu - pull) ** 2));
      expect(Math.abs(excess(hidden, variance))).toBeLessThan(significance.most);
    });

    it('differs between steps, layers, nets, widths, keys and from initial weights', () => {
      const [first, second] = free({}, 5).slice(1)[0];
      const samples = [
        first,
        second,
        free({}, 10)[2][0].map((w, i) => w - first[i]),
        free({}, 5, 2)[1][0],
        free({ noiseSeed: 8 }, 5)[1][0],
        createNet({ inputs: 200, outputs: 1, hidden: 1, width: 200, seed: 7 }).weights()[0].data,
      ];
      samples.forEach((a, i) => {
        for (const b of samples.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(significance.most);
      });
      const two = [8, 16].map((width) => {
        const start = createNet({ ...shape, width, initialScales: 0, seed: 1 });
        return train(start, { moments: data, lr: 1, steps: 1, temperature: 1, noiseSeed: 1 }).net.weights()[0].data;
      });
      expect(two[0].some((w) => two[1].includes(w as never))).toBe(false);
    });

    it('is independent between the nets of an ensemble', () => {
      const still = { ...shape, initialScales: 0 };
      const all = trainEnsemble(still, {
        moments: data,
        lr: 0.5,
        temperature: 1,
        noiseSeed: 1,
        steps: 4,
        seeds: 400,
        record: { quantities: ['predictor'], every: 4 },
      });
      const ends = Float64Array.from(all.runs, (run) => run.predictors![1].data[0]);
      expect(new Set(ends).size).toBe(400);
      expect(Math.abs(correlation(ends.subarray(0, 399), ends.subarray(1)))).toBeLessThan(significance.most);
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['momentum 1', { momentum: 1 }, 'momentum: expected a number of at least 0 and below 1, got 1'],
    ['nesterov of another kind', { nesterov: 1 }, 'nesterov: expected true or false, got 1'],
    ['negative decay', { weightDecay: -0.1 }, 'weightDecay: expected a non-negative finite number, got -0.1'],
    ['two decays for three matrices', { decoupledDecay: [1, 2] }, 'decoupledDecay: expected 3 numbers'],
    ['a negative temperature', { temperature: -1, noiseSeed: 1 }, 'temperature: expected a non-negative finite number'],
    [
      'noise without a key',
      { temperature: 1 },
      'noiseSeed: expected a non-negative integer up to 2^53 − 1, got undefined',
    ],
    ['a key that is none', { noiseSeed: 0.5 }, 'noiseSeed: expected a non-negative integer up to 2^53 − 1, got 0.5'],
    [
      'decay beyond numbers',
      { weightDecay: 1e308, lr: 100 },
      'weightDecay: expected lr times decay that float64 can hold',
    ],
    ['heat beyond numbers', { temperature: 1e308, noiseSeed: 1, lr: 100 }, 'temperature: expected noise that float64'],
  ])('refuses %s before any work', (_, given, message) => {
    const options = { moments: data, lr: 0.1, steps: 5, ...given } as TrainOptions;
    expect(() => train(net, options)).toThrow(message);
    expect(() => trainEnsemble(shape, { ...options, seeds: 2 } as never)).toThrow(message);
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });
});
