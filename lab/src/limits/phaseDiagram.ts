import { type PhaseDiagram, type PhaseDiagramOptions, phaseDiagram } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { activationParameter } from './sharedParameters';

export const phaseDiagramEntry = defineLimit<PhaseDiagramOptions, PhaseDiagram>({
  name: 'phase-diagram',
  functions: ['phaseDiagram'],
  statement:
    'Fixed points and depth scales of deep random nets on a grid of variances, and the edge of chaos through it.',
  paper: 'Poole et al., arXiv:1606.05340; Schoenholz et al., arXiv:1611.01232',
  page: 'limits/propagation.md',
  parameters: [
    activationParameter,
    { name: 'weightVariances', type: 'numbers', doc: 'weight variances, the columns' },
    { name: 'biasVariances', type: 'numbers', doc: 'bias variances, the rows' },
    { name: 'q0', type: 'number', default: 1, doc: 'length of the first pre-activations' },
  ],
  example: { activation: 'tanh', weightVariances: [0.9, 1.5, 3], biasVariances: [0.01, 0.1] },
  run: phaseDiagram,
});
