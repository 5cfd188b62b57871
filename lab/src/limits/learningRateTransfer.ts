import { type LearningRateTransfer, type LearningRateTransferOptions, learningRateTransferSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { jointParameters } from './sharedParameters';

export const learningRateTransferEntry = defineLimit<LearningRateTransferOptions, LearningRateTransfer>({
  name: 'learning-rate-transfer',
  functions: ['learningRateTransfer', 'learningRateTransferSteps'],
  statement:
    'Loss against learning rate for nets of several widths or depths: where the optimum lies and whether it transfers.',
  paper: 'Bordelon, Pehlevan, arXiv:2502.02531; Hayou, arXiv:2511.01734',
  page: 'limits/learning-rate-transfer.md',
  parameters: [
    {
      name: 'hidden',
      type: 'integers',
      single: true,
      doc: 'hidden layers L: one number, or a list to transfer over depth',
    },
    {
      name: 'widthPerInput',
      type: 'numbers',
      single: true,
      doc: 'N/D: one number, or an increasing list to transfer over width; Infinity for width far above the inputs',
    },
    { name: 'lrHats', type: 'numbers', doc: 'learning rates η/D, increasing, at least 3' },
    {
      name: 'parameterization',
      type: 'choice',
      choices: ['muP', 'ntk'],
      default: 'muP',
      doc: 'muP keeps γ̂, ntk makes it (N/D)^(−1/2)',
    },
    { name: 'margin', type: 'number', default: 0.1, doc: 'largest exponent of the optimum that counts as transfer' },
    { name: 'simulate', type: 'json', doc: 'also train finite nets: {"inputs": 100, "nets": 8, "seed": 1}' },
    ...jointParameters,
  ],
  example: ({ data }) => ({
    ...{ hidden: 2, widthPerInput: [0.5, 1, 2], lrHats: [0.02, 0.04, 0.08, 0.16, 0.32], steps: 15, data: 'repeated' },
    ...(data === 'population' ? {} : { samplesPerInput: 2 }),
  }),
  run: learningRateTransferSteps,
});
