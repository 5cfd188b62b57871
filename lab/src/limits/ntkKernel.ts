import { type KernelInput, type KernelOptions, type NtkMatrix, ntkKernelSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { kernelExample, kernelParameters, pairParameters } from './sharedParameters';

interface Options extends KernelOptions {
  x: KernelInput;
  x2?: KernelInput;
}

export const ntkKernelEntry = defineLimit<Options, NtkMatrix>({
  name: 'ntk-kernel',
  functions: ['ntkKernel', 'ntkKernelSteps'],
  statement: 'Neural tangent kernel of infinitely wide fully connected nets.',
  paper: 'Jacot, Gabriel, Hongler, arXiv:1806.07572',
  page: 'limits/nngp-ntk.md',
  parameters: [...pairParameters, ...kernelParameters],
  example: kernelExample,
  run: ({ x, x2, ...options }) => ntkKernelSteps(x, x2, options),
});
