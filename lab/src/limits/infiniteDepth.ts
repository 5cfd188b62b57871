import { type InfiniteDepthLimit, type InfiniteDepthOptions, infiniteDepthSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { printedTimes } from './printedTimes';
import { flowParameter, momentumParameters, scheduleParameter } from './sharedParameters';

interface Options extends InfiniteDepthOptions {
  kernelTimes?: number[];
}

/** Places among the layers at which kernels are known. */
const places = [0, 0.25, 0.5, 0.75, 1];

export const infiniteDepthEntry = defineLimit<Options, InfiniteDepthLimit>({
  name: 'infinite-depth',
  functions: ['infiniteDepth', 'infiniteDepthSteps'],
  statement:
    'Gradient descent of residual nets with branches β0/√L when width and then depth go to infinity, with its error estimate.',
  paper: 'Bordelon, Pehlevan, arXiv:2502.02531',
  page: 'limits/infinite-depth.md',
  moments: true,
  parameters: [
    { name: 'residual', type: 'json', default: true, doc: 'branches β0/√L: true, or {"beta0": 0.5}' },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness: small is lazy, 1 and above learns features' },
    { name: 'lr', type: 'number', doc: 'learning rate' },
    scheduleParameter,
    { name: 'steps', type: 'integer', doc: 'steps' },
    flowParameter,
    { name: 'hidden', type: 'number', doc: 'none, or Infinity' },
    { name: 'initialScales', type: 'number', default: 1, doc: 'standard deviation of the initial entries' },
    { name: 'layerLr', type: 'number', default: 1, doc: 'learning-rate factor' },
    ...momentumParameters,
    { name: 'weightDecay', type: 'number', default: 0, doc: 'coupled decay' },
    { name: 'decoupledDecay', type: 'number', default: 0, doc: 'decoupled decay' },
    { name: 'temperature', type: 'number', default: 0, doc: 'temperature of Langevin noise' },
    {
      name: 'kernelTimes',
      type: 'integers',
      doc: 'steps at which gradientKernels and errorKernels are printed (default: first and last)',
    },
  ],
  example: { lr: 2, steps: 10 },
  run: ({ kernelTimes: _, ...options }) => infiniteDepthSteps(options),
  plain(limit, options) {
    const kernelTimes = printedTimes('kernelTimes', options.kernelTimes, limit);
    const kernels = (of: (place: number, t: number) => unknown) =>
      kernelTimes.map((t) => places.map((place) => of(place, t)));
    return {
      ...limit,
      kernelTimes,
      places,
      gradientKernels: kernels(limit.gradientKernel),
      errorKernels: kernels(limit.errorKernel),
    };
  },
});
