import { type Catapult, type CatapultOptions, catapult } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const catapultEntry = defineLimit<CatapultOptions, Catapult>({
  name: 'catapult',
  functions: ['catapult'],
  statement:
    'Gradient descent on one sample with one hidden layer as an exact map of output and tangent kernel, at any width.',
  paper: 'Lewkowycz, Bahri, Dyer, Sohl-Dickstein, Gur-Ari, arXiv:2003.02218',
  page: 'limits/catapult.md',
  parameters: [
    { name: 'f0', type: 'number', doc: 'output at initialization' },
    { name: 'lambda0', type: 'number', doc: 'tangent kernel at initialization' },
    { name: 'lr', type: 'number', doc: 'learning rate; the catapult phase lies between 2 and 4 over lambda0' },
    { name: 'width', type: 'integer', doc: 'width n' },
    { name: 'target', type: 'number', default: 0, doc: 'label y' },
    { name: 'steps', type: 'integer', doc: 'steps' },
  ],
  example: { f0: 1, lambda0: 2, lr: 1.5, width: 1000, steps: 40 },
  run: catapult,
});
