import { type KernelRenormalization, type KernelRenormalizationOptions, kernelRenormalization } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const kernelRenormalizationEntry = defineLimit<KernelRenormalizationOptions, KernelRenormalization>({
  name: 'kernel-renormalization',
  functions: ['kernelRenormalization'],
  statement: 'How data renormalize the kernel of a deep linear net when samples and width go to infinity together.',
  paper: 'Li, Sompolinsky, Physical Review X 11, 031059 (2021)',
  page: 'limits/proportional-limit.md',
  parameters: [
    { name: 'samplesPerWidth', type: 'number', doc: 'P/N' },
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    { name: 'labelNorm', type: 'number', doc: 'mean square of the whitened labels; 1 as the prior would draw them' },
    { name: 'outputs', type: 'integer', default: 1, doc: 'only 1 is described' },
  ],
  example: { samplesPerWidth: 0.5, hidden: 2, labelNorm: 3 },
  run: kernelRenormalization,
});
