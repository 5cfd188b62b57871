import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightKernels } from '../../src/limits/causal/weightKernels';
import { infiniteWidth, infiniteWidthSteps } from '../../src/limits/infiniteWidth';
import { type Matrix, matrix, scaled } from '../../src/matrix';
import { optimizer } from '../../src/optimizer';
import { runtime, workspace } from '../../src/wasm/workspace';
import { infiniteWidthTwin } from '../reference/infiniteWidth';
import { momentsOfSamples, momentsOfTarget } from '../reference/momentsOf';
import { tolerance } from '../tolerances';

interface ReferenceCase {
  name: string;
  hidden: number;
  gamma0: number;
  steps: number;
  eta: number | number[];
  x?: number[][];
  y?: number[][];
  sxx?: number[][];
  target?: number[][];
  loss: number[];
  times: number[];
  predictors: number[][][];
  gradientKernels: number[][][][];
  errorKernels: number[][][][];
}
const table = join(import.meta.dirname, '..', 'reference', 'data', 'infiniteWidth.json');
const { cases } = JSON.parse(readFileSync(table, 'utf8')) as { cases: ReferenceCase[] };

/** Largest entry of a − b over the largest entry of b. */
function difference(a: Matrix, b: Matrix | readonly (readonly number[])[]): number {
  const other = 'data' in b ? Array.from(b.data) : b.flat();
  expect(a.data.length).toBe(other.length);
  const scale = Math.max(...other.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...other.map((value, i) => Math.abs(a.data[i] - value)), 0) / scale;
}

const small = momentsOfTarget(cases[0].sxx!, cases[0].target!);
const three = momentsOfSamples(
  [
    [1, 0.5, -0.3, 0.2],
    [-0.4, 1.2, 0.1, -0.6],
    [0.3, -0.2, 0.9, 0.8],
    [-1.1, 0.4, 0.2, 0.5],
    [0.6, 0.1, -0.7, 1.3],
  ],
  [
    [1, 0, -0.5],
    [0, 1, 0.5],
    [0.5, -1, 1],
    [-1, 0, 0],
    [0.2, 0.3, -1],
  ],
);

/** Random data and hyper-parameters; inputs may outnumber samples (Sxx is then rank-deficient). */
const configurations = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  hidden: fc.integer({ min: 1, max: 4 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 9 }),
  samples: fc.integer({ min: 1, max: 6 }),
  steps: fc.integer({ min: 0, max: 4 }),
  gamma0: fc.double({ min: 0.2, max: 3, noNaN: true }),
  scheduled: fc.boolean(),
  optimized: fc.boolean(),
  momentum: fc.constantFrom(0, 0.8),
  nesterov: fc.boolean(),
  decay: fc.constantFrom(0, 0.5),
  temperature: fc.constantFrom(0, 0.4),
  unequal: fc.boolean(),
});

/** Deterministic numbers in [−1, 1) from a seed. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

describe('infiniteWidth', () => {
  for (const reference of cases) {
    it(`gives the tabulated curves: ${reference.name}`, () => {
      const { x, y, sxx, target, eta } = reference;
      const moments = x && y ? momentsOfSamples(x, y) : momentsOfTarget(sxx!, target!);
      const limit = infiniteWidth({
        moments,
        hidden: reference.hidden,
        gamma0: reference.gamma0,
        steps: reference.steps,
        ...(typeof eta === 'number' ? { lr: eta } : { schedule: (t: number) => eta[t] }),
      });
      expect(limit.steps).toBe(reference.steps);
      expect(limit.diverged).toBeUndefined();
      reference.loss.forEach((loss, t) => {
        const allowed = tolerance.limit * loss + tolerance.momentLoss * moments.syy;
        expect(Math.abs(limit.loss[t] - loss)).toBeLessThan(allowed);
      });
      reference.times.forEach((t, i) => {
        expect(difference(limit.predictor(t), reference.predictors[i])).toBeLessThan(tolerance.limit);
        reference.gradientKernels[i].forEach((kernel, l) => {
          expect(difference(limit.gradientKernel(l + 1, t), kernel)).toBeLessThan(tolerance.limit);
        });
        reference.errorKernels[i].forEach((kernel, l) => {
          expect(difference(limit.errorKernel(l + 1, t), kernel)).toBeLessThan(tolerance.limit);
        });
      });
    });
  }

  it('equals the slow twin: predictors, all two-time kernels, kernels of arbitrary inputs', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const { seed, hidden, outputs, inputs, samples, steps, gamma0, scheduled, optimized } = configuration;
        const next = uniforms(seed);
        const rows = (count: number, size: number) =>
          Array.from({ length: count }, () => Array.from({ length: size }, () => 1.7 * next()));
        const x = rows(samples, inputs);
        const moments = momentsOfSamples(x, rows(samples, outputs));
        const initialScales = Array.from({ length: hidden + 1 }, () => 1 + 0.6 * next());
        const layerLr = Array.from({ length: hidden + 1 }, () => 1 + next());
        // stable to begin with: rate times the tangent kernel's trace; richer nets change it faster
        const squares = initialScales.map((scale) => scale ** 2);
        const all = squares.reduce((product, square) => product * square);
        const tangent = layerLr.reduce((sum, rate, l) => sum + (rate * all) / squares[l], 0);
        const trace = Array.from({ length: inputs }, (_, d) => moments.sxx.data[d * (inputs + 1)]);
        const curvature = (1 + gamma0) * tangent * trace.reduce((sum, value) => sum + value);
        const rate = Math.min(0.1, 1 / curvature);
        const rates = Array.from({ length: steps }, () => rate * (1 + (scheduled ? 0.8 * next() : 0)));
        const widthRatios = Array.from({ length: hidden }, (_, l) => (l < hidden - 1 ? 1 + 0.7 * next() : 1));
        const given = {
          momentum: configuration.momentum,
          nesterov: configuration.nesterov,
          weightDecay: Array.from({ length: hidden + 1 }, () => configuration.decay * (1 + next())),
          decoupledDecay: configuration.decay,
          temperature: configuration.temperature,
        };
        const limit = infiniteWidth({
          moments,
          hidden,
          gamma0,
          steps,
          initialScales,
          layerLr,
          schedule: (t) => rates[t],
          ...(optimized ? given : {}),
          widthRatios: configuration.unequal ? widthRatios : undefined,
        });
        const { sxx, syx } = moments;
        const rule = optimizer(given, hidden);
        const kernels = weightKernels({ rates, layerLr, initialScales, gamma0, optimizer: rule });
        const twin = infiniteWidthTwin({
          hidden,
          outputs,
          inputs,
          gamma0,
          rates,
          initialScales,
          layerLr,
          memory: optimized
            ? (l) => ({
                coupling: (t, s) => kernels[l].coupling(t)[s],
                variance: (t, s) => kernels[l].covariance(Math.max(t, s))[Math.min(t, s)],
              })
            : undefined,
          ratios: configuration.unequal
            ? [widthRatios[0], ...widthRatios.slice(1).map((width, l) => width / widthRatios[l]), 1]
            : undefined,
          error: (_, beta) =>
            beta.map((row, c) =>
              row.map(
                (_value, d) =>
                  syx.data[c * inputs + d] - row.reduce((sum, value, e) => sum + value * sxx.data[e * inputs + d], 0),
              ),
            ),
        });
        const block = (kernel: number[][], t: number, s: number) =>
          kernel.slice(t * outputs, (t + 1) * outputs).map((row) => row.slice(s * outputs, (s + 1) * outputs));
        /** Relative to the whole kernel: a block may be small by cancellation. */
        const close = (a: Matrix, kernel: number[][], t: number, s: number) => {
          const scale = Math.max(...kernel.flat().map(Math.abs), Number.MIN_VALUE);
          block(kernel, t, s)
            .flat()
            .forEach((value, i) => {
              expect(Math.abs(a.data[i] - value) / scale).toBeLessThan(tolerance.limit);
            });
        };
        for (let t = 0; t <= steps; t++) {
          if (t > 0) expect(difference(limit.predictor(t), twin.predictors[t])).toBeLessThan(tolerance.limit);
          for (let s = 0; s <= steps; s++) {
            for (let l = 1; l <= hidden + 1; l++) close(limit.gradientKernel(l, t, s), twin.G[l], t, s);
            for (let l = 0; l <= hidden; l++) close(limit.errorKernel(l, t, s), twin.Z[l], t, s);
          }
          const { kernels, predictions } = twin.probe(x, t);
          for (let l = 1; l <= hidden; l++) {
            expect(difference(limit.featureKernel(x, l, t), kernels[l])).toBeLessThan(tolerance.limit);
            // ⟨g_l h_l(x)⟩/γ0 is the prediction Beta x, whatever the layer
            predictions[l].forEach((row, p) => {
              row.forEach((mean, c) => {
                // widths enter the sum over neurons: N_l/N_L
                const value = mean * (configuration.unequal ? widthRatios[l - 1] : 1);
                const expected = x[p].reduce((sum, xd, d) => sum + xd * limit.predictor(t).data[c * inputs + d], 0);
                const scale = Math.max(...limit.predictor(t).data.map(Math.abs), 1e-3);
                expect(Math.abs(value - expected) / scale).toBeLessThan(tolerance.limit);
              });
            });
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  it('depends on the inputs only through their inner products, over many panels of the triangle', () => {
    // ten times the inputs on the first 4 of 400: the same Gram matrix x·x'/D, hence the same net, and 333 < 400 rows
    const options = { hidden: 2, lr: 0.04, steps: 110, outputs: 3 };
    const narrow = infiniteWidth({ ...options, moments: three });
    const wide = infiniteWidth({
      ...options,
      inputs: 400,
      error: (_t, beta) => resized(errorOf(three, resized(beta, 4, 10)), 400, 10),
    });
    for (const t of [1, 40, 110]) {
      expect(difference(resized(wide.predictor(t), 4, 10), narrow.predictor(t))).toBeLessThan(tolerance.limit);
      for (const l of [1, 2]) {
        expect(difference(wide.gradientKernel(l, t, 30), narrow.gradientKernel(l, t, 30))).toBeLessThan(
          tolerance.limit,
        );
      }
    }
    const x = matrix(2, 4, [1, 2, 3, 4, -1, 0.5, 0.2, 0.1]);
    for (const l of [1, 2]) {
      const kernel = wide.featureKernel(resized(x, 400, 10), l, 100);
      expect(difference(kernel, narrow.featureKernel(x, l, 100))).toBeLessThan(tolerance.limit);
    }
  });

  it('moves in a first step that is exactly linear in the step size', () => {
    const initialScales = [1.2, 0.7, 0.5, 0.9];
    const layerLr = [2, 1, 0.5, 0.3];
    const kernel = layerLr.reduce(
      (sum, r, l) => sum + initialScales.reduce((product, s, j) => (j === l ? product : product * s * s), r),
      0,
    );
    for (const lr of [1e-3, 1, 1e3]) {
      const limit = infiniteWidth({ moments: three, hidden: 3, gamma0: 2, lr, steps: 1, initialScales, layerLr });
      const expected = matrix(
        3,
        4,
        three.syx.data.map((value) => (value * lr * kernel) / 4),
      );
      expect(difference(limit.predictor(1), expected)).toBeLessThan(tolerance.product('float64', 64));
    }
  });

  it('starts from the zero predictor and stays in the row span of Sxx', () => {
    const moments = momentsOfSamples(cases.at(-1)!.x!, cases.at(-1)!.y!);
    const limit = infiniteWidth({ moments, hidden: 3, lr: 0.05, steps: 40 });
    expect(limit.predictor(0).data.every((value) => value === 0)).toBe(true);
    // a vector that Sxx maps to zero: Gram–Schmidt of a coordinate axis against the samples
    const basis: number[][] = [];
    for (const row of [...cases.at(-1)!.x!, [1, 0, 0, 0, 0, 0]]) {
      const rest = [...row];
      for (const b of [...basis, ...basis]) {
        const overlap = rest.reduce((sum, value, d) => sum + value * b[d], 0);
        b.forEach((value, d) => {
          rest[d] -= overlap * value;
        });
      }
      const norm = Math.hypot(...rest);
      basis.push(rest.map((value) => value / norm));
    }
    for (const beta of limit.predictors) {
      const along = Array.from(beta.data).reduce((sum, value, d) => sum + value * basis[3][d], 0);
      expect(Math.abs(along)).toBeLessThan(tolerance.product('float64', 64));
    }
  });

  it('has symmetric kernels and lets the future change nothing', () => {
    const options = { moments: three, hidden: 3, gamma0: 1.5, steps: 12 };
    const limit = infiniteWidth({ ...options, schedule: () => 0.1 });
    const other = infiniteWidth({ ...options, schedule: (t) => (t < 7 ? 0.1 : 0.02) });
    const flip = (m: Matrix) =>
      matrix(
        m.cols,
        m.rows,
        Array.from(m.data, (_, i) => m.data[(i % m.rows) * m.cols + Math.floor(i / m.rows)]),
      );
    for (let l = 1; l <= 3; l++) {
      expect(limit.gradientKernel(l, 9, 4)).toEqual(flip(limit.gradientKernel(l, 4, 9)));
      expect(limit.errorKernel(l, 9, 4)).toEqual(flip(limit.errorKernel(l, 4, 9)));
      expect(limit.gradientKernel(l, 9)).toEqual(flip(limit.gradientKernel(l, 9)));
      expect(limit.errorKernel(l, 9)).toEqual(flip(limit.errorKernel(l, 9)));
      expect(limit.gradientKernel(l, 7, 2)).toEqual(other.gradientKernel(l, 7, 2));
      expect(limit.errorKernel(l, 7, 2)).toEqual(other.errorKernel(l, 7, 2));
    }
    expect(limit.predictor(7)).toEqual(other.predictor(7));
    expect(limit.predictor(9)).not.toEqual(other.predictor(9));
    expect(limit.gradientKernel(4, 3, 5).data).toEqual(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
  });

  it('sees the error moment as an input like any other: Φ of E_t is Z(t, t)', () => {
    const limit = infiniteWidth({
      moments: three,
      hidden: 3,
      gamma0: 1.3,
      lr: 0.1,
      steps: 20,
      layerLr: [1, 2, 0.5, 1],
    });
    for (const t of [0, 1, 20]) {
      for (const l of [1, 2, 3]) {
        const kernel = limit.featureKernel(errorOf(three, limit.predictor(t)), l, t);
        expect(difference(kernel, limit.errorKernel(l, t))).toBeLessThan(tolerance.limit);
      }
    }
  });

  it('is driven by an error callback exactly as by moments', () => {
    const options = { hidden: 2, lr: 0.1, steps: 15, gamma0: 2 };
    const byMoments = infiniteWidth({ ...options, moments: three });
    const called: number[] = [];
    const error = (t: number, beta: Matrix) => {
      called.push(t);
      return errorOf(three, beta);
    };
    const byError = infiniteWidth({ ...options, error, inputs: 4, outputs: 3 });
    expect(called).toEqual(Array.from({ length: 15 }, (_, t) => t));
    for (const t of [1, 8, 15]) {
      expect(difference(byError.predictor(t), byMoments.predictor(t))).toBeLessThan(tolerance.limit);
    }
    expect(byError.loss.length).toBe(0);
    expect(() => byError.errorKernel(1, 15)).toThrow('t: expected a time with an error moment (up to 14), got 15');
    const both = infiniteWidth({ ...options, moments: three, error });
    expect(both.loss.length).toBe(16);
    expect(Math.abs(both.loss[15] - byMoments.loss[15])).toBeLessThan(tolerance.limit);
  });

  it('tends to the lazy limit as γ0 → 0, with an error of order γ0²', () => {
    const gap = (gamma0: number) => {
      const limit = infiniteWidth({ moments: small, hidden: 2, lr: 0.15, steps: 30, gamma0 });
      let beta = matrix(1, 4);
      for (let t = 0; t < 30; t++) {
        const error = errorOf(small, beta);
        beta = matrix(
          1,
          4,
          beta.data.map((value, d) => value + ((0.15 * 3) / 4) * error.data[d]),
        );
      }
      return difference(limit.predictor(30), beta);
    };
    expect(gap(1e-3)).toBeLessThan(1e-5);
    expect(gap(2e-3) / gap(1e-3)).toBeCloseTo(4, 2);
  });

  it('tends to the closed form of one hidden layer and one input as the step goes to zero', () => {
    // df/dt = 2 √(1 + γ0² f²) (y − f), G = H = √(1 + γ0² f²): docs/infinite-width.md
    const gamma0 = 0.5;
    const y = 1.5;
    const moments = momentsOfTarget([[1]], [[y]]);
    const at = (lr: number) => infiniteWidth({ moments, hidden: 1, gamma0, lr, steps: Math.round(1.5 / lr) });
    const coarse = at(0.005);
    const fine = at(0.0025);
    let f = 0;
    const speed = (value: number) => 2 * Math.sqrt(1 + gamma0 ** 2 * value ** 2) * (y - value);
    const h = 0.0025;
    for (let step = 1; step <= 600; step++) {
      const k1 = speed(f);
      const k2 = speed(f + (h / 2) * k1);
      const k3 = speed(f + (h / 2) * k2);
      f += (h / 6) * (k1 + 2 * k2 + 2 * k3 + speed(f + h * k3));
      if (step % 100 !== 0) continue;
      const richardson = 2 * fine.predictor(step).data[0] - coarse.predictor(step / 2).data[0];
      expect(Math.abs(richardson - f)).toBeLessThan(tolerance.stepSquared(0.005));
      const kernel = 2 * fine.gradientKernel(1, step).data[0] - coarse.gradientKernel(1, step / 2).data[0];
      expect(Math.abs(kernel - Math.sqrt(1 + gamma0 ** 2 * f ** 2))).toBeLessThan(tolerance.stepSquared(0.005));
    }
  });
});

describe('infiniteWidth: long work, memory, divergence', () => {
  it('keeps no WebAssembly memory, also when stopped, diverged or interrupted by an error', () => {
    infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 3 });
    const { liveBytes, openWorkspaces } = runtime();
    const limit = infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 10 });
    limit.featureKernel([[1, 2, 3, 4]], 2, 5);
    limit.errorKernel(2, 3);
    const noisy = infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 10, temperature: 0.1, momentum: 0.5 });
    noisy.featureKernel([[1, 2, 3, 4]], 2, 5);
    noisy.errorKernel(2, 3);
    infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 10, onProgress: () => false });
    infiniteWidth({ moments: three, hidden: 2, lr: 50, steps: 40 });
    const fail = () => {
      throw new Error('no batch');
    };
    expect(() => infiniteWidth({ error: fail, inputs: 2, outputs: 1, hidden: 1, lr: 1, steps: 2 })).toThrow('no batch');
    const abandoned = infiniteWidthSteps({ moments: three, hidden: 2, lr: 0.1, steps: 10 });
    abandoned.next();
    abandoned.return(undefined as never);
    expect(runtime()).toMatchObject({ liveBytes, openWorkspaces });
  });

  it('stops with a result when the progress callback returns false', () => {
    const full = infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 10 });
    const seen: { step: number; steps: number; loss?: number }[] = [];
    const limit = infiniteWidth({
      moments: three,
      hidden: 2,
      lr: 0.1,
      steps: 10,
      onProgress: (progress) => {
        seen.push(progress);
        return false;
      },
    });
    expect(seen).toEqual([{ step: 0, steps: 10, loss: full.loss[0] }]);
    expect(limit.stopped).toEqual({ step: 0 });
    expect(limit.steps).toBe(0);
    expect(limit.loss).toEqual(full.loss.slice(0, 1));
    expect(limit.predictor(0)).toEqual(full.predictor(0));
  });

  it('can be driven step by step, yields about every 20 ms and stops on an aborted signal', () => {
    const controller = new AbortController();
    const options = { moments: three, hidden: 3, lr: 0.02, steps: 600 };
    const work = infiniteWidthSteps({ ...options, signal: controller.signal });
    let turns = 0;
    let turn = work.next();
    let longest = 0;
    while (!turn.done) {
      if (++turns === 2) controller.abort();
      const start = performance.now();
      turn = work.next();
      longest = Math.max(longest, performance.now() - start);
    }
    expect(turns).toBeGreaterThanOrEqual(2);
    const { stopped, steps, predictors, loss } = turn.value;
    expect(stopped).toEqual({ step: steps });
    expect(steps).toBeLessThan(600);
    expect(predictors.length).toBe(steps + 1);
    expect(loss.length).toBe(steps + 1);
    expect(turn.value.gradientKernel(1, steps, 0).data.every(Number.isFinite)).toBe(true);
    expect(longest).toBeLessThan(1000);
  });

  it('has no scale of its own, and refuses moments whose squares it could not hold', () => {
    const { sxx, syx, syy } = momentsOfTarget(
      [
        [1, 0.2],
        [0.2, 0.5],
      ],
      [[1, -0.5]],
    );
    const run = (c: number) => {
      const moments = { sxx: scaled(sxx, c), syx: scaled(syx, c), syy: c * syy };
      const { loss, predictors } = infiniteWidth({ moments, hidden: 2, lr: 0.5 / c, steps: 5 });
      return [...loss.map((value) => value / c), ...predictors[5].data];
    };
    const expected = run(1);
    for (const c of [2 ** -400, 2 ** 399]) expect(run(c)).toEqual(expected);
    for (const c of [2 ** -540, 2 ** 540]) {
      expect(() => run(c)).toThrow('moments: expected entries whose largest is between 2^-400 and 2^400');
    }
  });

  it('reports divergence of an unstable step with finite data up to it', () => {
    const limit = infiniteWidth({ moments: three, hidden: 2, lr: 20, steps: 60 });
    expect(limit.diverged?.reason).toContain('not finite');
    const { step } = limit.diverged!;
    expect(step).toBeGreaterThan(2);
    expect(step).toBeLessThan(60);
    expect(limit.predictors.length).toBe(step);
    expect(limit.steps).toBe(step - 1);
    expect(limit.loss.every(Number.isFinite)).toBe(true);
    for (const beta of limit.predictors) expect(beta.data.every(Number.isFinite)).toBe(true);
    for (let l = 1; l <= 3; l++) expect(limit.gradientKernel(l, step - 1).data.every(Number.isFinite)).toBe(true);
    expect(limit.loss[step - 1]).toBeGreaterThan(limit.loss[0]);
  });

  it('reads matrices in WebAssembly memory and float32 moments', () => {
    const ws = workspace();
    const parent = ws.matrix(8, 9);
    const sxx = parent.block(2, 3, 4, 4);
    sxx.set(three.sxx);
    const options = { hidden: 2, lr: 0.1, steps: 5 };
    const expected = infiniteWidth({ ...options, moments: three });
    const limit = infiniteWidth({ ...options, moments: { ...three, sxx } });
    const x = parent.block(0, 0, 2, 4);
    x.set(matrix(2, 4, [1, 2, 3, 4, 5, 6, 7, 8]));
    expect(limit.predictors).toEqual(expected.predictors);
    expect(limit.featureKernel(x, 2, 4)).toEqual(expected.featureKernel(x.copy(), 2, 4));
    ws.dispose();
    const single = { ...three, sxx: matrix(4, 4, Float32Array.from(three.sxx.data)) };
    expect(difference(infiniteWidth({ ...options, moments: single }).predictor(5), expected.predictor(5))).toBeLessThan(
      tolerance.product('float32', 16),
    );
  });

  it('takes typed arrays of factors and nested arrays of moments', () => {
    const plain = infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 3, layerLr: [1, 2, 3] });
    const { sxx, syx, syy } = three;
    const nested = (m: { rows: number; cols: number; data: ArrayLike<number> }) =>
      Array.from({ length: m.rows }, (_, i) => Array.from(m.data).slice(i * m.cols, (i + 1) * m.cols));
    const typed = infiniteWidth({
      moments: { sxx: nested(sxx), syx: nested(syx), syy },
      hidden: 2,
      lr: 0.1,
      steps: 3,
      layerLr: Float64Array.of(1, 2, 3),
    });
    expect(typed.loss).toEqual(plain.loss);
  });

  it('takes zero steps, zero rates of a schedule and frozen layers', () => {
    expect(infiniteWidth({ moments: three, hidden: 2, lr: 1, steps: 0 }).loss).toHaveLength(1);
    const still = infiniteWidth({ moments: three, hidden: 2, schedule: () => 0, steps: 3 });
    expect(still.predictor(3).data.every((value) => value === 0)).toBe(true);
    const frozen = infiniteWidth({ moments: three, hidden: 2, lr: 0.1, steps: 3, layerLr: [1, 0, 0] });
    // what the input layer alone learns leaves the backward fields where they were
    expect(frozen.gradientKernel(1, 3)).toEqual(frozen.gradientKernel(3, 3));
  });
});

describe('infiniteWidth refuses', () => {
  const base = { moments: three, hidden: 2, lr: 0.1, steps: 3 };
  const wrong: [string, Record<string, unknown>, string][] = [
    ['a negative rate', { lr: -1 }, 'lr: expected a positive finite number, got -1'],
    ['no rate', { lr: undefined }, 'lr: expected exactly one of lr and schedule, got neither'],
    ['both rate and schedule', { schedule: () => 1 }, 'lr: expected exactly one of lr and schedule, got both'],
    [
      'a schedule with a bad value',
      { lr: undefined, schedule: (t: number) => (t === 2 ? Number.NaN : 1) },
      'schedule(2): expected a non-negative finite number, got NaN',
    ],
    ['no hidden layer', { hidden: 0 }, 'hidden: expected an integer of at least 1 and at most 100000, got 0'],
    [
      'more layers than can be',
      { hidden: 1e9 },
      'hidden: expected an integer of at least 1 and at most 100000, got 1000000000',
    ],
    ['more steps than can be', { steps: 1e12 }, 'steps: expected a run within'],
    ['fractional steps', { steps: 2.5 }, 'steps: expected an integer of at least 0, got 2.5'],
    ['γ0 = 0', { gamma0: 0 }, 'gamma0: expected a positive finite number, got 0'],
    ['too few factors', { layerLr: [1, 1] }, 'layerLr: expected 3 numbers (W_0 … W_1, readout), got 2'],
    [
      'a negative scale',
      { initialScales: [1, -1, 1] },
      'initialScales[1]: expected a non-negative finite number, got -1',
    ],
    ['sizes that contradict the moments', { inputs: 5 }, 'inputs: expected 4 as the moments, got 5'],
    ['neither moments nor error', { moments: undefined }, 'moments: expected moments of the data, or `error`'],
    [
      'an error callback without sizes',
      { moments: undefined, error: () => [[1]] },
      'inputs: expected an integer of at least 1, got undefined',
    ],
    ['an error moment of the wrong shape', { error: () => [[1]] }, 'error(0): expected 3×4, got 1×1'],
    ['a progress callback that is no function', { onProgress: 1 }, 'onProgress: expected a function, got 1'],
    ['a signal that is none', { signal: 'now' }, 'signal: expected an AbortSignal, got "now"'],
    ['the name of a method of objects', { constructor: 1 }, 'infiniteWidth: expected options among moments, error'],
    ['unknown options', { learningRate: 1 }, 'infiniteWidth: expected options among moments, error, inputs'],
    [
      'moments that are not finite',
      { moments: { ...three, syx: matrix(3, 4, new Float64Array(12).fill(Number.NaN)) } },
      'moments.syx[0][0]: expected a finite number, got NaN',
    ],
    [
      'moments that do not fit',
      { moments: { ...three, syx: matrix(3, 5) } },
      'moments.syx: expected 3×4 (outputs×inputs of the net), got 3×5',
    ],
    [
      'moments that are not symmetric',
      {
        moments: {
          sxx: [
            [1, 0.5],
            [0, 1],
          ],
          syx: [[1, 1]],
          syy: 1,
        },
      },
      'moments.sxx[1][0]: expected the same as entry [0][1], 0.5, got 0',
    ],
    ['moments without entries', { moments: { sxx: [], syx: [], syy: 1 } }, 'moments.sxx: expected 1×1'],
    [
      'a run that does not fit into memory',
      { steps: 20000 },
      'got 20000 steps with 3 outputs and 2 hidden layers, which need 219761 MiB',
    ],
    [
      'skip connections between layers of unequal widths',
      { residual: true, widthRatios: [2, 1] },
      'widthRatios: expected equal widths with residual, got [2, 1]',
    ],
    [
      'two kinds of branches',
      { residual: { beta0: 1, branch: 1 } },
      'residual: expected exactly one of beta0 and branch',
    ],
    ['momentum that never decays', { momentum: 1 }, 'momentum: expected a number of at least 0 and below 1, got 1'],
    ['nesterov that is no boolean', { nesterov: 1 }, 'nesterov: expected true or false, got 1'],
    ['negative decay', { weightDecay: [0, -1, 0] }, 'weightDecay[1]: expected a non-negative finite number, got -1'],
    ['too few decays', { decoupledDecay: [0, 1] }, 'decoupledDecay: expected 3 numbers (W_0 … W_1, readout), got 2'],
    ['a negative temperature', { temperature: -1 }, 'temperature: expected a non-negative finite number, got -1'],
    ['ratios that are no list', { widthRatios: 2 }, 'widthRatios: expected 2 numbers, got 2'],
    ['too many ratios', { widthRatios: [1, 2, 1] }, 'widthRatios: expected one number per hidden layer (2), got 3'],
    ['a layer without width', { widthRatios: [0, 1] }, 'widthRatios[0]: expected a positive finite number, got 0'],
    [
      'ratios to another layer than the last',
      { widthRatios: [1, 2] },
      'widthRatios[1]: expected 1 (widths are relative to the last), got 2',
    ],
    [
      'a run whose weighted covariances do not fit into memory',
      { steps: 2500, momentum: 0.5 },
      'got 2500 steps with 3 outputs and 2 hidden layers, which need 4297 MiB',
    ],
    [
      'orthogonal weights',
      { init: 'orthogonal' },
      'init: expected it to be absent, because this limit describes nets with Gaussian initial weights, got "orthogonal"',
    ],
  ];
  for (const [what, options, message] of wrong) {
    it(what, () => {
      expect(() => infiniteWidth({ ...base, ...options } as never)).toThrow(message);
    });
  }

  it('bad options of the generator before its first turn', () => {
    expect(() => infiniteWidthSteps({ ...base, lr: -1 })).toThrow('lr: expected a positive finite number, got -1');
  });

  it('questions beyond the run', () => {
    const limit = infiniteWidth(base);
    expect(() => limit.predictor(4)).toThrow('t: expected an integer of at least 0 and at most 3, got 4');
    expect(() => limit.gradientKernel(0, 1)).toThrow('l: expected an integer of at least 1 and at most 3, got 0');
    expect(() => limit.errorKernel(3, 1)).toThrow('l: expected an integer of at least 0 and at most 2, got 3');
    expect(() => limit.featureKernel([[1, 2]], 1, 1)).toThrow('x: expected 4 columns, got 2');
  });

  it('but takes options that only say that nothing of the kind is there', () => {
    expect(infiniteWidth({ ...base, residual: false, momentum: 0, flow: false, init: 'gaussian' } as never).steps).toBe(
      3,
    );
  });
});

/** Syx − Beta·Sxx in plain loops. */
function errorOf({ sxx, syx }: { sxx: Matrix; syx: Matrix }, beta: Matrix): Matrix {
  const size = sxx.rows;
  return matrix(
    syx.rows,
    size,
    Array.from(syx.data, (value, i) => {
      const c = Math.floor(i / beta.cols);
      let sum = value;
      for (let e = 0; e < size; e++) sum -= beta.data[c * beta.cols + e] * sxx.data[e * size + (i % size)];
      return sum;
    }),
  );
}

/** factor·m, cut or filled with zeros to `cols` columns. */
function resized(m: Matrix, cols: number, factor: number): Matrix {
  const out = matrix(m.rows, cols);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < Math.min(cols, m.cols); j++) out.data[i * cols + j] = factor * m.data[i * m.cols + j];
  }
  return out;
}
