import { type OutputMixture, type ProportionalLimitOptions, proportionalLimit } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { lawOptions, type MixtureQueries, mixtureParameters, mixturePlain } from './mixtureView';

export const proportionalLimitEntry = defineLimit<ProportionalLimitOptions & MixtureQueries, OutputMixture>({
  name: 'proportional-limit',
  functions: ['proportionalLimit'],
  statement:
    'Prior and posterior of deep linear nets when depth and width go to infinity together: a mixture of Gaussians.',
  paper: 'Bassetti, Ladelli, Rotondo, arXiv:2411.15267',
  page: 'limits/proportional-limit.md',
  parameters: [
    {
      name: 'depthPerWidth',
      type: 'number',
      doc: 'Σ 1/N over the hidden layers, depth over width for equal widths; 0 is Gaussian',
    },
    { name: 'outputs', type: 'integer', default: 1, doc: 'outputs C' },
    { name: 'scale', type: 'number', default: 1, doc: 'variance of one output at an input with x·x = D' },
    { name: 'steps', type: 'integer', doc: 'steps of the stochastic equation of several outputs' },
    ...mixtureParameters,
  ],
  example: {
    depthPerWidth: 0.5,
    posterior: {
      kernel: [
        [1, 0.2],
        [0.2, 1],
      ],
      y: [1, -2],
      noiseStd: 0.1,
      testKernel: [[0.5, 0.5]],
      testVariances: [1],
    },
  },
  run: (input) => proportionalLimit(lawOptions(input)),
  plain: mixturePlain,
});
