import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createNet,
  eigvalsh,
  infiniteWidth,
  type LazyLimitOptions,
  langevinEquilibrium,
  lazyLimit,
  type Matrix,
  matmul,
  matrix,
  minimumNorm,
  moments,
  randomNormal,
} from '../../src/index';
import { scaled } from '../../src/matrix';
import { momentsOfTarget } from '../reference/momentsOf';
import { significance, tolerance } from '../tolerances';

interface Case {
  L: number;
  skip: boolean;
  beta0: number;
  eta: number;
  T: number;
  Sxx: number[][];
  Syx: number[][];
  kappa: number;
  Beta: number[][][];
}
const file = join(import.meta.dirname, '..', 'reference', 'data', 'lazyLimit.json');
const { ntk } = JSON.parse(readFileSync(file, 'utf8')) as { ntk: Case[] };
/** Steps of the tabulated predictors. */
const recorded = [0, 1, 5, 15, 30];

const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
const y = randomNormal({ seed: 2, rows: 12, cols: 2 });
const data = moments(x, y);
const start = randomNormal({ seed: 3, rows: 2, cols: 4, scale: 0.3 });
const largest = (m: Pick<Matrix, 'data'>) =>
  Float64Array.from(m.data).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const difference = (a: Matrix, b: Matrix) => largest({ data: Float64Array.from(a.data, (v, i) => v - b.data[i]) });

/** The recursion step by step, without a basis of its own. */
function recursion({
  tangent,
  rates,
  momentum = 0,
  nesterov = false,
  initial = matrix(2, 4),
}: {
  tangent: number;
  rates: number[];
  momentum?: number;
  nesterov?: boolean;
  initial?: Matrix;
}): { predictors: Matrix[]; loss: number[] } {
  const w = Float64Array.from(initial.data);
  const v = new Float64Array(8);
  const predictors: Matrix[] = [];
  const loss: number[] = [];
  for (let t = 0; t <= rates.length; t++) {
    const beta = matrix(
      2,
      4,
      w.map((value, i) => value + (nesterov ? momentum * v[i] : 0)),
    );
    predictors.push(beta);
    const error = Float64Array.from(matmul(beta, data.sxx).data, (value, i) => data.syx.data[i] - value);
    loss.push((data.syy - Array.from(beta.data).reduce((sum, b, i) => sum + b * (data.syx.data[i] + error[i]), 0)) / 2);
    for (let i = 0; i < 8; i++) {
      v[i] = momentum * v[i] + ((rates[t] ?? 0) * tangent * error[i]) / 4;
      w[i] += v[i];
    }
  }
  return { predictors, loss };
}

describe('lazyLimit', () => {
  it.each(ntk)('gives the tabulated predictors of L = $L, skip $skip', (given) => {
    const sxx = matrix(4, 4, given.Sxx.flat());
    const limit = lazyLimit({
      moments: { sxx, syx: matrix(2, 4, given.Syx.flat()), syy: 5 },
      hidden: given.L,
      residual: given.skip && { beta0: given.beta0 },
      lr: given.eta,
      steps: given.T,
    });
    expect(Math.abs(limit.tangentConstant / given.kappa - 1)).toBeLessThan(tolerance.limit);
    given.Beta.forEach((rows, i) => {
      const expected = matrix(2, 4, rows.flat());
      expect(difference(limit.predictor(recorded[i]), expected)).toBeLessThanOrEqual(
        tolerance.limit * largest(expected),
      );
    });
  });

  it.each<[string, Partial<LazyLimitOptions>]>([
    ['plain steps', {}],
    ['a schedule and a start', { lr: undefined, schedule: (t) => 0.3 / (1 + t), initialPredictor: start }],
    ['momentum', { momentum: 0.8, initialPredictor: start }],
    ["Nesterov's variant", { momentum: 0.8, nesterov: true, initialPredictor: start }],
  ])('is the linear recursion of the predictor: %s', (_, changed) => {
    const options = { moments: data, hidden: 2, lr: 0.1, steps: 25, ...changed };
    const limit = lazyLimit({ ...options, initialScales: [0.9, 1.2, 0.7], layerLr: [1, 2, 0.5] });
    const tangent = 1.2 ** 2 * 0.7 ** 2 + 2 * 0.9 ** 2 * 0.7 ** 2 + 0.5 * 0.9 ** 2 * 1.2 ** 2;
    const twin = recursion({
      ...options,
      tangent,
      rates: Array.from({ length: 25 }, (_, t) => options.schedule?.(t) ?? 0.1),
      initial: options.initialPredictor && start,
    });
    limit.predictors.forEach((beta, t) => {
      expect(difference(beta, twin.predictors[t])).toBeLessThan(tolerance.recursion(25));
      expect(Math.abs(limit.loss[t] - twin.loss[t])).toBeLessThan(tolerance.recursion(25) * data.syy);
    });
  });

  it('is what infiniteWidth tends to as γ0², also with momentum and unequal scales', () => {
    const options = {
      moments: data,
      hidden: 2,
      lr: 0.1,
      steps: 20,
      momentum: 0.5,
      initialScales: [0.9, 1.2, 0.7],
      layerLr: [1, 2, 0.5],
    };
    const lazy = lazyLimit(options);
    const gap = (gamma0: number) => difference(infiniteWidth({ ...options, gamma0 }).predictor(20), lazy.predictor(20));
    const [wide, near] = [gap(2e-2), gap(1e-2)];
    expect(Math.abs(Math.log2(wide / near) - 2)).toBeLessThan(tolerance.firstOrder);
  });

  it('takes the flow by its exponentials: the limit of small steps, the same by steps and by times', () => {
    const flow = lazyLimit({ moments: data, hidden: 2, lr: 0.2, steps: 10, flow: true, initialPredictor: start });
    const at = lazyLimit({ moments: data, hidden: 2, times: [0, 1, 2], initialPredictor: start });
    for (const t of [0, 1, 2])
      expect(difference(at.predictor(t), flow.predictor(5 * t))).toBeLessThan(tolerance.recursion(10));
    const late = lazyLimit({ moments: data, hidden: 2, times: [1, 2], initialPredictor: start });
    expect(difference(late.predictor(1), flow.predictor(10))).toBeLessThan(tolerance.recursion(10));
    const gap = (steps: number) =>
      difference(
        lazyLimit({ moments: data, hidden: 2, lr: 2 / steps, steps, initialPredictor: start }).predictor(steps),
        flow.predictor(10),
      );
    expect(Math.abs(gap(1000) / gap(2000) - 2)).toBeLessThan(tolerance.firstOrder);
  });

  it('with a random initial function gives the mean and the covariance over nets in NTK parameterization', () => {
    const options = { moments: data, hidden: 2, lr: 0.15, steps: 12, initialScales: [0.9, 1.2, 0.7] };
    const limit = lazyLimit({ ...options, initialVariance: 'ntk' });
    expect(limit.initialVariance).toBeCloseTo((0.9 * 1.2 * 0.7) ** 2 / 4, 12);
    // the law of the start: entries of Beta_0 of a net, whatever its seed
    const unit = (d: number) =>
      lazyLimit({
        ...options,
        initialPredictor: matrix(
          2,
          4,
          Float64Array.from({ length: 8 }, (_, i) => +(i === d)),
        ),
      });
    const still = lazyLimit(options);
    const covariance = matrix(4, 4);
    let spread = 0;
    for (let d = 0; d < 4; d++) {
      const moved = unit(d)
        .predictor(12)
        .data.map((v, i) => v - still.predictor(12).data[i]);
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++) covariance.data[4 * i + j] += limit.initialVariance * moved[i] * moved[j];
    }
    expect(difference(limit.predictorCovariance(12), covariance)).toBeLessThan(tolerance.recursion(12));
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 4; j++) spread += covariance.data[4 * i + j] * data.sxx.data[4 * i + j];
    expect(Math.abs(limit.loss[12] - still.loss[12] - spread)).toBeLessThan(tolerance.recursion(12));
    expect(difference(limit.predictor(12), still.predictor(12))).toBe(0);
  });

  it('gives a residual net in NTK parameterization its initial variance, (1 + b²)^(L−1)/D', () => {
    const limit = lazyLimit({
      moments: data,
      hidden: 4,
      residual: { beta0: 1 },
      lr: 0.1,
      steps: 1,
      initialVariance: 'ntk',
    });
    let square = 0;
    const nets = 400;
    for (let seed = 0; seed < nets; seed++) {
      const net = createNet({
        inputs: 4,
        outputs: 2,
        hidden: 4,
        width: 40,
        residual: true,
        parameterization: 'ntk',
        seed,
      });
      net.predictor().data.forEach((value) => {
        square += value ** 2 / (8 * nets);
      });
    }
    // 3,200 squares; shared weights of finite width correlate the 8 of a net: by at most a half more
    const z = (square / limit.initialVariance - 1) / Math.sqrt(2 / (8 * nets));
    expect(Math.abs(z)).toBeLessThan(1.5 * significance.most);
    expect(limit.initialVariance).toBeCloseTo(1.25 ** 3 / 4, 12);
  });

  it('at infinite depth has k = (2 + β0²)e^{β0²}', () => {
    const deep = (hidden: number) =>
      lazyLimit({
        moments: data,
        hidden,
        residual: { beta0: 1.3 },
        lr: 0.01,
        steps: 3,
        initialScales: 0.8,
        layerLr: 2,
      });
    const infinite = deep(Number.POSITIVE_INFINITY).tangentConstant;
    const gap = (hidden: number) => deep(hidden).tangentConstant - infinite;
    expect(Math.abs(gap(2000) / gap(4000) - 2)).toBeLessThan(tolerance.firstOrder);
    const unit = lazyLimit({ moments: data, hidden: Number.POSITIVE_INFINITY, residual: true, lr: 0.01, steps: 3 });
    expect(unit.tangentConstant).toBeCloseTo(3 * Math.E, 12);
  });

  it('leaves the null space of the inputs alone and its loss reaches 0 on data that can be fitted', () => {
    const few = moments(matrix(2, 4, [1, 2, 0, 1, -1, 0.5, 1, 0]), matrix(2, 1, [1, -2]));
    const limit = lazyLimit({ moments: few, hidden: 1, lr: 0.4, steps: 400 });
    expect(limit.loss[400]).toBeLessThan(tolerance.momentLoss * few.syy);
    expect(Math.abs(limit.loss[30] / limit.loss[29] - limit.loss[31] / limit.loss[30])).toBeLessThan(tolerance.limit);
  });

  it('begins at ½ mean‖y‖² and ends at 0 when labels are in a direction nearly without inputs', () => {
    for (const small of [1e-3, 1e-5, 1e-6, 3e-7]) {
      for (const seed of [1, 2, 3, 4]) {
        const free = randomNormal({ seed, rows: 40, cols: 3 });
        const collinear = matrix(
          40,
          3,
          free.data.map((value, i) => (i % 3 === 2 ? small * value + 0.3 * free.data[i - 2] : value)),
        );
        const labels = matrix(
          40,
          1,
          Float64Array.from({ length: 40 }, (_, i) => free.data[3 * i + 2]),
        );
        const near = moments(collinear, labels);
        const { loss } = lazyLimit({ moments: near, hidden: 1, times: [0, 1e25] });
        expect(Math.abs(loss[0] / (0.5 * near.syy) - 1)).toBeLessThan(tolerance.limit);
        expect(loss[1]).toBeLessThan(tolerance.limit * near.syy);
        const rest = langevinEquilibrium({ moments: near, hidden: 1, temperature: 1e-25, weightDecay: 1e-25 });
        expect(rest.loss).toBeLessThan(tolerance.limit * near.syy);
      }
    }
  });

  it('refuses labels of which a linear fit explains more than there is', () => {
    const eye = matrix(2, 2, [1, 0, 0, 1]);
    const impossible = { sxx: eye, syx: matrix(1, 2, [0.8, 0.8]), syy: 1 };
    expect(() => lazyLimit({ moments: impossible, hidden: 1, times: [1] })).toThrow('moments.syy: expected at least');
  });

  it('in continuous time arrives at the least predictor, and stays there for any time', () => {
    const few = moments(randomNormal({ seed: 1, rows: 3, cols: 6 }), randomNormal({ seed: 2, rows: 3, cols: 2 }));
    const end = minimumNorm(few);
    const { predictors, diverged } = lazyLimit({
      moments: few,
      hidden: 2,
      times: [1e3, 1e6, 1e12, 1e18, 1e100, 1e308],
    });
    expect(diverged).toBeUndefined();
    for (const predictor of predictors) expect(difference(predictor, end)).toBeLessThan(tolerance.limit);
  });

  it('has no scale of its own', () => {
    const { sxx, syx, syy } = momentsOfTarget(
      [
        [1, 0.2],
        [0.2, 0.5],
      ],
      [[1, -0.5]],
    );
    const run = (c: number) => {
      const { loss, predictors } = lazyLimit({
        moments: { sxx: scaled(sxx, c), syx: scaled(syx, c), syy: c * syy },
        hidden: 2,
        lr: 0.5 / c,
        steps: 5,
      });
      return [...Array.from(loss, (value) => value / c), ...predictors[5].data];
    };
    const expected = run(1);
    for (const c of [2 ** -900, 2 ** -540, 2 ** 540, 2 ** 900]) {
      run(c).forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(tolerance.limit);
      });
    }
  });

  it('names the critical learning rate when it diverges', () => {
    const { criticalLr } = lazyLimit({ moments: data, hidden: 2, lr: 0.1, steps: 1 });
    const values = eigvalsh(data.sxx);
    expect(criticalLr).toBeCloseTo((2 * 4) / (3 * values[3]), 10);
    const below = lazyLimit({ moments: data, hidden: 2, lr: 0.999 * criticalLr, steps: 3000 });
    const above = lazyLimit({ moments: data, hidden: 2, lr: 1.001 * criticalLr, steps: 3000 });
    expect(below.loss[3000]).toBeLessThan(below.loss[0]);
    expect(above.loss[3000]).toBeGreaterThan(above.loss[0]);
    const { diverged, steps, loss } = lazyLimit({ moments: data, hidden: 2, lr: 1e3, steps: 3000 });
    expect(diverged?.step).toBe(steps + 1);
    expect(diverged?.criticalLr).toBe(criticalLr);
    expect(loss.every(Number.isFinite)).toBe(true);
  });

  it('has no steps where the first loss is no number, also of moments near the end of float64', () => {
    const beyond = { sxx: [[1.7e308]], syx: [[0]], syy: 1 };
    const limit = lazyLimit({ moments: beyond, hidden: 1, lr: 0.1, steps: 3, initialPredictor: [[10]] });
    expect([limit.steps, limit.loss.length, limit.diverged?.step]).toEqual([0, 0, 0]);
    expect(() => limit.predictor(0)).toThrow('t: expected');
  });

  it('works for one input, one output and no steps', () => {
    const tiny = momentsOfTarget([[2]], [[0.5]]);
    const limit = lazyLimit({ moments: tiny, hidden: 1, lr: 0.1, steps: 0 });
    expect(limit.predictors).toHaveLength(1);
    expect(limit.loss[0]).toBeCloseTo(0.25, 12);
  });

  it('refuses what it does not describe, by name', () => {
    const run = (changed: object) => () => lazyLimit({ moments: data, hidden: 2, lr: 0.1, steps: 3, ...changed });
    expect(run({ gamma0: 1 })).toThrow('gamma0: expected it to be absent');
    expect(run({ weightDecay: 0.1 })).toThrow('weightDecay: expected');
    expect(run({ temperature: 0.1 })).toThrow('temperature: expected');
    expect(run({ steps: 1e9 })).toThrow(/steps: expected an integer of at least 0 and at most \d+, got 1000000000/);
    expect(run({ momentum: 1 })).toThrow('momentum: expected a number of at least 0 and below 1, got 1');
    expect(run({ momentum: 0.5, flow: true })).toThrow('momentum: expected 0 with gradient flow, got 0.5');
    expect(run({ times: [0, 1] })).toThrow('lr: expected none with times');
    expect(run({ lr: undefined, steps: undefined, times: [1, 0] })).toThrow(
      'times[1]: expected at least the time before it',
    );
    expect(run({ hidden: Number.POSITIVE_INFINITY })).toThrow('hidden: expected a finite number without residual');
    expect(run({ hidden: Number.POSITIVE_INFINITY, residual: false })).toThrow('residual: expected');
    expect(run({ initialPredictor: [[1]] })).toThrow('initialPredictor: expected 2×4, got 1×1');
    expect(run({ typo: 1 })).toThrow('typo');
  });
});
