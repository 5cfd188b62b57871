import { type Matrix, matrix } from '../../matrix';
import { bufferedRng } from '../../random/bufferedRng';
import { rng } from '../../random/rng';
import { integer, knownOptions, seedValue } from '../../validate';
import type { MixingSampler } from './mixingSampler';

export interface MixingDrawOptions {
  /** Key of the draws. */
  seed: number;
  /** Draws; the first ones do not depend on how many there are. */
  samples: number;
}

/** Of all draws. */
const MOST_NUMBERS = 2 ** 28;

export function mixingDraws(sampler: MixingSampler, outputs: number, options: MixingDrawOptions): Matrix {
  knownOptions('sampleMixing', options, ['seed', 'samples']);
  const random = bufferedRng(rng(seedValue('seed', options.seed)));
  const samples = integer('samples', options.samples, 0, Math.floor(MOST_NUMBERS / outputs ** 2));
  const draws = matrix(samples, outputs * outputs);
  const state = new Float64Array(sampler.size);
  for (let i = 0; i < samples; i++) {
    sampler.draw(state, random);
    sampler.mixing(state, draws.data.subarray(i * outputs * outputs, (i + 1) * outputs * outputs) as Float64Array);
  }
  return draws;
}
