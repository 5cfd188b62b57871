import { type Propagation, type PropagationOptions, propagation } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { activationParameter, biasVarianceParameter } from './sharedParameters';

interface Options extends PropagationOptions {
  c0?: number;
  layers?: number;
}

export const propagationEntry = defineLimit<Options, Propagation>({
  name: 'propagation',
  functions: ['propagation'],
  statement:
    'How lengths, correlations and gradients travel through a deep random net: fixed points, depth scales and phase.',
  paper: 'Poole et al., arXiv:1606.05340; Schoenholz et al., arXiv:1611.01232',
  page: 'limits/propagation.md',
  parameters: [
    activationParameter,
    { name: 'weightVariance', type: 'number', doc: 'variance of the weights times fan-in' },
    biasVarianceParameter,
    { name: 'q0', type: 'number', default: 1, doc: 'length of the first pre-activations' },
    { name: 'c0', type: 'number', default: 0.5, doc: 'correlation of the first pre-activations, of the trajectory' },
    { name: 'layers', type: 'integer', default: 0, doc: 'layers of the printed trajectory' },
  ],
  example: { activation: 'tanh', weightVariance: 1.5, biasVariance: 0.05, layers: 20 },
  run: ({ c0: _, layers: __, ...options }) => propagation(options),
  plain: (result, { c0 = 0.5, layers = 0 }) =>
    layers > 0 ? { ...result, trajectory: result.trajectory({ c0, layers }) } : result,
});
