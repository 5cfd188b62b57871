import { exact } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactUnbalancedScalarEntry = defineLimit<Parameters<typeof exact.unbalancedScalar>[0], ArrayLike<number>>({
  name: 'exact-unbalanced-scalar',
  functions: ['exact.unbalancedScalar'],
  statement:
    'Product of two weights under gradient flow, whatever their initial sizes: from sigmoidal to exponential learning.',
  paper: 'Saxe, McClelland, Ganguli, arXiv:1312.6120',
  page: 'limits/exact.md',
  parameters: [
    { name: 'a0', type: 'number', doc: 'first weight at time 0' },
    { name: 'b0', type: 'number', doc: 'second weight at time 0' },
    { name: 'strength', type: 'number', doc: 'target of their product' },
    { name: 'times', type: 'numbers', doc: 'times' },
  ],
  example: { a0: 0.5, b0: 0.01, strength: 2, times: [0, 0.5, 1, 1.5, 2, 2.5, 3] },
  run: exact.unbalancedScalar,
});
