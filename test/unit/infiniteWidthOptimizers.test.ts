import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InfiniteWidthOptions, infiniteWidth } from '../../src/limits/infiniteWidth';
import { type Matrix, matrix } from '../../src/matrix';
import { langevinSaddle } from '../reference/langevinSaddle';
import { momentsOfSamples, momentsOfTarget } from '../reference/momentsOf';
import { twoLayerTwin } from '../reference/twoLayer';
import { tolerance } from '../tolerances';

const sxx = [
  [1.3, 0.2, -0.1],
  [0.2, 0.8, 0.3],
  [-0.1, 0.3, 0.9],
];
const target = [
  [1, -0.5, 0.3],
  [0.2, 0.7, -0.6],
];
const moments = momentsOfTarget(sxx, target);

/** Syx − Beta·Sxx. */
function errorOf(beta: number[][]): number[][] {
  return beta.map((row, c) =>
    row.map((_, d) => moments.syx.data[c * 3 + d] - row.reduce((sum, value, e) => sum + value * sxx[e][d], 0)),
  );
}

function largestDifference(a: Matrix, b: number[][]): number {
  return Math.max(...b.flat().map((value, i) => Math.abs(a.data[i] - value)));
}

const optimizers = fc.record({
  momentum: fc.double({ min: 0, max: 0.9, noNaN: true }),
  nesterov: fc.boolean(),
  weightDecay: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
  decoupledDecay: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
  temperature: fc.constantFrom(0, 0.3),
  gamma0: fc.double({ min: 0.2, max: 2, noNaN: true }),
});

describe('infiniteWidth with momentum, decay and noise', () => {
  it('is the exact recursion of the second moments of one hidden layer', () => {
    fc.assert(
      fc.property(optimizers, ({ gamma0, ...rule }) => {
        const rates = Array.from({ length: 25 }, (_, t) => 0.05 + 0.002 * t);
        // momentum keeps a noise for 1/(1 − μ) steps: the same heating with and without
        const temperature = rule.temperature * (1 - rule.momentum) ** 2;
        const common = { gamma0, initialScales: [0.8, 1.1], layerLr: [1.5, 0.6], ...rule, temperature };
        const limit = infiniteWidth({ moments, hidden: 1, steps: 25, schedule: (t) => rates[t], ...common });
        const twin = twoLayerTwin({ ...common, inputs: 3, outputs: 2, rates, error: (_, beta) => errorOf(beta) });
        twin.predictors.forEach((beta, t) => {
          const kernel = twin.gradientKernels[t];
          const size = Math.max(1, ...kernel.flat().map(Math.abs));
          expect(largestDifference(limit.gradientKernel(1, t), kernel) / size).toBeLessThan(tolerance.recursion(25));
          // the predictor is a correlation of that size over γ0
          const scale = Math.max(size / gamma0, ...beta.flat().map(Math.abs));
          expect(largestDifference(limit.predictor(t), beta) / scale).toBeLessThan(tolerance.recursion(25));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is the lazy momentum recursion as γ0 → 0, with an error of order γ0²', () => {
    for (const nesterov of [false, true]) {
      const gap = (gamma0: number) => {
        const limit = infiniteWidth({ moments, hidden: 3, lr: 0.06, steps: 30, momentum: 0.7, nesterov, gamma0 });
        let [beta, velocity] = [target, target].map((m) => m.map((row) => row.map(() => 0)));
        const read = () => beta.map((row, c) => row.map((v, d) => v + (nesterov ? 0.7 * velocity[c][d] : 0)));
        for (let t = 0; t < 30; t++) {
          const error = errorOf(read());
          velocity = velocity.map((row, c) => row.map((v, d) => 0.7 * v + ((0.06 * 4) / 3) * error[c][d]));
          beta = beta.map((row, c) => row.map((v, d) => v + velocity[c][d]));
        }
        return largestDifference(limit.predictor(30), read());
      };
      expect(gap(1e-3)).toBeLessThan(1e-5);
      expect(gap(2e-3) / gap(1e-3)).toBeCloseTo(4, 1);
    }
  });

  it('ends, with noise and decay, where the static theory puts the equilibrium', () => {
    const x = [
      [1.2, -0.4, 0.3, 0.9],
      [-0.7, 1.1, 0.2, -0.5],
      [0.4, 0.6, -1.3, 0.1],
      [-1, -0.2, 0.8, 1.4],
      [0.1, -1.2, -0.6, 0.7],
      [0.8, 0.3, 1, -1.1],
    ];
    const y = [1.4, -0.9, 0.3, 0.8, -0.2, 0.6];
    const point = [0.9, -0.6, 0.5, 0.4];
    const data = momentsOfSamples(
      x,
      y.map((value) => [value]),
    );
    const lambda = 0.3;
    for (const [hidden, gamma0, weightVariance, momentum] of [
      [1, 1, 1, 0],
      [2, 2, 1, 0],
      [3, 1.5, 1, 0],
      [2, 1, 2, 0],
      [2, 2, 1, 0.5],
    ]) {
      const temperature = lambda * weightVariance;
      const saddle = langevinSaddle({ x, y, hidden, gamma0, temperature, weightVariance });
      const limit = infiniteWidth({
        moments: data,
        hidden,
        gamma0,
        // momentum lengthens steps and heats by 1/(1 − μ)
        lr: 0.1 * (1 - momentum),
        steps: 300,
        weightDecay: lambda,
        temperature: temperature * (1 - momentum),
        momentum,
        initialScales: Math.sqrt(weightVariance),
      });
      const prediction = point.reduce((sum, value, d) => sum + value * limit.predictor(300).data[d], 0);
      const expected = saddle.mean(point);
      expect(Math.abs(prediction - expected)).toBeLessThan(tolerance.equilibrium);
      expect(Math.abs(saddle.gaussianProcess(point) - expected)).toBeGreaterThan(50 * tolerance.equilibrium);
    }
  });

  it('grows from the critical learning rate on: heavy ball and Nesterov at small γ0', () => {
    // so lazy that the linear recursion holds until the end also where it grows
    const last = (options: Partial<InfiniteWidthOptions>) =>
      infiniteWidth({ moments, hidden: 2, gamma0: 1e-12, steps: 100, lr: 1, ...options }).loss[100];
    for (const rule of [{}, { momentum: 0.6 }, { momentum: 0.6, nesterov: true }]) {
      const { diverged } = infiniteWidth({ moments, hidden: 2, lr: 50, steps: 100, ...rule });
      const { criticalLr, reason, step } = diverged!;
      expect(step).toBeGreaterThan(1);
      expect(reason).toContain(`at initialization learning rates above ${Number(criticalLr!.toPrecision(3))} are unst`);
      expect(last({ ...rule, lr: 0.97 * criticalLr! })).toBeLessThan(1e-3);
      expect(last({ ...rule, lr: 1.03 * criticalLr! })).toBeGreaterThan(10);
    }
  });

  it('says nothing of a critical learning rate where there is none: a stream of errors, frozen layers', () => {
    const error = (_t: number, beta: Matrix) => matrix(1, 1, [1 - beta.data[0]]);
    const stream = infiniteWidth({ error, inputs: 1, outputs: 1, hidden: 2, lr: 50, steps: 60 });
    expect(stream.diverged?.step).toBeGreaterThan(1);
    expect(stream.diverged?.criticalLr).toBeUndefined();
  });
});

describe('infiniteWidth with unequal widths', () => {
  it('needs only the ratios: the tangent constant of the first step stays L + 1', () => {
    for (const widthRatios of [
      [4, 0.25, 1],
      [0.1, 1, 1],
      [1e6, 1, 1],
    ]) {
      const limit = infiniteWidth({ moments, hidden: 3, lr: 0.1, steps: 1, widthRatios });
      const expected = target.map((_, c) => [0, 1, 2].map((d) => (0.1 * 4 * moments.syx.data[3 * c + d]) / 3));
      expect(largestDifference(limit.predictor(1), expected)).toBeLessThan(tolerance.recursion(1));
    }
    const options = { moments, hidden: 3, lr: 0.1, steps: 20 };
    const equal = infiniteWidth({ ...options, widthRatios: [1, 1, 1] });
    expect(equal.predictors).toEqual(infiniteWidth(options).predictors);
    // for one hidden layer there is nothing to compare a width with
    const single = infiniteWidth({ ...options, hidden: 1, widthRatios: [1] });
    expect(single.predictors).toEqual(infiniteWidth({ ...options, hidden: 1 }).predictors);
  });

  it('keeps a much wider layer lazy, and enriches a bottleneck', () => {
    const movement = (ratio: number) => {
      const limit = infiniteWidth({ moments, hidden: 2, lr: 0.1, steps: 60, widthRatios: [ratio, 1] });
      const [before, after] = [0, 60].map((t) => limit.featureKernel([[1, 0, 0]], 1, t).data[0]);
      return after / before - 1;
    };
    expect(movement(100) * 100).toBeCloseTo(movement(1000) * 1000, 1);
    expect(movement(0.3)).toBeGreaterThan(2 * movement(1));
  });
});
