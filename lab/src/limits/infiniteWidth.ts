import { type InfiniteWidthLimit, type InfiniteWidthOptions, infiniteWidthSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { printedTimes } from './printedTimes';
import { flowParameter, optimizerParameters, residualParameter, trainingParameters } from './sharedParameters';

interface Options extends InfiniteWidthOptions {
  kernelTimes?: number[];
}

export const infiniteWidthLimit = defineLimit<Options, InfiniteWidthLimit>({
  name: 'infinite-width',
  functions: ['infiniteWidth', 'infiniteWidthSteps'],
  statement:
    'Gradient descent of a deep linear net of infinite width in muP scaling, at fixed data, depth and number of steps.',
  paper: 'Bordelon, Pehlevan, arXiv:2205.09653, arXiv:2502.02531',
  page: 'infinite-width.md',
  moments: true,
  parameters: [
    ...trainingParameters,
    flowParameter,
    residualParameter,
    ...optimizerParameters,
    { name: 'widthRatios', type: 'numbers', doc: 'N_l/N_L of the L hidden layers (default: all 1)' },
    {
      name: 'kernelTimes',
      type: 'integers',
      doc: 'steps at which gradientKernels and errorKernels are printed (default: first and last)',
    },
  ],
  example: { hidden: 2, lr: 3, steps: 60 },
  run: ({ kernelTimes: _, ...options }) => infiniteWidthSteps(options),
  plain(limit, options) {
    const kernelTimes = printedTimes('kernelTimes', options.kernelTimes, limit);
    const layers = Array.from({ length: limit.hidden }, (_, i) => i + 1);
    const kernels = (of: (l: number, t: number) => unknown) => kernelTimes.map((t) => layers.map((l) => of(l, t)));
    return {
      ...limit,
      kernelTimes,
      gradientKernels: kernels(limit.gradientKernel),
      errorKernels: kernels(limit.errorKernel),
    };
  },
});
