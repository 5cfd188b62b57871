import {
  type InfiniteWidthLimit,
  type InfiniteWidthOptions,
  infiniteWidthSteps,
  ValueError,
  weightLaw,
} from 'deeplinear';
import { defineLimit } from './limitEntry';
import { printedTimes } from './printedTimes';
import { flowParameter, optimizerParameters, residualParameter, trainingParameters } from './sharedParameters';

interface Options extends InfiniteWidthOptions {
  layer: number;
  times?: number[];
  width?: number;
  points?: number;
}

/** Points of a density that are still printed at once. */
const MOST_POINTS = 10_000;

export const weightLawEntry = defineLimit<Options, InfiniteWidthLimit>({
  name: 'weight-law',
  functions: ['weightLaw'],
  statement:
    'Law of one weight matrix of an infinitely wide net along training: bulk and outliers of its singular values, movement.',
  paper: 'Chizat, Colombo, Fernández-Real, Figalli, arXiv:2211.16980',
  page: 'limits/weight-law.md',
  moments: true,
  refuses: ['temperature'],
  parameters: [
    { name: 'layer', type: 'integer', doc: 'weight matrix: 0 reads the inputs, L is the readout' },
    { name: 'times', type: 'integers', doc: 'steps that are printed (default: first and last)' },
    { name: 'width', type: 'integer', default: 1024, doc: 'width for which the movement of the entries is printed' },
    { name: 'points', type: 'integer', default: 9, doc: 'singular values of the bulk at which its density is printed' },
    ...trainingParameters,
    residualParameter,
    flowParameter,
    ...optimizerParameters.filter(({ name }) => name !== 'temperature'),
    { name: 'widthRatios', type: 'numbers', doc: 'N_l/N_L of the L hidden layers (default: all 1)' },
  ],
  example: { layer: 1, hidden: 2, lr: 3, steps: 40 },
  run: ({ layer: _, times: __, width: ___, points: ____, ...options }) => infiniteWidthSteps(options),
  plain(limit, { layer, times, width = 1024, points = 9 }) {
    if (!(Number.isInteger(points) && points >= 1 && points <= MOST_POINTS)) {
      throw new ValueError(`points: expected an integer from 1 to ${MOST_POINTS}, got ${JSON.stringify(points)}`);
    }
    const law = weightLaw(limit, layer);
    return printedTimes('times', times, limit).map((time) => {
      const bulk = law.bulk(time);
      const x = bulk && Array.from({ length: points }, (_, i) => (bulk.support[1] * (i + 0.5)) / points);
      return {
        time,
        movement: law.movement(time, width),
        outliers: law.outliers(time),
        learned: law.learned(time),
        ...(bulk && x && { bulk: { support: bulk.support, x, density: x.map(bulk.density), cdf: x.map(bulk.cdf) } }),
        ...(layer > 0 && { neuronsBefore: law.neuronsBefore(time) }),
        ...(layer < limit.hidden && { neuronsAfter: law.neuronsAfter(time) }),
      };
    });
  },
});
