import { perLayer } from './perLayer';
import { booleanValue, nonNegative, reject } from './validate';

/**
 * What a step of training does besides the gradient. With raw weights w (entries of order one), q the plain gradient step,
 * η the learning rate of the step and ξ independent standard normal numbers:
 *   v ← μ v + q − η λ w̃ + √(2 θ η) ξ,   w ← (1 − η λ') w + v,   w̃ = w, or w + μ v with `nesterov`.
 * Predictor and gradient are those of w̃. Decay acts on the raw entries and does not carry γ0² N: the choice that means the
 * same at every width.
 */
export interface OptimizerOptions {
  /** Momentum μ, 0 ≤ μ < 1, without dampening. Default 0. */
  momentum?: number;
  /** Nesterov's variant: the weights are read at w + μ v. Default false. */
  nesterov?: boolean;
  /**
   * Coupled (L2) decay λ ≥ 0, part of the step v: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 0. Float32 weights
   * do not see an ηλ below 3e-8, as any step that is less than half of their last digit.
   */
  weightDecay?: number | ArrayLike<number>;
  /** Decoupled decay λ' ≥ 0, beside the step v: one number, or L + 1 in the same order. Default 0. */
  decoupledDecay?: number | ArrayLike<number>;
  /** Temperature θ ≥ 0 of Langevin noise. Default 0. */
  temperature?: number;
}

/** Names of the options above. */
export const optimizerOptions = ['momentum', 'nesterov', 'weightDecay', 'decoupledDecay', 'temperature'] as const;

/** Checked options, decays with one entry per weight matrix. */
export interface Optimizer {
  momentum: number;
  nesterov: boolean;
  weightDecay: number[];
  decoupledDecay: number[];
  temperature: number;
}

/** @throws ValueError, ShapeError naming argument, expectation and value. */
export function optimizer(options: OptimizerOptions, hidden: number): Optimizer {
  const { momentum = 0 } = options;
  if (typeof momentum !== 'number' || !(momentum >= 0 && momentum < 1)) {
    reject('momentum', 'a number of at least 0 and below 1', momentum);
  }
  return {
    momentum,
    nesterov: booleanValue('nesterov', options.nesterov ?? false),
    weightDecay: perLayer('weightDecay', options.weightDecay ?? 0, hidden),
    decoupledDecay: perLayer('decoupledDecay', options.decoupledDecay ?? 0, hidden),
    temperature: nonNegative('temperature', options.temperature ?? 0),
  };
}

/** Whether a step is the plain gradient step. */
export function isPlain({ momentum, weightDecay, decoupledDecay, temperature }: Optimizer): boolean {
  const none = (decay: readonly number[]) => decay.every((value) => value === 0);
  return momentum === 0 && temperature === 0 && none(weightDecay) && none(decoupledDecay);
}
