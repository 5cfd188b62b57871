/**
 * One hidden layer by its second moments (docs/infinite-width.md): θ = (row of W_0, readout) of a neuron and its velocity move
 * linearly given the errors, so P = mean of (θ, v)(θ, v)ᵀ over neurons closes, at every width. Its initial expectation is that of
 * infinite width.
 */
import { combined, type Rows, times, transposed } from './netTraining';

export interface TwoLayerOptions {
  inputs: number;
  outputs: number;
  gamma0: number;
  rates: number[];
  initialScales: number[];
  layerLr: number[];
  momentum: number;
  nesterov: boolean;
  weightDecay: number[];
  decoupledDecay: number[];
  temperature: number;
  /** E_t (C×D). */
  error: (t: number, predictor: Rows) => Rows;
}

/** Predictors and G^1 = mean a aᵀ of all times, those of w̃. */
export function twoLayerTwin(options: TwoLayerOptions): { predictors: Rows[]; gradientKernels: Rows[] } {
  const { inputs: D, outputs: C, gamma0, rates, momentum, nesterov, temperature } = options;
  const n = D + C;
  const layer = (i: number) => (i < D ? 0 : 1);
  const square = (of: (i: number, j: number) => number): Rows =>
    Array.from({ length: 2 * n }, (_, i) => Array.from({ length: 2 * n }, (_, j) => of(i, j)));
  let p = square((i, j) => (i === j && i < n ? options.initialScales[layer(i)] ** 2 : 0));
  /** w̃ = look·(θ, v). */
  const look = square((i, j) => +(i === j) + (nesterov && j === i + n ? momentum : 0)).slice(0, n);
  const predictors: Rows[] = [];
  const gradientKernels: Rows[] = [];
  const measure = () => {
    const read = times(times(look, p), transposed(look));
    predictors.push(read.slice(D).map((row) => row.slice(0, D).map((v) => v / (gamma0 * Math.sqrt(D)))));
    gradientKernels.push(read.slice(D).map((row) => row.slice(D)));
  };
  rates.forEach((rate, t) => {
    measure();
    const error = options.error(t, predictors[t]);
    /** From w̃ to what it adds to the velocity. */
    const push: Rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => {
        if (i === j) return -rate * options.weightDecay[layer(i)];
        if (layer(i) === layer(j)) return 0;
        const kappa = (rate * options.layerLr[layer(i)] * gamma0) / Math.sqrt(D);
        return kappa * (i < D ? error[j - D][i] : error[i - D][j]);
      }),
    );
    const pushed = times(push, look);
    /** v ← μ v + pushed, θ ← (1 − η λ') θ + v. */
    const step = square((i, j) => {
      const entry = pushed[i % n][j] + (j === (i % n) + n ? momentum : 0);
      return i < n && i === j ? entry + 1 - rate * options.decoupledDecay[layer(i)] : entry;
    });
    const noise = square((i, j) => +(i % n === j % n));
    p = combined(times(times(step, p), transposed(step)), noise, 2 * temperature * rate);
  });
  measure();
  return { predictors, gradientKernels };
}
