import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { gpPosterior } from '../../src/limits/gpPosterior';
import type { Activation } from '../../src/limits/kernels/activation';
import { maxLearningRate } from '../../src/limits/maxLearningRate';
import { nngpKernel } from '../../src/limits/nngpKernel';
import { ntkKernel } from '../../src/limits/ntkKernel';
import { ntkPredictor } from '../../src/limits/ntkPredictor';
import { matmul } from '../../src/linalg/matmul';
import { type Matrix, matrix } from '../../src/matrix';
import { randomNormal } from '../../src/random/randomNormal';
import { rng } from '../../src/random/rng';
import data from '../reference/data/staticKernels.json';
import { tolerance } from '../tolerances';

const law = data.training_law[0];
const net = {
  activation: law.act as Activation,
  hidden: law.depth,
  weightVariance: law.sw2,
  biasVariance: law.sb2,
};
const y = data.y.map((v) => [v]);
const train = ntkKernel(data.X, net);
const all = [...data.X, ...data.Xt];
const cross = ntkKernel(all, data.X, net);
const points = { ntk: cross, nngp: cross.nngp, prior: nngpKernel(all, net) };
const relu = { activation: 'relu', hidden: 2, weightVariance: 2, biasVariance: 0.1 } as const;

function expectClose(m: Matrix, wanted: readonly number[], least: number = tolerance.limit): void {
  expect(m.data.length).toBe(wanted.length);
  const scale = Math.max(...wanted.map(Math.abs));
  for (const [i, v] of wanted.entries()) expect(Math.abs(m.data[i] - v)).toBeLessThan(least * scale);
}

describe('ntkPredictor', () => {
  it.each([
    [false, law.mean_ct, law.cov_ct],
    [true, law.mean_gd, law.cov_gd],
  ])('discrete = %s: tabulated mean and covariance of the ensemble', (discrete, mean, cov) => {
    const predictor = ntkPredictor({ ntk: train, nngp: train.nngp, y, lr: law.lr, discrete });
    const at = predictor(law.t, points);
    expectClose(at.mean, mean);
    expectClose(at.covariance!, cov.flat());
  });

  it.each([false, true])(
    'discrete = %s: a singular kernel has the predictions of infinite time at any late time',
    (discrete) => {
      const samples = [
        [1, 0.2],
        [0.3, -1],
        [1, 0.2],
        [-0.4, 0.9],
      ];
      const labels = [[1], [0], [-1], [0.5]];
      const tests = [
        [0.5, 0.5],
        [2, -1],
      ];
      // two labels of one sample; and more samples than inputs of a linear net
      for (const activation of ['relu', 'linear'] as const) {
        const kernels = { activation, hidden: 2 };
        const ntk = ntkKernel(samples, kernels);
        const between = ntkKernel(tests, samples, kernels);
        const predictor = ntkPredictor({ ntk, nngp: ntk.nngp, y: labels, lr: 0.1, discrete });
        const at = { ntk: between, nngp: between.nngp, prior: nngpKernel(tests, kernels) };
        const end = predictor(Number.POSITIVE_INFINITY, at);
        for (const t of discrete ? [1e6, 1e12, 9e15] : [1e6, 1e12, 1e18, 1e100, 1e308]) {
          const { mean, covariance } = predictor(t, at);
          expectClose(mean, Array.from(end.mean.data));
          expectClose(covariance!, Array.from(end.covariance!.data));
          expectClose(predictor(t).mean, Array.from(predictor(Number.POSITIVE_INFINITY).mean.data));
        }
      }
    },
  );

  it('discrete steps are those of a recursion from a given f_0', () => {
    const x = randomNormal({ seed: 1, rows: 8, cols: 3 });
    const ntk = ntkKernel(x, relu);
    const labels = randomNormal({ seed: 2, rows: 8, cols: 2 });
    const initial = randomNormal({ seed: 3, rows: 8, cols: 2 });
    const lr = 0.7 * maxLearningRate(ntk);
    const predictor = ntkPredictor({ ntk, y: labels, lr, discrete: true, initial });
    let f = initial;
    for (let t = 0; t < 12; t++) {
      expectClose(predictor(t).mean, Array.from(f.data));
      const error = matrix(
        8,
        2,
        f.data.map((v, i) => (v - labels.data[i]) / 8),
      );
      const step = matmul(ntk, error);
      f = matrix(
        8,
        2,
        f.data.map((v, i) => v - lr * step.data[i]),
      );
    }
  });

  it('flow is the limit of small steps, infinite time the limit of finite', () => {
    const x = randomNormal({ seed: 4, rows: 6, cols: 3 });
    const ntk = ntkKernel(x, relu);
    const labels = randomNormal({ seed: 5, rows: 6, cols: 1 });
    const flow = ntkPredictor({ ntk, nngp: ntk.nngp, y: labels, lr: 1 });
    const gaps = [1000, 2000].map((steps) => {
      const { mean } = ntkPredictor({ ntk, y: labels, lr: 3 / steps, discrete: true })(steps);
      return Math.max(...mean.data.map((v, i) => Math.abs(v - flow(3).mean.data[i])));
    });
    expect(Math.abs(gaps[0] / gaps[1] - 2)).toBeLessThan(tolerance.firstOrder);
    const end = flow(Number.POSITIVE_INFINITY);
    expectClose(end.mean, Array.from(labels.data));
    expectClose(flow(1e9).mean, Array.from(end.mean.data));
    for (const v of end.covariance!.data) expect(Math.abs(v)).toBeLessThan(tolerance.limit);
    expectClose(flow(0).covariance!, Array.from(ntk.nngp.data));
  });

  it('labels off a smooth kernel, whose small eigenvalues are rounding of any sign, stay bounded at every late time', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const x = randomNormal({ seed, rows: 60, cols: 1 });
      const labels = randomNormal({ seed: seed + 1000, rows: 60, cols: 1 });
      const size = Math.hypot(...labels.data);
      const smooth = { activation: 'tanh', hidden: 1 } as const;
      const ntk = ntkKernel(x, smooth);
      const test = ntkKernel([[0.1], [0.5], [1]], x, smooth);
      for (const discrete of [false, true]) {
        const predictor = ntkPredictor({ ntk, nngp: ntk.nngp, y: labels, lr: 1, discrete });
        const end = discrete ? undefined : predictor(Number.POSITIVE_INFINITY);
        let before = Number.POSITIVE_INFINITY;
        for (let t = 1; t < 1e16; t *= 10) {
          const { mean, covariance } = predictor(t);
          const left = Math.hypot(...mean.data.map((v, i) => v - labels.data[i])) / size;
          expect(left, `time ${t}`).toBeLessThan(1 + 1e-9);
          // but for modes that are cut off as rounding
          expect(left).toBeLessThan(before + 0.05);
          expect(Math.min(...covariance!.data.filter((_, k) => k % 61 === 0))).toBeGreaterThan(-1e-10);
          before = left;
        }
        for (const t of [1e20, 1e100, 1e300].slice(0, discrete ? 0 : 3)) {
          // to the rounding that the smallest eigenvalue above rounding multiplies
          const rounded = 1e-4;
          expectClose(predictor(t).mean, Array.from(end!.mean.data), rounded);
          const points = { ntk: test };
          const alone = ntkPredictor({ ntk, y: labels, lr: 1 });
          expectClose(alone(t, points).mean, Array.from(alone(Number.POSITIVE_INFINITY, points).mean.data), rounded);
        }
      }
    }
    const indefinite = [
      [1, 2],
      [2, 1],
    ];
    expect(() => ntkPredictor({ ntk: indefinite, y: [[1], [2]], lr: 1 })(1)).toThrow(
      'ntk: expected a kernel, whose eigenvalues are not negative',
    );
  });

  it('a singular kernel has the same limit by eigenvectors', () => {
    // 4 samples of 3 inputs, linear: one mode that the kernel does not see
    const predictor = ntkPredictor({ ntk: train, nngp: train.nngp, y, lr: law.lr });
    const [late, end] = [predictor(1e5, points), predictor(Number.POSITIVE_INFINITY, points)];
    expectClose(end.mean, Array.from(late.mean.data));
  });

  it('posterior of the last layer alone: with the NNGP kernel for both, infinite time is noiseless regression', () => {
    const x = randomNormal({ seed: 6, rows: 7, cols: 4 });
    const test = randomNormal({ seed: 7, rows: 3, cols: 4 });
    const labels = randomNormal({ seed: 8, rows: 7, cols: 2 });
    const [k, ks, kss] = [nngpKernel(x, relu), nngpKernel(test, x, relu), nngpKernel(test, relu)];
    const end = ntkPredictor({ ntk: k, nngp: k, y: labels, lr: 1 })(Number.POSITIVE_INFINITY, {
      ntk: ks,
      nngp: ks,
      prior: kss,
    });
    const posterior = gpPosterior({ kernel: k, y: labels });
    expectClose(end.mean, Array.from(posterior.mean(ks).data));
    expectClose(
      end.covariance!,
      Array.from(posterior.covariance(ks, kss).data),
      tolerance.conditioned(posterior.conditionNumber),
    );
  });

  it('keeps what it was given, whatever becomes of the matrices afterwards', () => {
    const x = randomNormal({ seed: 9, rows: 5, cols: 6 });
    const [ntk, nngp] = [ntkKernel(x, relu), nngpKernel(x, relu)];
    const labels = randomNormal({ seed: 10, rows: 5, cols: 2 });
    const initial = randomNormal({ seed: 11, rows: 5, cols: 2 });
    const predictors = [{ nngp }, { initial }].map((start) => ntkPredictor({ ntk, y: labels, lr: 1, ...start }));
    const before = predictors.map((predictor) => predictor(2));
    for (const { data } of [ntk, nngp, labels, initial]) data.fill(7);
    expect(predictors.map((predictor) => predictor(2))).toEqual(before);
  });

  it('steps that diverge end in an error once float64 does not hold them', () => {
    const predictor = ntkPredictor({ ntk: train, nngp: train.nngp, y, lr: 10 * law.max_lr, discrete: true });
    expect(Number.isFinite(predictor(3).covariance!.data[0])).toBe(true);
    for (const t of [400, 1e8]) expect(() => predictor(t)).toThrow(NumericalError);
  });

  it('bad arguments are refused by name', () => {
    const given = { ntk: train, y, lr: 0.1 };
    const skew = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 4 : i > j ? 1 : 0)));
    expect(() => ntkPredictor({ ...given, ntk: skew })).toThrow('ntk: expected a symmetric matrix');
    expect(() => ntkPredictor({ ...given, nngp: skew })).toThrow('nngp: expected a symmetric matrix');
    expect(() => ntkPredictor({ ...given, lr: 0 })).toThrow('lr: expected');
    expect(() => ntkPredictor({ ...given, y: [[1]] })).toThrow('ntk: expected 1×1, got 4×4');
    expect(() => ntkPredictor({ ...given, nngp: train, initial: y })).toThrow(
      'initial: expected nothing together with nngp',
    );
    expect(() => ntkPredictor({ ...given, discrete: true })(0.5)).toThrow('t: expected an integer');
    expect(() => ntkPredictor(given)(-1)).toThrow('t: expected');
    expect(() => ntkPredictor({ ...given, nngp: train })(1, { ntk: cross })).toThrow('points.nngp: expected a matrix');
    expect(() => ntkPredictor(given)(1, { ntk: cross, initial: y })).toThrow('points.initial: expected nothing');
    expect(() => ntkPredictor({ ...given, lr: 1e6, discrete: true })(Number.POSITIVE_INFINITY)).toThrow(
      'maxLearningRate',
    );
  });
});

describe('gpPosterior', () => {
  const kernel = nngpKernel(data.X, net);
  const test = nngpKernel(data.Xt, data.X, net);
  const prior = nngpKernel(data.Xt, net);

  it('has the tabulated mean and covariance', () => {
    const posterior = gpPosterior({ kernel, y, noiseStd: Math.sqrt(law.gp_noise) });
    expectClose(posterior.mean(test), law.gp_mean);
    expectClose(posterior.covariance(test, prior), law.gp_cov.flat());
    const [a, b] = posterior.variance(test, [prior.data[0], prior.data[3]]);
    expectClose(matrix(1, 2, [a, b]), [law.gp_cov[0][0], law.gp_cov[1][1]]);
  });

  it('log evidence is the sum of one-step predictive densities, for several outputs', () => {
    const noise = 0.3;
    const labels = randomNormal({ seed: 9, rows: 4, cols: 2 });
    let sum = 0;
    for (let p = 0; p < 4; p++) {
      const head = data.X.slice(0, p);
      const own = nngpKernel([data.X[p]], net).data[0];
      const before =
        p === 0
          ? undefined
          : gpPosterior({
              kernel: nngpKernel(head, net),
              y: matrix(p, 2, labels.data.slice(0, 2 * p)),
              noiseStd: noise,
            });
      const row = p === 0 ? undefined : nngpKernel([data.X[p]], head, net);
      const variance = (before ? before.variance(row!, [own])[0] : own) + noise ** 2;
      for (let c = 0; c < 2; c++) {
        const gap = labels.data[2 * p + c] - (before ? before.mean(row!).data[c] : 0);
        sum -= 0.5 * (gap ** 2 / variance + Math.log(2 * Math.PI * variance));
      }
    }
    const posterior = gpPosterior({ kernel, y: labels, noiseStd: noise });
    expect(Math.abs(posterior.logEvidence - sum)).toBeLessThan(tolerance.limit * Math.abs(sum));
    expect(posterior.suggestedRidge).toBe(0);
  });

  it('refuses kernels of test inputs that no inputs have, and no training input as a test input, however ill conditioned', () => {
    const posterior = gpPosterior({ kernel, y, noiseStd: 0.3 });
    const scaled = test.data.map((value) => 4 * value);
    const cross = matrix(test.rows, test.cols, scaled);
    expect(() => posterior.variance(cross, [prior.data[0], prior.data[3]])).toThrow(
      /^priorDiagonal\[0\]: expected at least/,
    );
    expect(() => posterior.covariance(cross, prior)).toThrow(/^prior\[0\]\[0\]: expected at least/);
    for (const by of [1e-3, 1e-5, 1e-6]) {
      const near = nngpKernel(
        [
          [1, 0, 0],
          [1, by, 0],
          [0, 0, 1],
        ],
        { ...relu, activation: 'linear' },
      );
      const own = [0, 1, 2].map((i) => near.data[4 * i]);
      const left = gpPosterior({ kernel: near, y: [[1], [1], [1]] }).variance(near, own);
      for (const [i, value] of left.entries()) expect(value).toBeLessThan(0.01 * own[i]);
    }
  });

  it('an ill-conditioned kernel comes with a ridge that mends it', () => {
    const near = [
      [1, 0, 0],
      [1, 1e-6, 0],
      [0, 0, 1],
    ];
    const made = nngpKernel(near, { ...relu, activation: 'linear' });
    const posterior = gpPosterior({ kernel: made, y: [[1], [1], [1]] });
    expect(posterior.conditionNumber).toBeGreaterThan(1e11);
    expect(posterior.suggestedRidge).toBeGreaterThan(0);
    const mended = gpPosterior({ kernel: made, y: [[1], [1], [1]], noiseStd: Math.sqrt(posterior.suggestedRidge) });
    expect(mended.suggestedRidge).toBeLessThan(posterior.suggestedRidge);
    expect(mended.conditionNumber).toBeLessThan(2e10);
    expect(() =>
      gpPosterior({
        kernel: [
          [1, 1],
          [1, 1 - 1e-3],
        ],
        y: [[1], [1]],
      }),
    ).toThrow(/kernel \+ noiseStd².*try adding a ridge/);
  });

  it('the ridge of the message is one that works, for kernels with duplicated samples and of low rank', () => {
    let refused = 0;
    for (let seed = 0; seed < 24; seed++) {
      const samples = 5 + 6 * seed;
      const distinct = Math.ceil(0.7 * samples);
      const draws = rng(seed).normal(3 * distinct);
      const x = Array.from({ length: samples }, (_, i) =>
        Array.from(draws.subarray(3 * (i % distinct), 3 * (i % distinct) + 3)),
      );
      const activation = (['linear', 'relu', 'erf', 'gelu'] as const)[seed % 4];
      const made = nngpKernel(x, { activation, hidden: 1 + (seed % 3), weightVariance: 1.5 });
      const y = x.map((_, i) => [i % 7]);
      try {
        gpPosterior({ kernel: made, y });
      } catch (error) {
        refused++;
        const ridge = Number(/ridge of (\S+) /.exec((error as Error).message)![1]);
        expect(gpPosterior({ kernel: made, y, noiseStd: Math.sqrt(ridge) }).suggestedRidge).toBeGreaterThan(0);
        expect(ridge).toBeLessThan(1e-9 * made.data[0] * samples);
      }
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('a little noise is enough, also for many samples in few dimensions', () => {
    const x = Array.from({ length: 400 }, (_, i) => [i / 200 - 1]);
    const erf = { activation: 'erf', hidden: 1, biasVariance: 0.1 } as const;
    const made = nngpKernel(x, erf);
    const y = x.map(([v]) => [Math.sin(3 * v)]);
    expect(() => gpPosterior({ kernel: made, y })).toThrow(NumericalError);
    const { mean, conditionNumber } = gpPosterior({ kernel: made, y, noiseStd: 1e-5 });
    expect(conditionNumber).toBeGreaterThan(1e12);
    expect(Math.abs(mean(nngpKernel([[0.3]], x, erf)).data[0] - Math.sin(0.9))).toBeLessThan(1e-4);
    // σ² that rounding of the kernel hides
    expect(() => gpPosterior({ kernel: made, y, noiseStd: 1e-8 })).toThrow(NumericalError);
  });

  it('bad arguments are refused by name', () => {
    expect(() => gpPosterior({ kernel, y: [[1]] })).toThrow('kernel: expected 1×1');
    expect(() => gpPosterior({ kernel, y, noiseStd: -1 })).toThrow('noiseStd: expected');
    expect(() => gpPosterior({ kernel, y, noise: 1 } as never)).toThrow('"noise"');
    const posterior = gpPosterior({ kernel, y, noiseStd: 1 });
    expect(() => posterior.mean([[1]])).toThrow('cross: expected 4 columns');
    expect(() => posterior.covariance(test, [[1]])).toThrow('prior: expected 2×2');
    expect(() => posterior.variance(test, [1])).toThrow('priorDiagonal: expected 2 numbers');
  });
});

describe('maxLearningRate', () => {
  it('is a rate at which infinitely many steps do not end, whatever its rounding', () => {
    for (let k = 1; k <= 20; k++) {
      const ntk = [
        [1 + k / 7, 0.3, 0.1],
        [0.3, 2, k / 30],
        [0.1, k / 30, 1.7],
      ];
      const most = maxLearningRate(ntk);
      const train = (lr: number) =>
        ntkPredictor({ ntk, y: [[1], [2], [3]], lr, discrete: true })(Infinity).mean.data[2];
      expect(() => train(most), `k = ${k}`).toThrow('(maxLearningRate) for infinitely many steps');
      expect(train(most * (1 - 1e-12))).toBeCloseTo(3, 9);
    }
  });

  it('is the tabulated one, and where discrete training stops converging', () => {
    expect(Math.abs(maxLearningRate(train) / law.max_lr - 1)).toBeLessThan(tolerance.limit);
    expect(maxLearningRate(train, { momentum: 0.5 })).toBeCloseTo(1.5 * law.max_lr, 9);
    const size = (lr: number) => Math.abs(ntkPredictor({ ntk: train, y, lr, discrete: true })(1001).mean.data[0]);
    expect(size(0.99 * law.max_lr)).toBeLessThan(2);
    expect(size(1.01 * law.max_lr)).toBeGreaterThan(1e6);
    expect(() => maxLearningRate(train, { momentum: 1 })).toThrow('momentum: expected');
    for (const indefinite of [
      [
        [-5, 0],
        [0, 1e-3],
      ],
      [[-1]],
      [
        [1, 2],
        [2, 1],
      ],
    ]) {
      expect(() => maxLearningRate(indefinite)).toThrow('ntk: expected a kernel, whose eigenvalues are not negative');
    }
    expect(() => maxLearningRate([[1e-310]])).toThrow(NumericalError);
    expect([
      maxLearningRate([[0]]),
      maxLearningRate([
        [1, 1],
        [1, 1 - 1e-7],
      ]),
    ]).toEqual([Infinity, expect.closeTo(2, 6)]);
    expect(() => maxLearningRate([[1, 2]])).toThrow('ntk: expected a square matrix, got 1×2');
    expect(() => maxLearningRate(3 as never)).toThrow('ntk: expected a Matrix or an array of rows, got 3');
  });
});
