import { powerLawExponents } from 'deeplinear';
import { defineLimit } from './limitEntry';

type Options = Parameters<typeof powerLawExponents>[0];

export const powerLawExponentsEntry = defineLimit<Options, ReturnType<typeof powerLawExponents>>({
  name: 'power-law-exponents',
  functions: ['powerLawExponents'],
  statement: 'The exponents in time of lazy and rich training on power-law data.',
  paper: 'Bordelon, Pehlevan, arXiv:2502.02531',
  page: 'limits/power-law.md',
  parameters: [
    { name: 'sourceExponent', type: 'number', doc: 'β: mode k holds k^−(αβ+1) of the target' },
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
  ],
  example: { sourceExponent: 0.5, hidden: 2 },
  run: powerLawExponents,
});
