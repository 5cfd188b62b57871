import type { Rng } from '../../random/rng';

/**
 * Draws of the mixing covariance Q = T Tᵀ, and moves that leave its law as it is: what importance sampling and annealing need.
 * A state is what T was computed from.
 */
export interface MixingSampler {
  /** Numbers in a state. */
  readonly size: number;
  /** Fills `state` with an independent draw. */
  draw(state: Float64Array, random: Rng): void;
  /**
   * A step of a reversible Markov chain with the law of the draws: `to` keeps the correlation √(1 − size²) with `from`
   * (size 1: an independent draw).
   */
  move(from: Float64Array, to: Float64Array, size: number, random: Rng): void;
  /** Q of a state, C×C in row order. */
  mixing(state: Float64Array, q: Float64Array): void;
}
