import { type MatrixLike, maxLearningRate } from 'deeplinear';
import { defineLimit } from './limitEntry';

interface Options {
  ntk: MatrixLike;
  momentum?: number;
}

export const maxLearningRateEntry = defineLimit<Options, number>({
  name: 'max-learning-rate',
  functions: ['maxLearningRate'],
  statement: 'Largest learning rate at which training with a tangent kernel is stable.',
  paper: 'Lee et al., arXiv:1902.06720',
  page: 'limits/nngp-ntk.md',
  parameters: [
    { name: 'ntk', type: 'json', doc: 'tangent kernel of the training samples, P×P' },
    { name: 'momentum', type: 'number', default: 0, doc: 'heavy-ball momentum' },
  ],
  example: {
    ntk: [
      [2, 0.5],
      [0.5, 2],
    ],
  },
  run: ({ ntk, ...options }) => maxLearningRate(ntk, options),
  plain: (maxLearningRate) => ({ maxLearningRate }),
});
