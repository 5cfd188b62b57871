import { type KernelProduct, kernelProductSteps, type MatrixLike } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { kernelExample, kernelParameters, pairParameters } from './sharedParameters';

type Options = Parameters<typeof kernelProductSteps>[2] & { x: MatrixLike; v: MatrixLike };

export const kernelProductEntry = defineLimit<Options, KernelProduct>({
  name: 'kernel-product',
  functions: ['kernelProduct', 'kernelProductSteps'],
  statement: 'Product of an NNGP or tangent kernel with vectors, without the matrix.',
  paper: 'Lee et al., arXiv:1711.00165; Jacot, Gabriel, Hongler, arXiv:1806.07572',
  page: 'limits/nngp-ntk.md',
  parameters: [
    ...pairParameters,
    { name: 'v', type: 'json', doc: 'vectors as columns, a row for every column of the kernel' },
    { name: 'kernel', type: 'choice', choices: ['nngp', 'ntk'], default: 'nngp', doc: 'which kernel' },
    ...kernelParameters,
  ],
  example: { ...kernelExample, v: [[1], [0], [-1]] },
  run: ({ x, v, ...options }) => kernelProductSteps(x, v, options),
});
