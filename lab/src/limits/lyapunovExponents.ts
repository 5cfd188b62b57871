import { type LyapunovOptions, lyapunovExponents } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const lyapunovExponentsEntry = defineLimit<LyapunovOptions, Float64Array>({
  name: 'lyapunov-exponents',
  functions: ['lyapunovExponents'],
  statement: 'Growth rates of the singular values of a product of infinitely many Gaussian matrices of finite width.',
  paper: 'Newman 1986, Communications in Mathematical Physics 103',
  page: 'limits/spectra.md',
  parameters: [
    { name: 'width', type: 'integer', doc: 'width N' },
    { name: 'weightVariance', type: 'number', default: 1, doc: 'variance of the weights times N' },
  ],
  example: { width: 8 },
  run: lyapunovExponents,
});
