import { type FiniteWidthPriorOptions, finiteWidthPrior, type OutputMixture } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { lawOptions, type MixtureQueries, mixtureParameters, mixturePlain } from './mixtureView';

export const finiteWidthPriorEntry = defineLimit<FiniteWidthPriorOptions & MixtureQueries, OutputMixture>({
  name: 'finite-width-prior',
  functions: ['finiteWidthPrior'],
  statement: 'Prior and posterior of deep linear nets of finite widths, exactly: densities, moments and inference.',
  paper: 'Zavatone-Veth, Pehlevan, arXiv:2104.11734; Hanin, Zlokapa, arXiv:2212.14457',
  page: 'limits/proportional-limit.md',
  parameters: [
    { name: 'widths', type: 'integers', doc: 'widths of the hidden layers' },
    { name: 'outputs', type: 'integer', default: 1, doc: 'outputs C' },
    { name: 'scale', type: 'number', default: 1, doc: 'variance of one output at an input with x·x = D' },
    ...mixtureParameters,
  ],
  example: { widths: [6, 8] },
  run: (input) => finiteWidthPrior(lawOptions(input)),
  plain: mixturePlain,
});
