import { exact, type LossBoundOptions } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactLossBoundEntry = defineLimit<LossBoundOptions, Float64Array>({
  name: 'exact-loss-bound',
  functions: ['exact.lossBound'],
  statement: 'Upper bound of the loss of gradient flow from balanced weights that start near enough to the target.',
  paper: 'Arora, Cohen, Golowich, Hu, arXiv:1810.02281',
  page: 'limits/exact.md',
  parameters: [
    { name: 'matrices', type: 'integer', doc: 'weight matrices M (hidden layers: M − 1)' },
    { name: 'initial', type: 'json', doc: 'end-to-end map at time 0, C×D' },
    { name: 'target', type: 'json', doc: 'target, C×D' },
    { name: 'times', type: 'numbers', doc: 'times' },
  ],
  example: {
    matrices: 3,
    initial: [
      [1, 0],
      [0.2, 1],
    ],
    target: [
      [1.5, 0],
      [0, 1.3],
    ],
    times: [0, 0.5, 1, 2, 4, 8],
  },
  run: exact.lossBound,
});
