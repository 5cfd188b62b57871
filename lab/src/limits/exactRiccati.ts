import { exact, type Matrix } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactRiccatiEntry = defineLimit<Parameters<typeof exact.riccati>[0], Matrix[]>({
  name: 'exact-riccati',
  functions: ['exact.riccati'],
  statement:
    'End-to-end map of two layers under gradient flow on whitened inputs, in closed form from any λ-balanced weights.',
  paper: 'Fukumizu 1998; Braun, Dominé, Fitzgerald, Saxe 2022; Dominé et al., arXiv:2409.14623',
  page: 'limits/exact.md',
  parameters: [
    { name: 'w1', type: 'json', doc: 'first weights at time 0, N×D' },
    { name: 'w2', type: 'json', doc: 'second weights at time 0, C×N' },
    { name: 'target', type: 'json', doc: 'target, C×D' },
    { name: 'times', type: 'numbers', doc: 'times' },
  ],
  example: {
    w1: [
      [0.1, 0],
      [0, 0.1],
    ],
    w2: [
      [0.1, 0],
      [0, 0.1],
    ],
    target: [
      [2, 1],
      [0, 1],
    ],
    times: [0, 0.5, 1, 2, 4, 8],
  },
  run: exact.riccati,
});
