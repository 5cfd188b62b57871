import { type KernelInput, type KernelMatrix, type KernelOptions, nngpKernelSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { kernelExample, kernelParameters, pairParameters } from './sharedParameters';

interface Options extends KernelOptions {
  x: KernelInput;
  x2?: KernelInput;
}

export const nngpKernelEntry = defineLimit<Options, KernelMatrix>({
  name: 'nngp-kernel',
  functions: ['nngpKernel', 'nngpKernelSteps'],
  statement: 'Covariance of the outputs of infinitely wide fully connected nets at initialization.',
  paper: 'Lee et al., arXiv:1711.00165; Matthews et al., arXiv:1804.11271',
  page: 'limits/nngp-ntk.md',
  parameters: [...pairParameters, ...kernelParameters],
  example: kernelExample,
  run: ({ x, x2, ...options }) => nngpKernelSteps(x, x2, options),
});
