import { exact } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactModesEntry = defineLimit<Parameters<typeof exact.modes>[0], Float64Array[]>({
  name: 'exact-modes',
  functions: ['exact.modes'],
  statement:
    'Decoupled modes of gradient flow from balanced, aligned weights at finite width; one row per time, one column per mode.',
  paper: 'Saxe, McClelland, Ganguli, arXiv:1312.6120',
  page: 'limits/exact.md',
  parameters: [
    { name: 'matrices', type: 'integer', doc: 'weight matrices M (hidden layers: M − 1)' },
    { name: 'strengths', type: 'numbers', doc: 'singular values of the target' },
    { name: 'initial', type: 'numbers', single: true, doc: 'modes at time 0: one number for all, or one each' },
    { name: 'times', type: 'numbers', doc: 'times' },
    { name: 'variances', type: 'numbers', single: true, default: 1, doc: 'input variance along the modes' },
  ],
  example: { matrices: 3, strengths: [3, 1], initial: 0.01, times: [0, 2, 4, 8, 16, 32, 64] },
  run: exact.modes,
});
