import { exact, type Matrix, type MatrixLike } from 'deeplinear';
import { defineLimit } from './limitEntry';

interface Options {
  weights: MatrixLike[];
  rates?: number[];
}

export const exactConservedEntry = defineLimit<Options, Matrix[]>({
  name: 'exact-conserved',
  functions: ['exact.conserved'],
  statement: 'What gradient flow conserves between neighbouring layers, for any data; all zero for balanced weights.',
  paper: 'Fukumizu 1998; Arora, Cohen, Hazan, arXiv:1802.06509',
  page: 'limits/exact.md',
  parameters: [
    { name: 'weights', type: 'json', doc: 'list of weight matrices, first layer first' },
    { name: 'rates', type: 'numbers', doc: 'rate of every layer (default: all 1)' },
  ],
  example: {
    weights: [
      [
        [1, 0],
        [0, 0.5],
      ],
      [[0.5, 1]],
    ],
  },
  run: ({ weights, ...options }) => exact.conserved(weights, options),
});
