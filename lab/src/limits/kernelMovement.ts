import { type KernelMovement, type KernelMovementOptions, kernelMovement, type NetOptions } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { layerParameters, residualParameter } from './sharedParameters';

type NetChoices = Pick<NetOptions, 'hidden' | 'gamma0' | 'parameterization' | 'residual' | 'initialScales'>;

export const kernelMovementEntry = defineLimit<KernelMovementOptions & NetChoices, KernelMovement>({
  name: 'kernel-movement',
  functions: ['kernelMovement'],
  statement:
    'Mean-field against lazy training, measured: how far tangent kernel and outputs of nets move, against their width.',
  paper: 'Chizat, Oyallon, Bach, arXiv:1812.07956',
  page: 'limits/lazy.md',
  moments: true,
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    {
      name: 'parameterization',
      type: 'choice',
      choices: ['muP', 'ntk', 'standard'],
      default: 'muP',
      doc: 'how initial weights and steps depend on the width',
    },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness of muP' },
    residualParameter,
    ...layerParameters,
    { name: 'widths', type: 'integers', doc: 'widths, at least two' },
    { name: 'seeds', type: 'integer', default: 24, doc: 'nets of each width' },
    { name: 'x', type: 'json', doc: 'samples as rows at which kernel and outputs are read' },
    { name: 'lr', type: 'number', doc: 'learning rate' },
    { name: 'steps', type: 'integer', doc: 'steps' },
  ],
  example: {
    hidden: 1,
    widths: [32, 64, 128],
    seeds: 8,
    lr: 0.3,
    steps: 10,
    x: [
      [1, 0.3],
      [-0.5, 1],
    ],
    moments: {
      sxx: [
        [1, 0.3],
        [0.3, 2],
      ],
      syx: [[0.8, 1.5]],
      syy: 1.7,
      samples: 20,
    },
  },
  run({ hidden, gamma0, parameterization, residual, initialScales, ...options }) {
    const { sxx, syx } = options.moments;
    const size = (m: typeof sxx, side: 'rows' | 'cols') =>
      'rows' in m ? m[side] : side === 'rows' ? m.length : (m[0]?.length ?? 0);
    const sizes = { inputs: size(sxx, 'cols'), outputs: size(syx, 'rows') };
    return kernelMovement({ ...sizes, hidden, gamma0, parameterization, residual, initialScales }, options);
  },
});
