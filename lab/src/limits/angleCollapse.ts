import { type AngleCollapse, type AngleCollapseOptions, angleCollapse } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const angleCollapseEntry = defineLimit<AngleCollapseOptions, AngleCollapse>({
  name: 'angle-collapse',
  functions: ['angleCollapse'],
  statement:
    'How a deep linear net of finite width loses angles and spreads norms at initialization, exactly at every width.',
  paper: 'derived for this library',
  page: 'limits/propagation.md',
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    { name: 'width', type: 'integers', single: true, doc: 'width, or one of every hidden layer' },
    { name: 'c0', type: 'number', default: 0, doc: 'correlation of the two inputs' },
    { name: 'weightVariance', type: 'number', default: 1, doc: 'variance of the weights times fan-in' },
    { name: 'init', type: 'choice', choices: ['gaussian', 'orthogonal'], default: 'gaussian', doc: 'initial weights' },
  ],
  example: { hidden: 20, width: 10 },
  run: angleCollapse,
});
