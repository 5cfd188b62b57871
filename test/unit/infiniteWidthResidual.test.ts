import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightKernels } from '../../src/limits/causal/weightKernels';
import { type InfiniteWidthOptions, infiniteWidth, infiniteWidthSteps } from '../../src/limits/infiniteWidth';
import { type Matrix, matrix } from '../../src/matrix';
import { optimizer } from '../../src/optimizer';
import { momentsOfSamples, momentsOfTarget } from '../reference/momentsOf';
import { residualTwin } from '../reference/residualNets';
import { tolerance } from '../tolerances';

const table = join(import.meta.dirname, '..', 'reference', 'data', 'residualNets.json');
const { cases } = JSON.parse(readFileSync(table, 'utf8')) as {
  cases: {
    name: string;
    hidden: number;
    beta0: number;
    gamma0: number;
    steps: number;
    eta: number;
    sxx: number[][];
    target: number[][];
    loss: number[];
    times: number[];
    predictors: number[][][];
    gradientKernels: number[][][][];
    errorKernels: number[][][][];
    firstGradient?: number[][];
    lastError?: number[][];
  }[];
};

/** Largest entry of a − b over the largest entry of b. */
function difference(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  const scale = Math.max(...b.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...b.map((value, i) => Math.abs(a[i] - value))) / scale;
}

const small = momentsOfTarget(cases[0].sxx, cases[0].target);
const x = [
  [1, 0.5, -0.3],
  [-0.4, 1.2, 0.1],
  [0.3, -0.2, 0.9],
];
const two = momentsOfSamples(x, [
  [1, 0],
  [0.5, -1],
  [-0.7, 0.4],
]);

describe('infiniteWidth of residual nets', () => {
  for (const reference of cases) {
    it(`gives the tabulated curves: ${reference.name}`, () => {
      const { hidden, gamma0, steps, beta0, sxx, target } = reference;
      const moments = momentsOfTarget(sxx, target);
      const limit = infiniteWidth({ moments, hidden, gamma0, steps, lr: reference.eta, residual: { beta0 } });
      reference.loss.forEach((loss, t) => {
        expect(Math.abs(limit.loss[t] / loss - 1)).toBeLessThan(tolerance.limit);
      });
      reference.times.forEach((t, i) => {
        expect(difference(limit.predictor(t).data, reference.predictors[i].flat())).toBeLessThan(tolerance.limit);
        reference.gradientKernels[i].forEach((kernel, l) => {
          expect(difference(limit.gradientKernel(l + 1, t).data, kernel.flat())).toBeLessThan(tolerance.limit);
        });
        reference.errorKernels[i].forEach((kernel, l) => {
          expect(difference(limit.errorKernel(l + 1, t).data, kernel.flat())).toBeLessThan(tolerance.limit);
        });
      });
      const twoTime = (kernel: (t: number, s: number) => Matrix, expected: number[][] = []) => {
        const all = expected.flatMap((row, t) => row.map((_, s) => kernel(t, s).data[0]));
        if (all.length > 0) expect(difference(all, expected.flat())).toBeLessThan(tolerance.limit);
      };
      twoTime((t, s) => limit.gradientKernel(1, t, s), reference.firstGradient);
      twoTime((t, s) => limit.errorKernel(hidden, t, s), reference.lastError);
    });
  }

  it('equals the slow twin: several outputs, scales, rates, schedules, momentum, decay, noise', () => {
    const configurations = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      hidden: fc.integer({ min: 1, max: 4 }),
      outputs: fc.integer({ min: 1, max: 2 }),
      steps: fc.integer({ min: 0, max: 3 }),
      gamma0: fc.double({ min: 0.2, max: 3, noNaN: true }),
      branch: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      momentum: fc.constantFrom(0, 0.8),
      nesterov: fc.boolean(),
      weightDecay: fc.constantFrom(0, 0.5),
      decoupledDecay: fc.constantFrom(0, 0.3),
      temperature: fc.constantFrom(0, 0.4),
    });
    fc.assert(
      fc.property(configurations, ({ seed, hidden, outputs, steps, gamma0, branch, ...given }) => {
        let state = seed;
        const next = () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return state / 2 ** 31 - 1;
        };
        const inputs = 3;
        const moments = momentsOfSamples(
          x,
          x.map(() => Array.from({ length: outputs }, next)),
        );
        const initialScales = Array.from({ length: hidden + 1 }, () => 1 + 0.6 * next());
        const layerLr = Array.from({ length: hidden + 1 }, () => 1 + next());
        const rates = Array.from({ length: steps }, () => 0.1 + 0.05 * next());
        const schedule = (t: number) => rates[t];
        const residual = { branch };
        const shared = { moments, hidden, gamma0, steps, initialScales, layerLr, residual, ...given };
        const limit = infiniteWidth({ ...shared, schedule });
        const kernels = weightKernels({ rates, layerLr, initialScales, gamma0, optimizer: optimizer(given, hidden) });
        const { sxx, syx } = moments;
        const error = (_: number, beta: number[][]) =>
          beta.map((row, c) =>
            row.map((_value, d) => {
              return row.reduce((sum, b, e) => sum - b * sxx.data[e * inputs + d], syx.data[c * inputs + d]);
            }),
          );
        const twin = residualTwin({
          hidden,
          outputs,
          inputs,
          gamma0,
          steps,
          branch,
          memory: (l) => ({
            coupling: (t, s) => kernels[l].coupling(t)[s],
            variance: (t, s) => kernels[l].covariance(Math.max(t, s))[Math.min(t, s)],
          }),
          error,
        });
        const cut = (kernel: number[][], t: number, s: number) =>
          kernel.slice(t * outputs, (t + 1) * outputs).flatMap((row) => row.slice(s * outputs, (s + 1) * outputs));
        const close = (a: Matrix, kernel: number[][], t: number, s: number) => {
          const scale = Math.max(...kernel.flat().map(Math.abs), Number.MIN_VALUE);
          cut(kernel, t, s).forEach((value, i) => {
            expect(Math.abs(a.data[i] - value) / scale).toBeLessThan(tolerance.limit);
          });
        };
        for (let t = 0; t <= steps; t++) {
          if (t > 0) {
            expect(difference(limit.predictor(t).data, twin.predictors[t].flat())).toBeLessThan(tolerance.limit);
          }
          for (let s = 0; s <= steps; s++) {
            for (let l = 1; l <= hidden + 1; l++) close(limit.gradientKernel(l, t, s), twin.G(l), t, s);
            for (let l = 0; l <= hidden; l++) close(limit.errorKernel(l, t, s), twin.Z(l), t, s);
          }
        }
        // inputs that come as the "error" of a step that moves nothing: Z of that time is their feature kernel
        const probed = infiniteWidth({
          ...shared,
          inputs,
          outputs,
          steps: steps + 1,
          schedule: (t) => rates[t] ?? 0,
          error: (t, beta) =>
            t < steps
              ? error(
                  t,
                  [beta.data.slice(0, 3), beta.data.slice(3)].slice(0, outputs).map((row) => Array.from(row)),
                )
              : x.slice(0, outputs),
        });
        for (let l = 1; l <= hidden; l++) {
          const kernel = limit.featureKernel(x.slice(0, outputs), l, steps);
          expect(difference(kernel.data, Array.from(probed.errorKernel(l, steps).data))).toBeLessThan(tolerance.limit);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('moves in its first step by the tangent constant 2 (1 + b²)^(L−1) + (L − 1) b² (1 + b²)^(L−2)', () => {
    for (const [hidden, branch] of [
      [1, 0.7],
      [3, 0.7],
      [5, 1],
      [4, 1.5],
    ]) {
      const grown = 1 + branch ** 2;
      const tangent = 2 * grown ** (hidden - 1) + (hidden - 1) * branch ** 2 * grown ** (hidden - 2);
      for (const lr of [1e-3, 1, 1e3]) {
        const limit = infiniteWidth({ moments: small, hidden, lr, steps: 1, gamma0: 2, residual: { branch } });
        const expected = Array.from(small.syx.data, (value) => (value * lr * tangent) / small.sxx.rows);
        expect(difference(limit.predictor(1).data, expected)).toBeLessThan(tolerance.product('float64', 64));
      }
    }
  });

  it('has kernels that double with every layer of branch one at initialization', () => {
    const hidden = 8;
    const limit = infiniteWidth({ moments: small, hidden, lr: 1e-3, steps: 1, residual: { branch: 1 } });
    const [first] = limit.errorKernel(1, 0).data;
    for (let l = 1; l <= hidden; l++) {
      expect(limit.gradientKernel(l, 0).data[0]).toBe(2 ** (hidden - l));
      expect(Math.abs(limit.errorKernel(l, 0).data[0] / first / 2 ** (l - 1) - 1)).toBeLessThan(tolerance.limit);
    }
  });

  it('is the plain net for one hidden layer, and one hidden layer with more branches of strength zero', () => {
    const shared = { moments: two, lr: 0.2, steps: 12, gamma0: 1.5, momentum: 0.5 };
    const plain = infiniteWidth({ ...shared, hidden: 1 });
    const others = [
      infiniteWidth({ ...shared, hidden: 1, residual: true }),
      infiniteWidth({ ...shared, hidden: 4, residual: { branch: 0 } }),
      infiniteWidth({ ...shared, hidden: 4, residual: { beta0: 0 } }),
    ];
    for (const other of others) {
      for (const t of [1, 6, 12]) {
        expect(difference(other.predictor(t).data, Array.from(plain.predictor(t).data))).toBeLessThan(tolerance.limit);
        const kernel = Array.from(plain.featureKernel(x, 1, t).data);
        expect(difference(other.featureKernel(x, other.hidden, t).data, kernel)).toBeLessThan(tolerance.limit);
      }
    }
    expect(infiniteWidth({ ...shared, hidden: 3, residual: true }).loss).toEqual(
      infiniteWidth({ ...shared, hidden: 3, residual: { branch: 1 / Math.sqrt(3) } }).loss,
    );
  });

  it('tends to the lazy limit as γ0 → 0, with an error of order γ0²', () => {
    const tangent = 2 * 1.25 ** 3 + 3 * 0.25 * 1.25 ** 2;
    const gap = (gamma0: number) => {
      const limit = infiniteWidth({ moments: small, hidden: 4, lr: 0.15, steps: 12, gamma0, residual: { beta0: 1 } });
      const beta = new Float64Array(3);
      for (let t = 0; t < 12; t++) {
        const error = Array.from(small.syx.data, (value, d) => {
          return beta.reduce((sum, b, e) => sum - b * small.sxx.data[e * 3 + d], value);
        });
        error.forEach((value, d) => {
          beta[d] += ((0.15 * tangent) / 3) * value;
        });
      }
      return difference(limit.predictor(12).data, Array.from(beta));
    };
    expect(gap(1e-3)).toBeLessThan(1e-5);
    expect(gap(2e-3) / gap(1e-3)).toBeCloseTo(4, 2);
  });

  it('names the step and the critical learning rate of a run that diverges', () => {
    const options: InfiniteWidthOptions = { moments: small, hidden: 6, lr: 50, steps: 400, residual: { branch: 1 } };
    const { diverged, steps, predictors } = infiniteWidth(options);
    expect(diverged?.step).toBe(steps + 1);
    expect(predictors.every(({ data }) => data.every(Number.isFinite))).toBe(true);
    const critical = diverged!.criticalLr!;
    const of = (lr: number) => infiniteWidth({ ...options, gamma0: 1e-4, lr, steps: 60 });
    expect(of(0.98 * critical).loss[60]).toBeLessThan(of(0.98 * critical).loss[0]);
    expect(of(1.1 * critical).loss[60]).toBeGreaterThan(of(1.1 * critical).loss[0]);
  });

  it('yields about every 20 ms and stops with a result', () => {
    const work = infiniteWidthSteps({ moments: two, hidden: 8, lr: 0.02, steps: 150, residual: true });
    const first = work.next();
    expect(first.done).toBe(false);
    let turn = work.next();
    for (let i = 0; i < 3; i++) turn = work.next();
    turn = work.next(false);
    while (!turn.done) turn = work.next();
    const stopped = turn.value as ReturnType<typeof infiniteWidth>;
    expect(stopped.stopped?.step).toBe(stopped.steps);
    expect(stopped.steps).toBeLessThan(150);
    const full = infiniteWidth({ moments: two, hidden: 8, lr: 0.02, steps: stopped.steps, residual: true });
    expect(stopped.predictor(stopped.steps)).toEqual(full.predictor(full.steps));
  });

  it('takes matrices of inputs for its kernels in any form', () => {
    const limit = infiniteWidth({ moments: two, hidden: 3, lr: 0.1, steps: 4, residual: true });
    expect(limit.featureKernel(matrix(3, 3, x.flat()), 3, 4)).toEqual(limit.featureKernel(x, 3, 4));
  });
});
