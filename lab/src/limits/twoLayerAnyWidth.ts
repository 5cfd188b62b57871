import { type TwoLayerAnyWidth, type TwoLayerOptions, twoLayerAnyWidthSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { momentumParameters, scheduleParameter } from './sharedParameters';

interface Options extends TwoLayerOptions {
  quantiles?: number[];
}

const both = 'of the input layer and the readout: one number or two';

export const twoLayerAnyWidthEntry = defineLimit<Options, TwoLayerAnyWidth>({
  name: 'two-layer-any-width',
  functions: ['twoLayerAnyWidth', 'twoLayerAnyWidthSteps'],
  statement:
    'Nets with one hidden layer of any width, exactly: mean, variance and bands of the loss at a cost that does not grow.',
  paper: 'derived for this library',
  page: 'limits/two-layer.md',
  moments: true,
  parameters: [
    { name: 'width', type: 'integer', doc: 'width N; Infinity is the deterministic limit' },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness; 1/√width is NTK parameterization' },
    { name: 'lr', type: 'number', doc: 'learning rate' },
    scheduleParameter,
    { name: 'steps', type: 'integer', doc: 'steps' },
    { name: 'draws', type: 'integer', default: 100, doc: 'initial states drawn' },
    { name: 'seed', type: 'integer', doc: 'key of the draws' },
    {
      name: 'initial',
      type: 'json',
      instead: ['seed'],
      doc: 'one given initial state instead of draws, a (D + C)×(D + C) matrix',
    },
    { name: 'initialScales', type: 'numbers', single: true, default: 1, doc: `standard deviations ${both}` },
    { name: 'layerLr', type: 'numbers', single: true, default: 1, doc: `learning-rate factors ${both}` },
    ...momentumParameters,
    { name: 'weightDecay', type: 'numbers', single: true, default: 0, doc: `coupled decay ${both}` },
    { name: 'decoupledDecay', type: 'numbers', single: true, default: 0, doc: `decoupled decay ${both}` },
    { name: 'quantiles', type: 'numbers', default: '0.05,0.95', doc: 'quantiles of the loss that are printed' },
  ],
  example: { width: 64, lr: 3, steps: 40, draws: 20, seed: 1 },
  run: ({ quantiles: _, ...options }) => twoLayerAnyWidthSteps(options),
  plain: (result, { quantiles = [0.05, 0.95] }) => ({
    ...result,
    quantiles: Object.fromEntries(quantiles.map((p) => [p, result.quantile(p)])),
  }),
});
