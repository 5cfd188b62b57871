import { type JointLimit, type JointLimitOptions, jointLimitSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { jointParameters } from './sharedParameters';

interface Options extends JointLimitOptions {
  inputs?: number;
}

export const jointLimitEntry = defineLimit<Options, JointLimit>({
  name: 'joint-limit',
  functions: ['jointLimit', 'jointLimitSteps'],
  statement: 'Test and training loss when inputs D, width N and samples P (or the batch) go to infinity together.',
  paper: 'Bordelon, Pehlevan, arXiv:2502.02531',
  page: 'limits/joint-limit.md',
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L; Infinity with --residual' },
    { name: 'widthPerInput', type: 'number', doc: 'N/D; Infinity for width far above the inputs' },
    { name: 'lrHat', type: 'number', doc: 'learning rate η/D' },
    { name: 'schedule', type: 'schedule', instead: ['lrHat'], doc: 'η/D of every step, instead of one for all' },
    ...jointParameters,
    { name: 'inputs', type: 'integer', doc: 'also prints the finite net with so many inputs' },
  ],
  example: ({ data }) => ({
    ...{ hidden: 2, widthPerInput: 1, data: 'repeated', lrHat: 0.05, steps: 60 },
    ...(data === 'population' ? {} : { samplesPerInput: 2 }),
  }),
  run: ({ inputs: _, ...options }) => jointLimitSteps(options),
  plain(limit, { inputs }) {
    const last = limit.steps;
    const times = Array.from({ length: last + 1 }, (_, t) => t);
    const { correlations, responses } = limit;
    const kernels = (pair: typeof correlations) => ({
      predictorError: times.map((t) => pair.predictorError(last, t)),
      residual: times.map((t) => pair.residual(last, t)),
    });
    return {
      ...limit,
      correlations: kernels(correlations),
      responses: kernels(responses),
      ...(inputs === undefined ? {} : { finiteNet: limit.forNet({ inputs }) }),
    };
  },
});
