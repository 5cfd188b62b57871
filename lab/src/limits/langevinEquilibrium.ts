import { type LangevinEquilibrium, type LangevinEquilibriumOptions, langevinEquilibrium } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { optimizerParameters } from './sharedParameters';

export const langevinEquilibriumEntry = defineLimit<LangevinEquilibriumOptions, LangevinEquilibrium>({
  name: 'langevin-equilibrium',
  functions: ['langevinEquilibrium'],
  statement:
    'Where noisy training with decay ends at infinite width: the Bayesian posterior, with kernels renormalized by learning.',
  paper: 'Li, Sompolinsky, arXiv:2004.07689',
  page: 'limits/langevin.md',
  moments: true,
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness' },
    ...optimizerParameters,
  ],
  example: {
    hidden: 2,
    temperature: 0.1,
    weightDecay: 0.1,
    moments: {
      sxx: [
        [1, 0.3],
        [0.3, 2],
      ],
      syx: [[0.8, 1.5]],
      syy: 1.7,
      samples: 20,
    },
  },
  run: langevinEquilibrium,
});
