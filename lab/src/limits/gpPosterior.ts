import { type GpPosterior, type GpPosteriorOptions, gpPosterior, type MatrixLike } from 'deeplinear';
import { defineLimit } from './limitEntry';

interface Options extends GpPosteriorOptions {
  cross?: MatrixLike;
  prior?: MatrixLike;
}

export const gpPosteriorEntry = defineLimit<Options, GpPosterior>({
  name: 'gp-posterior',
  functions: ['gpPosterior'],
  statement:
    'Bayesian inference with infinitely wide nets: mean, covariance and evidence of Gaussian-process regression.',
  paper: 'Lee et al., arXiv:1711.00165',
  page: 'limits/nngp-ntk.md',
  parameters: [
    { name: 'kernel', type: 'json', doc: 'kernel of the training samples, P×P' },
    { name: 'y', type: 'json', doc: 'labels, P×C' },
    { name: 'noiseStd', type: 'number', default: 0, doc: 'standard deviation of the label noise' },
    { name: 'cross', type: 'json', doc: 'kernel of test with training samples, M×P; prints the mean there' },
    { name: 'prior', type: 'json', doc: 'kernel of the test samples, M×M; with --cross also prints the covariance' },
  ],
  example: {
    kernel: [
      [1, 0.2],
      [0.2, 1],
    ],
    y: [[1], [-1]],
    noiseStd: 0.1,
    cross: [[0.5, 0.5]],
    prior: [[1]],
  },
  run: ({ cross: _, prior: __, ...options }) => gpPosterior(options),
  plain: (posterior, { cross, prior }) => ({
    ...posterior,
    ...(cross && { mean: posterior.mean(cross) }),
    ...(cross && prior && { covariance: posterior.covariance(cross, prior) }),
  }),
});
