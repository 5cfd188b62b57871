import { type Matrix, type MinimumNormOptions, minimumNorm } from 'deeplinear';
import { defineLimit, type WithMoments } from './limitEntry';

export const minimumNormEntry = defineLimit<MinimumNormOptions & WithMoments, Matrix>({
  name: 'minimum-norm',
  functions: ['minimumNorm'],
  statement:
    'The predictor of least norm among those of least loss: where gradient flow of an infinitely wide net ends.',
  paper: 'Chizat, Colombo, Fernández-Real, Figalli, arXiv:2211.16980',
  page: 'limits/minimum-norm.md',
  moments: true,
  parameters: [
    {
      name: 'tolerance',
      type: 'number',
      doc: 'eigenvalues of the inputs up to this fraction of the largest count as 0 (default: 10·D·2^−52)',
    },
  ],
  example: {},
  run: ({ moments, ...options }) => minimumNorm(moments!, options),
});
