import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { integer } from '../validate';
import { criticalLearningRate } from './causal/criticalLearningRate';
import { dataModes } from './data/dataModes';
import { type LazyLimitOptions, lazyTask } from './lazyLimitOptions';

export type { LazyLimitOptions } from './lazyLimitOptions';

/** A training run with a constant tangent kernel. Index t: after t steps, or at times[t] where `times` were given. */
export interface LazyLimit {
  /** ½ mean‖y − f‖², its expectation where `initialVariance` is positive. */
  readonly loss: Float64Array;
  /** Beta_t (C×D), its expectation where `initialVariance` is positive. */
  readonly predictors: Matrix[];
  /** Beta_t (C×D), its expectation where `initialVariance` is positive. */
  predictor(t: number): Matrix;
  /** Covariance (D×D) of each row of Beta_t over the random initial function; rows are independent. */
  predictorCovariance(t: number): Matrix;
  /** k of the tangent kernel Θ(x, x') = k x·x'/D (learning rates of the layers included). */
  readonly tangentConstant: number;
  /** Variance of the entries of Beta_0. */
  readonly initialVariance: number;
  /** Learning rate above which discrete steps diverge; Infinity for gradient flow or data without inputs. */
  readonly criticalLr: number;
  /** Steps done: fewer than asked for when the run diverged. */
  readonly steps: number;
  /** First step without a finite predictor and loss; curves end before it. */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
    /** `criticalLr` of the limit. */
    criticalLr: number;
  };
}

/**
 * Training dynamics in the lazy (NTK) limit γ0 → 0 of a wide deep linear net: the tangent kernel stays k x·x'/D, so
 *   Beta_{t+1} = Beta_t + (η_t k/D)(Syx − Beta_t Sxx),   gradient flow: dBeta/dt = (k/D)(Syx − Beta Sxx),
 * mode by mode in the eigenbasis of Sxx. k = Σ_l r_l Π_{j≠l} s_j², L + 1 for unit scales and rates; with branches b
 * 2(1 + b²)^(L−1) + (L − 1)b²(1 + b²)^(L−2), which is (2 + β0²)e^{β0²} at infinite depth. With momentum
 * v ← μ v + (ηk/D)E, Beta ← Beta + v. NTK parameterization is γ0 = 1/√N: the same dynamics with a random Beta_0 that does not
 * vanish with the width (`initialPredictor`, `initialVariance`). Deviations of nets: O(γ0²), O(1/N) in the mean.
 *
 * Jacot, Gabriel & Hongler (arXiv:1806.07572); moment form: docs/limits/lazy.md. O(D³ + T·C·D), and C·D² for each predictor
 * that is read. An unstable learning rate ends in a result with `diverged`.
 * @throws ValueError, ShapeError for bad options, and for gamma0, decay and noise, which this limit does not describe.
 */
export function lazyLimit(options: LazyLimitOptions): LazyLimit {
  const task = lazyTask(options);
  const { moments, tangent, rates, flow, momentum, nesterov, initialVariance } = task;
  const { values, vectors, target, leastLoss } = dataModes(moments);
  const inputs = values.length;
  const outputs = target.rows;
  // rows of the predictor in the eigenbasis, then what is left of a unit of the initial function in each mode
  const goal = stack(target, inputs);
  const state = stack(matmul(task.initialPredictor, vectors), inputs);
  state.fill(1, outputs * inputs);
  const velocity = new Float64Array(state.length);
  const look = nesterov ? momentum : 0;

  const history: Float64Array[] = [];
  const loss: number[] = [];
  const record = () => {
    const read = state.map((value, i) => value + look * velocity[i]);
    let excess = 0;
    read.forEach((value, i) => {
      const eigenvalue = values[i % inputs];
      if (i >= outputs * inputs) excess += outputs * initialVariance * eigenvalue * value ** 2;
      else if (eigenvalue > 0) excess += eigenvalue * (value - goal[i] / eigenvalue) ** 2;
    });
    const total = leastLoss + excess / 2;
    if (!Number.isFinite(total) || !read.every(Number.isFinite)) return false;
    history.push(read);
    loss.push(total);
    return true;
  };
  const advance = (rate: number) => {
    const x = (rate * tangent) / inputs;
    for (let i = 0; i < state.length; i++) {
      const eigenvalue = values[i % inputs];
      const error = goal[i] - eigenvalue * (state[i] + look * velocity[i]);
      // a flow over times without end ends where there is no error
      const gain = flow && eigenvalue > 0 ? -Math.expm1(-x * eigenvalue) / eigenvalue : x;
      velocity[i] = momentum * velocity[i] + (error === 0 ? 0 : gain * error);
      state[i] += velocity[i];
    }
  };
  // `times` may begin later than 0: there the first interval comes before the first record
  const atTimes = options.times !== undefined;
  let finite = atTimes || record();
  for (let t = 0; finite && t < rates.length; t++) {
    advance(rates[t]);
    finite = record();
  }

  const last = history.length - 1;
  const criticalLr = flow
    ? Number.POSITIVE_INFINITY
    : criticalLearningRate(moments.sxx, tangent, {
        momentum,
        nesterov,
        weightDecay: [],
        decoupledDecay: [],
        temperature: 0,
      });
  const row = (t: number) => history[integer('t', t, 0, last)];
  const predictor = (t: number) =>
    matmul(matrix(outputs, inputs, row(t).subarray(0, outputs * inputs)), vectors, { transposeB: true });
  let predictors: Matrix[] | undefined;
  return {
    loss: Float64Array.from(loss),
    get predictors() {
      predictors ??= history.map((_, t) => predictor(t));
      return predictors;
    },
    predictor,
    predictorCovariance(t) {
      const left = row(t).subarray(outputs * inputs);
      const scaled = matrix(
        inputs,
        inputs,
        vectors.data.map((value, i) => value * left[i % inputs]),
      );
      return matmul(scaled, scaled, { transposeB: true, alpha: initialVariance });
    },
    tangentConstant: tangent,
    initialVariance,
    criticalLr,
    steps: Math.max(0, last),
    diverged: finite
      ? undefined
      : {
          step: history.length,
          reason: `the predictor or the loss is not finite${flow ? '' : `; learning rates above ${Number(criticalLr.toPrecision(3))} are unstable`}`,
          criticalLr,
        },
  };
}

/** The rows of a matrix and one more of zeros. */
function stack(rows: Matrix, inputs: number): Float64Array {
  const out = new Float64Array(rows.data.length + inputs);
  out.set(rows.data);
  return out;
}
