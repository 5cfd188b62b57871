import { type LazyLimit, type LazyLimitOptions, lazyLimit } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { layerParameters, momentumParameters, residualParameter, scheduleParameter } from './sharedParameters';

export const lazyLimitEntry = defineLimit<LazyLimitOptions, LazyLimit>({
  name: 'lazy-limit',
  functions: ['lazyLimit'],
  statement:
    'Training with a constant tangent kernel: the limit of small richness γ0, gradient descent or gradient flow.',
  paper: 'Jacot, Gabriel, Hongler, arXiv:1806.07572',
  page: 'limits/lazy.md',
  moments: true,
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L; Infinity with --residual' },
    { name: 'lr', type: 'number', doc: 'learning rate' },
    scheduleParameter,
    { name: 'steps', type: 'integer', doc: 'steps' },
    { name: 'flow', type: 'flag', default: false, doc: 'gradient flow: a step of the learning rate is that much time' },
    { name: 'times', type: 'numbers', instead: ['lr', 'steps'], doc: 'gradient flow at these times, instead of steps' },
    { name: 'initialPredictor', type: 'json', doc: 'predictor at the start, a C×D matrix (default: 0)' },
    {
      name: 'initialVariance',
      type: 'word',
      default: 0,
      doc: 'variance of the entries of the initial predictor; ntk: that of NTK parameterization',
    },
    residualParameter,
    ...layerParameters,
    ...momentumParameters,
  ],
  example: { hidden: 2, lr: 3, steps: 60 },
  run: lazyLimit,
});
