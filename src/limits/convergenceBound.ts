import { type CheckedMoments, checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { ShapeError } from '../errors';
import { type LearningRate, learningRates } from '../learningRates';
import { eigvalsh } from '../linalg/eigvalsh';
import { euclideanLength } from '../linalg/euclideanLength';
import { matmul } from '../linalg/matmul';
import { singularValues } from '../linalg/singularValues';
import { asMatrix, matrix, transpose } from '../matrix';
import { hiddenLayers, perLayer } from '../perLayer';
import { assertNumbers, callback, integer, knownOptions, positive, record, reject } from '../validate';
import { symmetrized } from './data/dataModes';
import { divided, scaledModes } from './data/scaledModes';
import type { InfiniteWidthLimit } from './infiniteWidth';
import { minimumNorm } from './minimumNorm';

export interface ConvergenceOptions extends LearningRate {
  /** The data of the limit. */
  moments: MomentsLike;
  /** Factors r_l of the limit. Default 1. */
  layerLr?: number | ArrayLike<number>;
}

/** Exponential convergence of a run at infinite width. Times are sums of η; curves have steps + 1 entries. */
export interface ConvergenceBound {
  /** Σ η of the steps before each entry; 0 at initialization. */
  times: Float64Array;
  /** Loss above the least possible one. */
  excess: Float64Array;
  /** ‖Beta_t − Beta*‖, Beta* the predictor of least loss and least norm. */
  distance: Float64Array;
  /** λ_min(G^1(t, t)). */
  gradientEigenvalue: Float64Array;
  /** 2 r_0 ρ_0 μ λ_min(G^1(t, t))/D, μ the smallest eigenvalue of Sxx above 0, ρ_0 = N_1/N_L: at least the rate at which the excess falls. */
  localRate: Float64Array;
  /** The least of them: excess(t) ≤ excess(0)·exp(−rate·times[t]). */
  rate: number;
  /** 2 r_0 μ/D, the rate that needs nothing but the premise. */
  premiseRate: number;
  /** Rate at which the excess falls at the end: over the last step that takes time and at which it is known (NaN: none). */
  lateRate: number;
  /** Whether ρ_0 λ_min(G^1) ≥ 1 at all times (1 at the start of every net of unit scales), which is seen in flow and small steps (not proved for L ≥ 2) and fails in large ones. */
  premise: boolean;
  /** Whether the loss never grows by more than the run's `extrapolationError`. */
  monotone: boolean;
  /** Whether the excess stays below excess(0)·exp(−rate·times[t]); undefined where the run's `extrapolationError` is too large to tell. */
  holds: boolean | undefined;
}

/** What rounding may do to a curve, relative to its first entry. */
const ROUNDING = 1e-12;

/**
 * Exponential convergence to the predictor of least norm, with its rate and what the rate rests on. In gradient flow the loss obeys
 *   dL/dt ≤ −(2 r_0 ρ_0/D) λ_min(G^1(t, t)) μ (L − L*),   ρ_0 = N_1/N_L,
 * because every layer's part of the tangent kernel is positive semidefinite and that of W_0 is r_0 ρ_0 G^1 ⊗ x·x'/D. For
 * `infiniteWidth` with `flow: true`; of discrete steps the same numbers are reported, and `holds` says whether the bound does.
 * Chizat, Colombo, Fernández-Real & Figalli (arXiv:2211.16980); docs/limits/minimum-norm.md.
 * @throws ValueError, ShapeError for options that do not fit the limit.
 */
export function convergenceBound(limit: InfiniteWidthLimit, options: ConvergenceOptions): ConvergenceBound {
  knownOptions('convergenceBound', options, ['moments', 'lr', 'schedule', 'layerLr']);
  const moments = checkedMoments('moments', options.moments);
  record('limit', limit, 'an infinite-width limit');
  const { steps, hidden, predictors } = limit;
  const of = 'those of an infinite-width limit';
  if (!Array.isArray(predictors) || predictors.length === 0) reject('limit.predictors', of, predictors);
  integer('limit.steps', steps, predictors.length - 1, predictors.length - 1);
  callback('limit.gradientKernel', limit.gradientKernel, `a function, as in ${of}`);
  hiddenLayers(hidden);
  const ratio = positive('limit.widthRatios[0]', limit.widthRatios?.[0]);
  const { rows: outputs, cols: inputs } = asMatrix(predictors[0], 'limit.predictors[0]');
  const betas = predictors.map((beta, t) => {
    const own = asMatrix(beta, `limit.predictors[${t}]`);
    const { rows, cols } = own;
    if (rows !== outputs || cols !== inputs) reject(`limit.predictors[${t}]`, `${outputs}×${inputs} entries`, beta);
    return own;
  });
  if (moments.syx.rows !== outputs || moments.syx.cols !== inputs) {
    throw new ShapeError(
      `moments: expected those of the limit (${outputs}×${inputs} syx), got ${moments.syx.rows}×${moments.syx.cols}`,
    );
  }
  const rates = learningRates(options, steps);
  const [first] = perLayer('layerLr', options.layerLr ?? 1, hidden);
  const best = minimumNorm(moments);
  const smallest = leastEigenvalue(moments);
  const premiseRate = (2 * first * smallest) / inputs;

  const times = new Float64Array(steps + 1);
  for (let t = 0; t < steps; t++) times[t + 1] = times[t] + rates[t];
  const excess = new Float64Array(steps + 1);
  const distance = new Float64Array(steps + 1);
  betas.forEach((beta, t) => {
    const off = matrix(
      outputs,
      inputs,
      Float64Array.from(beta.data, (value, i) => value - best.data[i]),
    );
    const mapped = matmul(off, moments.sxx);
    off.data.forEach((value, i) => {
      excess[t] += 0.5 * value * mapped.data[i];
    });
    distance[t] = euclideanLength(off.data);
  });
  assertNumbers('moments', excess);
  const gradientEigenvalue = times.map((_, t) => {
    const kernel = asMatrix(limit.gradientKernel(1, t), 'limit.gradientKernel');
    if (kernel.rows !== outputs || kernel.cols !== outputs)
      reject('limit.gradientKernel', `a function that gives ${outputs}×${outputs} matrices`, kernel);
    return eigvalsh(symmetrized(kernel))[0];
  });
  // a first layer of another width than the last weighs as much more in the tangent kernel as its own G^1 is less
  const shares = gradientEigenvalue.map((value) => ratio * value);
  const localRate = shares.map((share) => premiseRate * share);
  const rate = Math.min(...localRate);
  const rounding = ROUNDING * excess[0];
  const unknown = times.map((_, t) => limit.extrapolationError?.loss[t] ?? 0);
  /** What the excess may be off by. */
  const error = unknown.map((value) => rounding + value);
  const above = excess.map((value, t) => value - excess[0] * Math.exp(-rate * times[t]) - rounding);
  const last = excess.findLastIndex((value, t) => t > 0 && rates[t - 1] > 0 && value > 2 * error[t]);
  return {
    times,
    excess,
    distance,
    gradientEigenvalue,
    localRate,
    rate,
    premiseRate,
    lateRate: last < 1 ? Number.NaN : Math.log(excess[last - 1] / excess[last]) / (times[last] - times[last - 1]),
    premise: shares.every((share) => share >= 1 - ROUNDING),
    monotone: excess.every((value, t) => t === 0 || value <= excess[t - 1] + error[t - 1] + error[t]),
    holds: above.some((value, t) => value > unknown[t])
      ? false
      : above.every((value, t) => value <= -unknown[t]) || undefined,
  };
}

/** Of Sxx, above 0: one over the largest of its inverse V Λ⁻¹ Vᵀ, which keeps it where inputs come in units far apart. */
function leastEigenvalue(moments: CheckedMoments): number {
  const { units, values, vectors } = scaledModes(moments);
  const roots = Array.from(values, (value) => (value > 0 ? Math.sqrt(value) : Number.POSITIVE_INFINITY));
  const [largest] = singularValues(divided(units, transpose(divided(roots, vectors))));
  return largest > 0 ? largest ** -2 : 0;
}
