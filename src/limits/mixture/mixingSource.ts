import type { Rng } from '../../random/rng';
import type { MixingLikelihood } from './mixingLikelihood';
import type { MixingSampler } from './mixingSampler';

/** A law of states that can be drawn from, and what it lacks to the posterior: what importance sampling and annealing start at. */
export interface MixingSource {
  /** Numbers in a state. */
  readonly size: number;
  draw(state: Float64Array, random: Rng): void;
  /**
   * A move that leaves alone the law times e^(power·weight), once it is accepted with the chance e^(power·(weight of `to` − weight of
   * `from`)). Size 1: an independent draw.
   */
  move(from: Float64Array, to: Float64Array, size: number, random: Rng): void;
  /** Fills Q, and returns log(prior·likelihood/law); −Infinity where that is 0. */
  weigh(state: Float64Array, q: Float64Array): number;
}

export function priorSource(sampler: MixingSampler, { logLikelihood }: MixingLikelihood): MixingSource {
  return {
    size: sampler.size,
    draw: sampler.draw,
    move: sampler.move,
    weigh(state, q) {
      sampler.mixing(state, q);
      return logLikelihood(q);
    },
  };
}
