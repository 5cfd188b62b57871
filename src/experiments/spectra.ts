import { fixed } from '../checks/findings/fixed';
import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { fussCatalan } from '../limits/fussCatalan';
import { spectra } from '../limits/spectra';
import { matmulChain } from '../linalg/matmulChain';
import { singularValues } from '../linalg/singularValues';
import { createNet } from '../nets/createNet';
import { rng } from '../random/rng';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

/** Shares of the singular values that are counted. */
const shares = [0.25, 0.5, 0.75];

/** Of products of so many matrices. */
interface Law {
  /** Squared singular values below which the shares lie. */
  quantiles: number[];
  secondMoment(width: number): number;
}

function law(factors: number): Law {
  const { quantile } = fussCatalan({ factors });
  return {
    quantiles: shares.map((share) => quantile(share)),
    secondMoment: (width) => spectra.secondMoment({ factors, width }),
  };
}

/** Squared singular values of what lies between the first and the last hidden layer of a linear net. */
function squares(values: ParameterValues, width: number, seed: number, init: 'gaussian' | 'orthogonal' = 'gaussian') {
  const factors = values.factors as number;
  const shape = { inputs: 1, outputs: 1, hidden: factors + 1, width } as const;
  const net = createNet({ ...shape, init, seed: rng(seed).fork(width).seed });
  const matrices = net.weights().slice(1, -1).reverse();
  const product = factors === 1 ? matrices[0] : matmulChain(...matrices);
  return singularValues(product).map((s) => s ** 2 / width ** factors);
}

/** Singular values of deep linear nets at initialization against the Fuss–Catalan law (theory: limits/fussCatalan.ts). */
export const spectraExperiment = /* @__PURE__ */ defineExperiment<Law, ArrayLike<number>, SizedDeviation>(() => ({
  id: 'spectra',
  title: 'Singular values of deep linear nets follow the Fuss–Catalan law',
  summary:
    'The singular values of products of the hidden layers of linear nets at initialization are counted below the quartiles of the Fuss–Catalan law, which is exact at infinite width, and their second moment is compared with its exact value at every width.',
  paper: {
    authors: 'Penson, Życzkowski',
    title: 'Product of Ginibre matrices: Fuss–Catalan and Raney distributions',
    year: 2011,
    url: 'https://arxiv.org/abs/1103.3453',
  },
  page: 'limits/spectra.md',
  parameters: [
    { name: 'factors', type: 'integer', default: 3, least: 1, most: 50, doc: 'matrices in the product' },
    { name: 'widths', type: 'integers', default: [16, 32, 64], least: 4, most: 2048, doc: 'widths of the nets' },
    { name: 'seeds', type: 'integer', default: 300, least: 1, doc: 'nets a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'the shares of singular values below the quartiles are a quarter, a half and three quarters at infinite width; the second moment is exact at every width',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          ...shares.map((share) => ({
            name: `the share of squared singular values below the ${share}-quantile`,
            statistic: `the share of squared singular values below the ${share}-quantile, less ${share},`,
            margin: 0.01,
            says: (deviation: number) => fixed(share + deviation, 4),
          })),
          { name: 'the deviation of their second moment from that of its width', margin: 0.15 },
        ],
        simulated: 'nets',
        sizeName: 'width',
        doubt: 'the number of factors, or that weights are independent Gaussian numbers of variance 1/width',
      }),
  },
  theorySteps: (values) => atOnce(() => law(values.factors as number)),
  observe:
    ({ quantiles, secondMoment }) =>
    (found, size) => {
      const below = new Float64Array(shares.length);
      let square = 0;
      for (let i = 0; i < found.length; i++) {
        quantiles.forEach((quantile, k) => {
          if (found[i] < quantile) below[k] += 1 / found.length;
        });
        square += found[i] ** 2 / found.length;
      }
      return { size, values: [...shares.map((share, k) => below[k] - share), square / secondMoment(size) - 1] };
    },
  simulateSteps: (values, width, seed) => atOnce(() => squares(values, width, seed)),
  wrong: [
    {
      id: 'one-factor-more',
      doc: 'the law of products of one matrix more',
      theorySteps: (values) => atOnce(() => law(1 + (values.factors as number))),
    },
    {
      id: 'one-factor-fewer',
      doc: 'the law of products of one matrix fewer: nets with one more',
      simulateSteps: (values, width, seed) =>
        atOnce(() => squares({ ...values, factors: 1 + (values.factors as number) }, width, seed)),
    },
    {
      id: 'orthogonal-nets',
      doc: 'nets with orthogonal weights, whose singular values are all one',
      simulateSteps: (values, width, seed) => atOnce(() => squares(values, width, seed, 'orthogonal')),
    },
  ],
}));
