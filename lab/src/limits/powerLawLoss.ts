import { type PowerLawLoss, type PowerLawLossOptions, powerLawLossSteps } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { powerLawParameters, trainingParameters } from './sharedParameters';

export const powerLawEntry = defineLimit<PowerLawLossOptions, PowerLawLoss>({
  name: 'power-law',
  functions: ['powerLawLoss', 'powerLawLossSteps'],
  statement:
    'Loss of an infinitely wide net on power-law data, with its exponent in time and what theory predicts for it.',
  paper: 'Bordelon, Atanasov, Pehlevan, arXiv:2409.17858; Bordelon, Pehlevan, arXiv:2502.02531',
  page: 'limits/power-law.md',
  parameters: [
    ...powerLawParameters({ modes: 160, kmax: 1e7 }),
    { name: 'inputs', type: 'number', default: 1, doc: 'D of h_1 = W_0 x/√D' },
    ...trainingParameters,
    { name: 'window', type: 'integers', doc: 'first and last step of the fitted exponent (default: the last octave)' },
  ],
  example: { spectrumExponent: 2, sourceExponent: 0.5, hidden: 2, gamma0: 1, lr: 0.2, steps: 200 },
  run: powerLawLossSteps,
});
