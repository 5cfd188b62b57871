import { describe, expect, it } from 'vitest';
import { mean, variance } from '../../src/checks/statistics';
import {
  createNet,
  infiniteWidth,
  type Matrix,
  matmul,
  matrix,
  moments,
  type OptimizerOptions,
  randomNormal,
  rng,
  train,
  trainEnsemble,
  twoLayerAnyWidth,
  twoLayerAnyWidthSteps,
  workspace,
} from '../../src/index';
import { bartlett, chiSquare } from '../../src/limits/mixture/bartlett';
import { significance, tolerance } from '../tolerances';

const data = moments(randomNormal({ seed: 1, rows: 12, cols: 4 }), randomNormal({ seed: 2, rows: 12, cols: 2 }));
const steps = 20;
const run = { moments: data, lr: 0.2, steps } as const;
const optimizers: [string, Omit<OptimizerOptions, 'temperature'>][] = [
  ['plain steps', {}],
  ['momentum and decay', { momentum: 0.6, weightDecay: [0.1, 0.2], decoupledDecay: 0.05 }],
  ["Nesterov's variant", { momentum: 0.6, nesterov: true }],
];

/** P = mean over neurons of θθᵀ. */
function secondMoments([first, readout]: Matrix[]): Matrix {
  const [n, inputs, outputs] = [first.rows, first.cols, readout.rows];
  const size = inputs + outputs;
  const theta = (i: number, j: number) =>
    j < inputs ? first.data[i * inputs + j] : readout.data[(j - inputs) * n + i];
  const out = matrix(size, size);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++) out.data[j * size + k] += (theta(i, j) * theta(i, k)) / n;
  }
  return out;
}

describe('twoLayerAnyWidth', () => {
  it.each(optimizers)('follows a net of width 7, or 3, from its own second moments: %s', (_, optimizer) => {
    for (const width of [7, 3]) {
      const net = createNet({
        inputs: 4,
        outputs: 2,
        hidden: 1,
        width,
        gamma0: 1.5,
        initialScales: [0.8, 1.2],
        seed: 5,
      });
      const rates = { ...run, ...optimizer, layerLr: [1, 0.5] };
      const trained = train(net, { ...rates, record: { every: 1, quantities: ['predictor'] } });
      const exact = twoLayerAnyWidth({ ...rates, width, gamma0: 1.5, initial: secondMoments(net.weights()) });
      exact.predictors.forEach((beta, t) => {
        beta.data.forEach((value, i) => {
          expect(Math.abs(value - trained.predictors![t].data[i])).toBeLessThan(tolerance.trained('float64', steps));
        });
        expect(Math.abs(exact.loss[t] - trained.loss[t])).toBeLessThan(
          tolerance.trainedLoss('float64', steps) * data.syy,
        );
      });
      expect(exact.variance.every((value) => value === 0)).toBe(true);
    }
  });

  it.each(optimizers)('is infiniteWidth at infinite width: %s', (_, optimizer) => {
    const options = { ...run, ...optimizer, gamma0: 2, initialScales: [0.9, 1.1], layerLr: [1, 2] };
    const exact = twoLayerAnyWidth({ ...options, width: Number.POSITIVE_INFINITY });
    const limit = infiniteWidth({ ...options, hidden: 1 });
    expect(exact.draws).toBe(1);
    exact.predictors.forEach((beta, t) => {
      beta.data.forEach((value, i) => {
        expect(Math.abs(value - limit.predictors[t].data[i])).toBeLessThan(tolerance.recursion(steps));
      });
    });
  });

  it.each([3, 6, 7, 40])('has mean and variance of the losses of nets of width %s', (width) => {
    const exact = twoLayerAnyWidth({ ...run, width, draws: 2000, seed: 1 });
    const nets = trainEnsemble({ inputs: 4, outputs: 2, hidden: 1, width }, { ...run, seeds: 2000 });
    for (const t of [0, 4, steps]) {
      const seen = nets.runs.map(({ loss }) => loss[t]);
      const z = (exact.loss[t] - mean(seen)) / Math.sqrt((exact.variance[t] + variance(seen)) / 2000);
      expect(Math.abs(z)).toBeLessThan(significance.most);
      const squares = (values: number[]) => values.map((value) => (value - mean(values)) ** 2);
      const [ours, theirs] = [squares(exact.losses.map((loss) => loss[t])), squares(seen)];
      const spread = Math.sqrt((variance(ours) + variance(theirs)) / 2000);
      expect(Math.abs((exact.variance[t] - variance(seen)) / spread)).toBeLessThan(significance.most);
    }
    // and not those of nets twice as wide
    const wrong = twoLayerAnyWidth({ ...run, width: 2 * width, draws: 2000, seed: 1 });
    const start = nets.runs.map(({ loss }) => loss[0]);
    const z = (wrong.loss[0] - mean(start)) / Math.sqrt((wrong.variance[0] + variance(start)) / 2000);
    expect(Math.abs(z)).toBeGreaterThan(significance.decisive);
  });

  it('has a variance ∝ 1/N and a mean off by ∝ 1/N, up to widths that no net could have', () => {
    const infinite = infiniteWidth({ ...run, hidden: 1 });
    const at = (width: number) => twoLayerAnyWidth({ ...run, width, draws: 8000, steps: 5, seed: 2 });
    const [near, far] = [at(1e3), at(1e9)];
    const relative = Math.sqrt((2 * 2) / 8000);
    expect(Math.abs(Math.log((near.variance[5] * 1e3) / (far.variance[5] * 1e9)))).toBeLessThan(
      significance.most * relative,
    );
    expect(Math.abs((far.loss[5] - infinite.loss[5]) / far.standardError[5])).toBeLessThan(significance.most);
    expect((near.loss[5] - infinite.loss[5]) / near.standardError[5]).toBeGreaterThan(significance.most);
  });

  it('gives bands: quantiles of the losses', () => {
    const exact = twoLayerAnyWidth({ ...run, width: 10, draws: 101, seed: 3 });
    const sorted = exact.losses.map((loss) => loss[7]).sort((a, b) => a - b);
    expect(exact.quantile(0.05)[7]).toBe(sorted[5]);
    expect(exact.quantile(1)[7]).toBe(sorted[100]);
    expect(exact.quantile(0.505)[7]).toBeCloseTo((sorted[50] + sorted[51]) / 2, 12);
    expect(() => exact.quantile(2)).toThrow('p: expected a number from 0 to 1');
  });

  it('gives the same draws for the same seed and others for another', () => {
    const draw = (seed: number, draws: number) => twoLayerAnyWidth({ ...run, width: 10, draws, seed });
    expect(draw(3, 5).losses).toEqual(draw(3, 7).losses.slice(0, 5));
    expect(draw(3, 5).losses).not.toEqual(draw(4, 5).losses);
  });

  it('ends with what is known when draws diverge or a caller stops it', () => {
    const wild = twoLayerAnyWidth({ ...run, width: 5, lr: 1e100, draws: 4, seed: 1 });
    expect(wild.diverged?.draws).toBe(4);
    expect(wild.diverged?.step).toBe(wild.steps + 1);
    expect(wild.loss.every(Number.isFinite)).toBe(true);
    const stopped = twoLayerAnyWidth({ ...run, width: 5, draws: 1000, seed: 1, onProgress: () => false });
    expect(stopped.stopped).toEqual({ step: 1 });
    expect(stopped.loss).toEqual(twoLayerAnyWidth({ ...run, width: 5, draws: 1, seed: 1 }).loss);
    const work = twoLayerAnyWidthSteps({ ...run, width: 5, draws: 1e5, steps: 200, seed: 1 });
    work.next();
    work.next(true);
    const end = work.next(false).value as ReturnType<typeof twoLayerAnyWidth>;
    expect(end.draws).toBe(end.stopped?.step);
    expect(end.loss[3]).toBeCloseTo(mean(end.losses.map((loss) => loss[3])), 12);
    expect(end.loss).toEqual(twoLayerAnyWidth({ ...run, width: 5, draws: end.draws, steps: 200, seed: 1 }).loss);
    expect(end.predictors).toEqual(
      twoLayerAnyWidth({ ...run, width: 5, draws: end.draws, steps: 200, seed: 1 }).predictors,
    );
  });

  it('has no negative loss where the labels are fitted, and no steps where the first loss is no number', () => {
    const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
    const teacher = randomNormal({ seed: 5, rows: 2, cols: 4 });
    const fitted = moments(x, matmul(x, teacher, { transposeB: true }));
    const late = twoLayerAnyWidth({ moments: fitted, lr: 0.3, steps: 400, width: Number.POSITIVE_INFINITY });
    expect(Math.min(...late.loss)).toBe(0);
    const beyond = { sxx: [[1e308]], syx: [[0]], syy: 1 };
    const none = twoLayerAnyWidth({
      moments: beyond,
      lr: 1,
      steps: 3,
      width: 1,
      draws: 2,
      seed: 1,
      initialScales: 1e3,
    });
    expect([none.steps, none.loss.length, none.diverged?.step]).toEqual([0, 0, 0]);
  });

  it('refuses bad options by name', () => {
    const bad = (changed: object) => () => twoLayerAnyWidth({ ...run, width: 5, seed: 1, ...changed });
    expect(bad({ width: 0.5 })).toThrow('width: expected an integer');
    expect(bad({ seed: undefined })).toThrow('seed: expected');
    expect(bad({ temperature: 1 })).toThrow('temperature');
    expect(bad({ steps: 3e7 })).toThrow(/steps: expected an integer of at least 0 and at most/);
    expect(bad({ hidden: 2 })).toThrow('hidden');
    expect(bad({ initial: [[1]] })).toThrow('initial: expected 6×6');
    const start = matrix(
      6,
      6,
      [6, 5, 4, 3, 2, 1].flatMap((v, i) => Array.from({ length: 6 }, (_, j) => (i === j ? v : 0))),
    );
    expect(bad({ initial: start, initialScales: 1 })).toThrow('initialScales: expected none of a given start, got 1');
    expect(
      bad({
        initial: matrix(
          6,
          6,
          Float64Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? -1 : 0)),
        ),
      }),
    ).toThrow('initial: expected a positive semidefinite matrix');
    expect(bad({ width: Number.POSITIVE_INFINITY, draws: 5 })).toThrow('draws: expected none');
  });
});

describe('bartlett', () => {
  it('draws second moments with the covariance (Σ_ik Σ_jl + Σ_il Σ_jk)·N', () => {
    const [n, width, draws] = [3, 20, 5000];
    const ws = workspace();
    const rows = ws.matrix(n, n);
    const entries = Array.from({ length: n * n }, () => new Float64Array(draws));
    for (let k = 0; k < draws; k++) {
      bartlett(rows, width, rng(1).fork(k));
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let q = 0; q < n; q++) entries[i * n + j][k] += rows.row(q)[i] * rows.row(q)[j];
        }
      }
    }
    ws.dispose();
    for (let a = 0; a < n * n; a++) {
      const [i, j] = [Math.floor(a / n), a % n];
      const z = (mean(entries[a]) - (i === j ? width : 0)) / Math.sqrt((width * (1 + +(i === j))) / draws);
      expect(Math.abs(z)).toBeLessThan(significance.most);
      for (let b = 0; b <= a; b++) {
        const [k, l] = [Math.floor(b / n), b % n];
        const products = entries[a].map(
          (value, s) => (value - (i === j ? width : 0)) * (entries[b][s] - (k === l ? width : 0)),
        );
        const expected = width * (+(i === k && j === l) + +(i === l && j === k));
        const off = (mean(products) - expected) / Math.sqrt(variance(products) / draws);
        expect(Math.abs(off)).toBeLessThan(significance.most);
      }
    }
  });

  it.each([1, 5, 17, 1000])('χ² with %s degrees of freedom has its first three moments', (dof) => {
    const source = rng(8).fork(dof);
    const values = Array.from({ length: 8000 }, () => (chiSquare(dof, source) - dof) / Math.sqrt(2 * dof));
    const z = (power: number, expected: number) => {
      const powers = values.map((value) => value ** power);
      return Math.abs((mean(powers) - expected) / Math.sqrt(variance(powers) / values.length));
    };
    expect(z(1, 0)).toBeLessThan(significance.most);
    expect(z(2, 1)).toBeLessThan(significance.most);
    expect(z(3, Math.sqrt(8 / dof))).toBeLessThan(significance.most);
  });
});
