import { describe, expect, it } from 'vitest';
import {
  createNet,
  type GradientFlowOptions,
  type GradientFlowProgress,
  gradientFlow,
  gradientFlowSteps,
  matrix,
  moments,
  type Net,
  netFromWeights,
  randomNormal,
  train,
} from '../../src/index';
import { layerScalings } from '../../src/nets/parameterization';
import { allocate, release } from '../../src/wasm/arena';
import { runtime } from '../../src/wasm/workspace';
import { combined, descent, farthest, flat, type Rows, times, toRows, transposed } from '../reference/netTraining';
import { predictorOf } from '../reference/optimizers';
import { tolerance } from '../tolerances';

const x = randomNormal({ seed: 1, rows: 12, cols: 4 });
const y = randomNormal({ seed: 2, rows: 12, cols: 2 });
const data = moments(x, y);
const net = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 9, seed: 5 });
const PRECISE = 1e-11;
const DEFAULT = 1e-9;

const shapes = [
  { hidden: 1, width: 5 },
  { hidden: 3, width: [4, 6, 3], gamma0: 1.7, initialScales: [0.5, 1, 1.5, 1] },
  { hidden: 2, width: 5, parameterization: 'ntk' as const },
  { hidden: 2, width: [5, 7], parameterization: 'standard' as const },
  { hidden: 3, width: 5, gamma0: 0.8, residual: { beta0: 0.8 } },
  { hidden: 2, width: 5, parameterization: 'standard' as const, residual: { branch: -0.7 } },
];

/** Classical Runge–Kutta with steps so small that their error does not show, the derivative by back-propagation. */
function reference(start: Net, time: number, layerLr: number[], decay: number[]): Rows[] {
  const layers = layerScalings(start.spec);
  const slope = (weights: Rows[]) =>
    descent(weights, layers, toRows(x), toRows(y)).map((down, l) =>
      combined(
        weights[l].map((row) => row.map((w) => -decay[l] * w)),
        down,
        layerLr[l] * layers[l].rate,
      ),
    );
  const moved = (weights: Rows[], by: Rows[], h: number) => weights.map((w, l) => combined(w, by[l], h));
  let weights = start.weights().map(toRows);
  const n = 500;
  const h = time / n;
  for (let k = 0; k < n; k++) {
    const a = slope(weights);
    const b = slope(moved(weights, a, h / 2));
    const c = slope(moved(weights, b, h / 2));
    const d = slope(moved(weights, c, h));
    [a, b, c, d].forEach((by, j) => {
      weights = moved(weights, by, (h / 6) * [1, 2, 2, 1][j]);
    });
  }
  return weights;
}

/** A net of one neuron a layer with f = a w x on the target s x. */
function scalarFlow(a: number, w: number, s: number, times: number[], more: Partial<GradientFlowOptions> = {}) {
  const one = createNet({ inputs: 1, outputs: 1, hidden: 1, width: 1, seed: 1 });
  const start = netFromWeights(one.spec, [[[w]], [[a]]]);
  return gradientFlow(start, { moments: moments([[1]], [[s]]), times, ...more });
}

describe('gradientFlow', () => {
  it.each(shapes)('integrates the negative gradient with the rates of the layers: %j', (shape) => {
    const start = createNet({ inputs: 4, outputs: 2, seed: 6, ...shape });
    const layerLr = Array.from({ length: shape.hidden + 1 }, (_, l) => [1, 0.5, 0, 1.5][l]);
    const decay = layerLr.map((_, l) => 0.1 * l);
    for (const rates of [{}, { layerLr, weightDecay: decay }]) {
      const run = gradientFlow(start, { moments: data, times: [0, 0.5], tolerance: PRECISE, ...rates });
      const plain = layerLr.map(() => 1);
      const [r, lambda] = 'layerLr' in rates ? [layerLr, decay] : [plain, plain.map(() => 0)];
      const expected = reference(start, 0.5, r, lambda);
      const { distance, scale } = farthest(flat(run.nets[1].weights().map(toRows)), flat(expected));
      expect(distance / scale).toBeLessThan(tolerance.gradientFlow(PRECISE));
      const beta = farthest(run.predictors[1].data, flat([predictorOf(expected, layerScalings(start.spec))]));
      expect(beta.distance).toBeLessThan(tolerance.gradientFlow(PRECISE));
      expect(run.nets[0].weights()).toEqual(start.weights());
    }
  });

  it('follows the closed form of a balanced scalar net through its sigmoid, also from a tiny start', () => {
    for (const u0 of [0.1, 1e-8]) {
      const s = 1.5;
      const middle = Math.log(s / u0 - 1) / (2 * s);
      const times = [0, 0.5, 0.9, 1, 1.1, 2].map((t) => t * middle);
      const run = scalarFlow(Math.sqrt(u0), Math.sqrt(u0), s, times);
      run.predictors.forEach(({ data: [u] }, k) => {
        const growth = Math.exp(2 * s * times[k]);
        const expected = (s * growth) / (growth - 1 + s / u0);
        // The time of the rise is known to the relative accuracy of the weights.
        expect(Math.abs(u / expected - 1)).toBeLessThan(10 * tolerance.gradientFlow(DEFAULT));
      });
    }
  });

  it('follows an unbalanced scalar net, whose product obeys du/dt = √(c² + 4u²)(s − u)', () => {
    const [a, w, s] = [1.3, -0.4, 0.9];
    const c = a * a - w * w;
    let u = a * w;
    const n = 20_000;
    const slope = (v: number) => Math.sqrt(c * c + 4 * v * v) * (s - v);
    for (let k = 0; k < n; k++) {
      const h = 1.5 / n;
      const middle = u + (h / 2) * slope(u + (h / 4) * slope(u));
      u += h * slope(middle);
    }
    const run = scalarFlow(a, w, s, [1.5], { tolerance: PRECISE });
    expect(Math.abs(run.predictors[0].data[0] - u)).toBeLessThan(tolerance.gradientFlow(DEFAULT));
  });

  it.each(shapes.filter((shape) => !shape.residual))(
    'conserves W_{l+1}ᵀW_{l+1} − W_l W_lᵀ in units of the rates: %j',
    (shape) => {
      const start = createNet({ inputs: 4, outputs: 2, seed: 6, ...shape });
      const layerLr = Array.from({ length: shape.hidden + 1 }, (_, l) => 0.5 + 0.3 * l);
      const rates = layerScalings(start.spec).map(({ rate }, l) => rate * layerLr[l]);
      const charge = (of: Net) => {
        const w = of.weights().map(toRows);
        return w.slice(1).map((next, l) => {
          const outer = times(transposed(next), next).map((row) => row.map((v) => v / rates[l + 1]));
          return combined(outer, times(w[l], transposed(w[l])), -1 / rates[l]);
        });
      };
      const run = gradientFlow(start, { moments: data, times: [3], layerLr });
      const { distance, scale } = farthest(flat(charge(run.nets[0])), flat(charge(start)));
      expect(distance / scale).toBeLessThan(tolerance.conserved(DEFAULT));
      // Gradient descent does not conserve it.
      const descended = train(start, { moments: data, lr: 0.1, steps: 30, layerLr }).net;
      expect(farthest(flat(charge(descended)), flat(charge(start))).distance / scale).toBeGreaterThan(
        100 * tolerance.conserved(DEFAULT),
      );
    },
  );

  it.each(shapes)('is where gradient descent goes, with an error proportional to the step: %j', (shape) => {
    const start = createNet({ inputs: 4, outputs: 2, seed: 6, ...shape });
    const flow = gradientFlow(start, { moments: data, times: [1] }).predictors[0].data;
    const errors = [500, 1000].map((steps) => {
      const end = train(start, { moments: data, lr: 1 / steps, steps }).net.predictor();
      return farthest(end.data, flow).distance;
    });
    expect(Math.abs(errors[0] / errors[1] - 2)).toBeLessThan(tolerance.firstOrder);
  });

  it('has an error in proportion to the tolerance, whatever the width', () => {
    for (const width of [3, 100]) {
      const start = createNet({ inputs: 4, outputs: 2, hidden: 3, width, seed: 8 });
      const times = [0.5, 4];
      const exact = gradientFlow(start, { moments: data, times, tolerance: 1e-13 }).predictors;
      let steps = 0;
      for (const allowed of [1e-4, 1e-7, 1e-10]) {
        const run = gradientFlow(start, { moments: data, times, tolerance: allowed });
        run.predictors.forEach((beta, k) => {
          expect(farthest(beta.data, exact[k].data).distance).toBeLessThan(tolerance.gradientFlow(allowed));
        });
        expect(run.steps).toBeGreaterThan(steps);
        expect(run.rejected).toBeLessThan(run.steps / 4 + 5);
        steps = run.steps;
      }
    }
  });

  it('lets the loss fall to that of the least squares, and agrees with the predictors', () => {
    const run = gradientFlow(net, { moments: data, times: [0, 1, 2, 5, 10, 200, 200] });
    for (let k = 1; k < 7; k++) expect(run.loss[k]).toBeLessThanOrEqual(run.loss[k - 1]);
    const start = train(net, { moments: data, lr: 1, steps: 0 });
    expect(run.loss[0]).toBe(start.loss[0]);
    expect(run.predictors[0]).toEqual(net.predictor());
    expect(run.predictors[6]).toEqual(run.predictors[5]);
    // No error is left: Beta Sxx = Syx.
    const left = combined(toRows(data.syx), times(toRows(run.predictors[6]), toRows(data.sxx)), -1);
    expect(farthest(flat([left]), [0, 0, 0, 0, 0, 0, 0, 0]).distance).toBeLessThan(tolerance.gradientFlow(DEFAULT));
    run.nets.forEach((there, k) => {
      expect(farthest(there.predictor().data, run.predictors[k].data).distance).toBeLessThan(
        tolerance.trained('float64', 1),
      );
    });
  });

  it('returns the same at a time whatever other times are asked for, to the tolerance, and the same bits again', () => {
    const times = Array.from({ length: 41 }, (_, k) => k / 20);
    const many = gradientFlow(net, { moments: data, times });
    const one = gradientFlow(net, { moments: data, times: [2] });
    expect(farthest(many.predictors[40].data, one.predictors[0].data).distance).toBeLessThan(
      tolerance.gradientFlow(DEFAULT),
    );
    expect(gradientFlow(net, { moments: data, times }).predictors).toEqual(many.predictors);
  });

  it('gives the same bits in memory beyond 2 GiB', () => {
    const low = gradientFlow(net, { moments: data, times: [1] });
    // Untouched pages cost no memory.
    const below = allocate(2 ** 31);
    try {
      expect(gradientFlow(net, { moments: data, times: [1] }).nets[0].weights()).toEqual(low.nets[0].weights());
    } finally {
      release(below);
    }
  });

  it('computes float32 nets in float64 and returns them as float32', () => {
    const small = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 9, seed: 5, dtype: 'float32' });
    const wide = netFromWeights({ ...net.spec }, small.weights());
    const run = gradientFlow(small, { moments: data, times: [1] });
    const same = gradientFlow(wide, { moments: data, times: [1] });
    expect(run.predictors).toEqual(same.predictors);
    expect(run.dtype).toBe('float32');
    expect(run.nets[0].spec.dtype).toBe('float32');
    expect(run.nets[0].weights()[1].data).toEqual(Float32Array.from(same.nets[0].weights()[1].data));
    expect(small.weights()).toEqual(small.clone().weights());
  });

  it('stays where nothing moves: zero weights, frozen layers, no time', () => {
    const zero = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 3, initialScales: 0, seed: 1 });
    const still = gradientFlow(zero, { moments: data, times: [1e6] });
    expect(farthest(flat(still.nets[0].weights().map(toRows)), flat(zero.weights().map(toRows))).distance).toBe(0);
    expect(still.steps).toBe(1);
    expect(gradientFlow(net, { moments: data, times: [1e6], layerLr: 0 }).nets[0].weights()).toEqual(net.weights());
    expect(gradientFlow(net, { moments: data, times: [0, 0] }).steps).toBe(0);
    // One layer of zeros is no fixed point.
    const half = createNet({ inputs: 4, outputs: 2, hidden: 1, width: 3, initialScales: [1, 0], seed: 1 });
    const moved = gradientFlow(half, { moments: data, times: [1], tolerance: PRECISE });
    const { distance } = farthest(flat(moved.nets[0].weights().map(toRows)), flat(reference(half, 1, [1, 1], [0, 0])));
    expect(distance).toBeLessThan(tolerance.gradientFlow(PRECISE));
  });

  it('decays to nothing without data to learn', () => {
    const none = moments(x, matrix(12, 2));
    const run = gradientFlow(net, { moments: none, times: [2], layerLr: 0, weightDecay: [0.5, 1, 0] });
    run.nets[0].weights().forEach(({ data: after }, l) => {
      const kept = Math.exp(-2 * [0.5, 1, 0][l]);
      const expected = Array.from(net.weights()[l].data, (w) => kept * w);
      expect(farthest(after, expected).distance).toBeLessThan(tolerance.gradientFlow(DEFAULT));
    });
  });

  it('decays beyond what float64 holds in no more steps than before it', () => {
    const none = { sxx: matrix(4, 4), syx: matrix(2, 4), syy: 0 };
    const decay = { moments: none, weightDecay: 1, tolerance: 1e-3, maxSteps: 2000 };
    const [before, beyond] = [600, 1200].map((time) => gradientFlow(net, { ...decay, times: [time] }));
    expect(beyond.steps).toBeLessThan(2.5 * before.steps);
    for (const { data } of beyond.nets[0].weights())
      for (const value of data) expect(Math.abs(value)).toBeLessThan(1e-290);
  });

  it('reports progress, stops when told to, and frees its memory', () => {
    const wide = createNet({ inputs: 4, outputs: 2, hidden: 2, width: 200, seed: 1 });
    const long = { moments: data, times: [0, 1e-3, 1e9] };
    const seen: GradientFlowProgress[] = [];
    const run = gradientFlow(wide, { ...long, onProgress: (progress) => seen.push(progress) < 3 });
    expect(seen.length).toBe(3);
    expect(seen[2].steps).toBe(3);
    expect(seen[2].time).toBeGreaterThan(seen[0].time);
    expect(run.stopped).toEqual({ step: run.nets.length });
    expect(run.times).toEqual(Float64Array.from(long.times.slice(0, run.nets.length)));
    expect(run.loss).toHaveLength(run.nets.length);
    expect(gradientFlow(wide, { ...long, signal: AbortSignal.abort() }).stopped).toEqual({ step: 0 });
    const driven = gradientFlowSteps(wide, long);
    driven.next();
    expect(runtime().openWorkspaces).toBe(1);
    driven.return(undefined as never);
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it('says which step it cannot take', () => {
    const weights = net.weights();
    weights[0].data[0] = Number.NaN;
    const broken = netFromWeights(net.spec, weights);
    expect(() => gradientFlow(broken, { moments: data, times: [1] })).toThrow(
      'net: the loss of the initial net is not finite',
    );
    // Weights that rest for longer than float64 resolves their rise.
    const spec = { inputs: 1, outputs: 1, hidden: 2, width: 1, seed: 1 };
    const slow = netFromWeights(spec, [[[1e-20]], [[1e-20]], [[1e-20]]]);
    const one = moments([[1]], [[1]]);
    expect(() => gradientFlow(slow, { moments: one, times: [1e21] })).toThrow(
      /^tolerance: expected one that steps of float64 can meet, got 1e-9: the step at time/,
    );
    // A sharpness of 1e12 at all times.
    expect(() => scalarFlow(1e6, 0, 1, [1], { maxSteps: 1000 })).toThrow(
      /^maxSteps: expected enough steps to reach time 1, got 1000, which end at time .*; the sharpness limits the step to/,
    );
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no moments', { moments: undefined }, 'moments'],
    ['no times', { times: undefined }, 'times: expected a list of times, got undefined'],
    ['an empty list of times', { times: [] }, 'times: expected at least one time, got none'],
    ['a negative time', { times: [0, -1] }, 'times[1]: expected a non-negative finite number, got -1'],
    ['times that go back', { times: [0, 2, 1] }, 'times[2]: expected at least the time before it, 2, got 1'],
    ['a tolerance of 0', { tolerance: 0 }, 'tolerance: expected a number from 1e-14 to 0.1, got 0'],
    [
      'a tolerance that is none',
      { tolerance: Number.NaN },
      'tolerance: expected a non-negative finite number, got NaN',
    ],
    ['rates of too many layers', { layerLr: [1, 1, 1, 1] }, 'layerLr: expected 3 numbers'],
    ['growing weights', { weightDecay: -1 }, 'weightDecay: expected a non-negative finite number, got -1'],
    ['a learning rate', { lr: 1 }, 'gradientFlow: expected options among'],
    ['more nets than fit', { times: new Float64Array(1e7) }, 'times: expected results within 8192 MiB'],
    ['no steps', { maxSteps: 0 }, 'maxSteps: expected an integer of at least 1, got 0'],
    ['a signal of another kind', { signal: true }, 'signal: expected an AbortSignal, got true'],
  ])('refuses %s before any work', (_, given, message) => {
    const options = { moments: data, times: [1], ...given } as GradientFlowOptions;
    expect(() => gradientFlowSteps(net, options)).toThrow(message);
    expect(runtime()).toMatchObject({ liveBytes: 0, openWorkspaces: 0 });
  });
});
