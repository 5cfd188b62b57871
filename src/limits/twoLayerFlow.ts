import {
  assertFinite,
  checkedNumbers,
  finite,
  integer,
  isNumberList,
  knownOptions,
  nonNegative,
  reject,
} from '../validate';

export interface TwoLayerFlowOptions {
  /** y: the coefficient of the linear teacher (its norm, for several inputs). */
  target: number;
  /** Richness γ0 ≥ 0; 0 is the lazy limit. Default 1. */
  gamma0?: number;
  /** Times ≥ 0 in units of the learning rate: after t steps of size η, ηt. */
  times: ArrayLike<number>;
  /** D ≥ 1, whitened inputs (Sxx = 1). Default 1. */
  inputs?: number;
}

/** One number for each time. */
export interface TwoLayerFlow {
  /** Predictor along the teacher, f(0) = 0. */
  f: Float64Array;
  /** G^1 = √(1 + γ0² D f²), which is also the feature kernel of the teacher's direction; the tangent kernel is 2 G/D. */
  kernel: Float64Array;
  /** ½ (y − f)². */
  loss: Float64Array;
}

/**
 * Gradient flow of an infinitely wide net with one hidden layer on whitened inputs in closed form:
 *   df/dt = (2/D) √(1 + γ0² D f²) (y − f).
 * With γ0 √D f = sinh θ and u = tanh(θ/2) it is a Riccati equation, and u = u∞ (1 − e)/(1 + u∞² e), e = exp(−2 cosh(θ∞) t/D), so that
 *   (y − f)/f = e · 2 cosh²(θ∞)/(1 + cosh(θ∞)) / [(1 − e)(1 + u∞² e)].
 * Bordelon & Pehlevan (arXiv:2210.02157, eq. 7; both layers learn, hence the factor 2, which that equation lacks).
 * @throws ValueError for bad options.
 */
export function twoLayerFlow(options: TwoLayerFlowOptions): TwoLayerFlow {
  knownOptions('twoLayerFlow', options, ['target', 'gamma0', 'times', 'inputs']);
  const target = finite('target', options.target);
  const inputs = integer('inputs', options.inputs ?? 1, 1);
  const gamma = nonNegative('gamma0', options.gamma0 ?? 1) * Math.sqrt(inputs);
  const { times } = options;
  if (!isNumberList(times)) reject('times', 'numbers', times);
  const at = checkedNumbers('times', times, nonNegative);

  const cosh = Math.hypot(1, gamma * target);
  /** u∞² = tanh(θ∞/2)², and 2 cosh²/(1 + cosh). */
  const square = ((gamma * target) / (1 + cosh)) ** 2;
  const far = 2 * cosh * (cosh / (1 + cosh));
  const f = new Float64Array(at.length);
  const loss = new Float64Array(at.length);
  at.forEach((time, i) => {
    const exponent = (-2 * cosh * time) / inputs;
    const left = Math.exp(exponent);
    const learned = -Math.expm1(exponent) * (1 + square * left);
    // f = sinh(θ)/γ, with 1 − u² in terms that do not cancel: what is learned, and what is left
    const error = left * far;
    f[i] = target * (learned / (learned + error));
    loss[i] = 0.5 * (target * (error / (learned + error))) ** 2;
  });
  assertFinite('target, gamma0', f, loss);
  return { f, kernel: f.map((value) => Math.hypot(1, gamma * value)), loss };
}
