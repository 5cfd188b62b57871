import { type TwoLayerFlow, type TwoLayerFlowOptions, twoLayerFlow } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const twoLayerFlowEntry = defineLimit<TwoLayerFlowOptions, TwoLayerFlow>({
  name: 'two-layer-flow',
  functions: ['twoLayerFlow'],
  statement: 'Gradient flow of an infinitely wide net with one hidden layer on whitened inputs, in closed form.',
  paper: 'Bordelon, Pehlevan, arXiv:2210.02157',
  page: 'limits/two-layer.md',
  parameters: [
    { name: 'target', type: 'number', doc: 'coefficient of the linear teacher' },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness; 0 is the lazy limit' },
    { name: 'times', type: 'numbers', doc: 'times, in units of the learning rate' },
    { name: 'inputs', type: 'integer', default: 1, doc: 'inputs D' },
  ],
  example: { target: 2, times: [0, 0.1, 0.2, 0.4, 0.8, 1.6] },
  run: twoLayerFlow,
});
