import { type EdgeOfChaosOptions, type EdgePoint, edgeOfChaos } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { activationParameter, biasVarianceParameter } from './sharedParameters';

export const edgeOfChaosEntry = defineLimit<EdgeOfChaosOptions, EdgePoint[]>({
  name: 'edge-of-chaos',
  functions: ['edgeOfChaos'],
  statement: 'Weight variances that are critical: neither order nor chaos, gradients neither vanish nor explode.',
  paper: 'Poole et al., arXiv:1606.05340; Schoenholz et al., arXiv:1611.01232',
  page: 'limits/propagation.md',
  parameters: [activationParameter, biasVarianceParameter],
  example: { activation: 'tanh', biasVariance: 0.05 },
  run: edgeOfChaos,
});
