import { type NtkPredictorOptions, type NtkPredictorPoints, ntkPredictor } from 'deeplinear';
import { defineLimit } from './limitEntry';

interface Options extends NtkPredictorOptions {
  times: number[];
  points?: NtkPredictorPoints;
}

export const ntkPredictorEntry = defineLimit<Options, ReturnType<typeof ntkPredictor>>({
  name: 'ntk-predictor',
  functions: ['ntkPredictor'],
  statement: 'Training of infinitely wide nets with their tangent kernel, at any time: mean and covariance over nets.',
  paper: 'Lee et al., arXiv:1902.06720; Jacot, Gabriel, Hongler, arXiv:1806.07572',
  page: 'limits/nngp-ntk.md',
  parameters: [
    { name: 'ntk', type: 'json', doc: 'tangent kernel of the training samples, P×P' },
    { name: 'y', type: 'json', doc: 'labels, P×C' },
    { name: 'lr', type: 'number', doc: 'learning rate' },
    { name: 'discrete', type: 'flag', default: false, doc: 'steps of gradient descent instead of gradient flow' },
    { name: 'nngp', type: 'json', doc: 'NNGP kernel of the training samples, P×P: gives the covariance over nets' },
    { name: 'initial', type: 'json', doc: 'outputs of one net at the training samples, P×C' },
    { name: 'times', type: 'numbers', default: 'Infinity', doc: 'times (steps with --discrete), Infinity for the end' },
    {
      name: 'points',
      type: 'json',
      doc: 'where: {"ntk": M×P, "nngp": M×P, "prior": M×M, "initial": M×C} (default: the training samples)',
    },
  ],
  example: {
    ntk: [
      [2, 0.5],
      [0.5, 2],
    ],
    nngp: [
      [1, 0.2],
      [0.2, 1],
    ],
    y: [[1], [-1]],
    lr: 0.5,
    times: [0, 1, 4, 16],
  },
  run: ({ times: _, points: __, ...options }) => ntkPredictor(options),
  plain: (predict, { times = [Number.POSITIVE_INFINITY], points }) => {
    return times.map((time) => ({ time, ...predict(time, points) }));
  },
});
