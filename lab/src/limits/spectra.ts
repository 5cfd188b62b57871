import { type FussCatalan, spectra } from 'deeplinear';
import { defineLimit } from './limitEntry';
import { activationParameter, biasVarianceParameter } from './sharedParameters';

interface FussCatalanInput {
  factors: number;
  x?: number[];
  shares?: number[];
  orders?: number[];
}

const shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];
const orders = [0, 1, 2, 3, 4];

export const fussCatalanEntry = defineLimit<FussCatalanInput, FussCatalan>({
  name: 'fuss-catalan',
  functions: ['spectra.fussCatalan'],
  statement: 'Law of the squared singular values of a product of large square Gaussian matrices.',
  paper: 'Penson, Życzkowski, arXiv:1103.3453; Haagerup, Möller, arXiv:1211.4457',
  page: 'limits/spectra.md',
  parameters: [
    { name: 'factors', type: 'integer', doc: 'matrices in the product' },
    {
      name: 'x',
      type: 'numbers',
      doc: 'squared singular values at which density and cdf are printed (default: at the shares)',
    },
    { name: 'shares', type: 'numbers', default: shares.join(','), doc: 'shares whose quantiles are printed' },
    { name: 'orders', type: 'integers', default: orders.join(','), doc: 'orders of the printed moments' },
  ],
  example: { factors: 3 },
  run: ({ x: _, shares: __, orders: ___, ...options }) => spectra.fussCatalan(options),
  plain: (law, input) => {
    const at = input.shares ?? shares;
    const quantiles = at.map(law.quantile);
    const x = input.x ?? quantiles;
    const powers = input.orders ?? orders;
    return {
      max: law.max,
      quantiles: { shares: at, values: quantiles },
      law: { x, density: x.map(law.density), cdf: x.map(law.cdf) },
      moments: { orders: powers, values: powers.map(law.moments) },
    };
  },
});

export const secondMomentEntry = defineLimit<Parameters<typeof spectra.secondMoment>[0], number>({
  name: 'second-moment',
  functions: ['spectra.secondMoment'],
  statement: 'Second moment of the squared singular values of a product of Gaussian matrices, exact at every width.',
  paper: 'derived for this library',
  page: 'limits/spectra.md',
  parameters: [
    { name: 'factors', type: 'integer', doc: 'matrices in the product' },
    { name: 'width', type: 'integer', doc: 'width N' },
  ],
  example: { factors: 10, width: 100 },
  run: spectra.secondMoment,
  plain: (secondMoment) => ({ secondMoment }),
});

export const jacobianEntry = defineLimit<Parameters<typeof spectra.jacobian>[0], ReturnType<typeof spectra.jacobian>>({
  name: 'jacobian',
  functions: ['spectra.jacobian'],
  statement:
    'Spread of the singular values of the Jacobian of a wide net at initialization, and whether it is isometric.',
  paper: 'Pennington, Schoenholz, Ganguli, arXiv:1711.04735',
  page: 'limits/spectra.md',
  parameters: [
    { name: 'factors', type: 'integer', doc: 'layers' },
    { name: 'init', type: 'choice', choices: ['gaussian', 'orthogonal'], doc: 'initial weights' },
    { ...activationParameter, default: 'linear' },
    { name: 'weightVariance', type: 'number', default: 1, doc: 'variance of the weights times fan-in' },
    biasVarianceParameter,
    { name: 'q', type: 'number', doc: 'length of the pre-activations (default: the fixed point)' },
  ],
  example: { factors: 20, init: 'orthogonal', activation: 'tanh', weightVariance: 1.1, biasVariance: 0.01 },
  run: spectra.jacobian,
});
