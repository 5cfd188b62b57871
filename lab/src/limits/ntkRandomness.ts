import { type NtkRandomness, type NtkRandomnessOptions, ntkRandomness } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const ntkRandomnessEntry = defineLimit<NtkRandomnessOptions, NtkRandomness>({
  name: 'ntk-randomness',
  functions: ['ntkRandomness'],
  statement:
    'How random the tangent kernel of a deep linear net is at initialization, at every width and as depth grows with it.',
  paper: 'Hanin, Nica, arXiv:1909.05989; linear nets: derived for this library',
  page: 'limits/proportional-limit.md',
  parameters: [
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    { name: 'width', type: 'integer', doc: 'width N' },
    { name: 'depthPerWidth', type: 'number', instead: ['hidden', 'width'], doc: 'limit of L/N, instead of both' },
  ],
  example: { hidden: 10, width: 20 },
  run: ntkRandomness,
});
