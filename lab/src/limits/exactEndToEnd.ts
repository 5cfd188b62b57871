import { exact, type Matrix } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactEndToEndEntry = defineLimit<Parameters<typeof exact.endToEnd>[0], Matrix[]>({
  name: 'exact-end-to-end',
  functions: ['exact.endToEnd'],
  statement: 'End-to-end map of any number of layers under gradient flow on whitened inputs from balanced weights.',
  paper: 'Arora, Cohen, Hazan, arXiv:1802.06509',
  page: 'limits/exact.md',
  parameters: [
    { name: 'matrices', type: 'integer', doc: 'weight matrices M (hidden layers: M − 1)' },
    { name: 'initial', type: 'json', doc: 'end-to-end map at time 0, C×D' },
    { name: 'target', type: 'json', doc: 'target, C×D' },
    { name: 'times', type: 'numbers', doc: 'times' },
    { name: 'maxSteps', type: 'integer', default: 20_000, doc: 'steps of the integrator' },
  ],
  example: {
    matrices: 3,
    initial: [
      [0.1, 0],
      [0.02, 0.1],
    ],
    target: [
      [2, 1],
      [0, 1],
    ],
    times: [0, 0.5, 1, 2, 4, 8],
  },
  run: exact.endToEnd,
});
