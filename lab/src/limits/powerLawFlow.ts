import { type PowerLawFlow, type PowerLawFlowOptions, powerLawFlow } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { powerLawParameters } from './sharedParameters';

export const powerLawFlowEntry = defineLimit<PowerLawFlowOptions, PowerLawFlow>({
  name: 'power-law-flow',
  functions: ['powerLawFlow'],
  statement:
    'Gradient flow of a rich net with balanced layers on power-law data, over as many decades of time as wanted.',
  paper: 'Bordelon, Pehlevan, arXiv:2502.02531; Arora, Cohen, Hazan, arXiv:1802.06509',
  page: 'limits/power-law.md',
  parameters: [
    ...powerLawParameters({ modes: 400, kmax: 1e10 }),
    { name: 'hidden', type: 'integer', doc: 'hidden layers L' },
    { name: 'gamma0', type: 'number', default: 1, doc: 'richness' },
    { name: 'times', type: 'numbers', doc: 'increasing times' },
    {
      name: 'initialNorm',
      type: 'number',
      default: 0.01,
      doc: 'norm of the predictor at time 0 (target of the first mode: 1)',
    },
    { name: 'tolerance', type: 'number', default: 1e-7, doc: 'error of a step, relative to the root of the loss' },
  ],
  example: {
    spectrumExponent: 2,
    sourceExponent: 0.5,
    hidden: 2,
    times: [1, 10, 100, 1e3, 1e4, 1e5],
    modes: 60,
    kmax: 1e6,
  },
  run: powerLawFlow,
});
