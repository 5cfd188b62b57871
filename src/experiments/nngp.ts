import { decayFinding } from '../checks/findings/decayFinding';
import { fixed } from '../checks/findings/fixed';
import type { SizedDeviation } from '../checks/findings/interceptFinding';
import { sampleNet } from '../checks/sampleNet';
import { nngpKernel } from '../limits/nngpKernel';
import { type Progress, YIELD_MS } from '../longWork';
import { rng } from '../random/rng';
import { normalCdf } from '../special/erf';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { lee2018 } from './papers';
import { narrowFirst, staticNet, staticParameters, type Widths } from './staticNets';

/** Two samples, of correlation 0.73. */
const x = [
  [1, 1, 1],
  [1, -0.2, 1],
];
/**
 * Where the distribution function of a mixture of normal laws is furthest from the normal one, in standard deviations: the
 * largest (3z − z³)φ(z) (Edgeworth). The largest distance, Kolmogorov and Smirnov's, is the one there up to 1/N²; unlike
 * a maximum over noise it has a sign, and averages to nothing where there is none.
 */
const FURTHEST = 0.7419637843;

/** Kernel of the two samples: variance of the first, covariance. */
type Kernel = readonly [variance: number, covariance: number];

/** Outputs of a batch of nets at both samples, one after the other. */
interface Outputs {
  first: Float64Array;
  second: Float64Array;
}

const kernel = (values: ParameterValues): Kernel => {
  const { data } = nngpKernel(x, staticNet(values));
  return [data[0], data[1]];
};

/** @param scale of all outputs. */
function* sample(
  values: ParameterValues,
  width: Widths,
  size: number,
  seed: number,
  scale = 1,
): Generator<Progress, Outputs, boolean | undefined> {
  const nets = values.nets as number;
  const outputs = values.outputs as number;
  const [first, second] = [new Float64Array(nets * outputs), new Float64Array(nets * outputs)];
  const batch = rng(seed).fork(size);
  let since = performance.now();
  for (let k = 0; k < nets; k++) {
    const net = sampleNet({ ...staticNet(values), inputs: 3, outputs, width, seed: batch.fork(k).seed });
    const { data } = net.predict(x);
    for (let c = 0; c < outputs; c++) {
      first[k * outputs + c] = scale * data[c];
      second[k * outputs + c] = scale * data[outputs + c];
    }
    if (performance.now() - since < YIELD_MS) continue;
    if ((yield { step: k + 1, steps: nets }) === false) {
      const done = (k + 1) * outputs;
      return { first: first.slice(0, done), second: second.slice(0, done) };
    }
    since = performance.now();
  }
  return { first, second };
}

/** Outputs of wide nets at initialization are Gaussian with the NNGP kernel (theory: limits/nngpKernel.ts). */
export const nngpExperiment = /* @__PURE__ */ defineExperiment<Kernel, Outputs, SizedDeviation>(() => ({
  id: 'nngp',
  title: 'Outputs of random nets become a Gaussian process',
  summary:
    'Nets of growing width are drawn at random and their outputs at two inputs compared with the Gaussian law of infinitely wide nets: the distribution function (Kolmogorov–Smirnov distance) and the covariance. The distance falls as 1/width.',
  paper: lee2018,
  page: 'limits/nngp-ntk.md',
  parameters: [
    ...staticParameters({
      activation: 'linear',
      hidden: 2,
      weightVariance: 1.5,
      biasVariance: 0.1,
      widths: [8, 16, 32, 64],
    }),
    { name: 'outputs', type: 'integer', default: 24, least: 1, most: 4096, doc: 'outputs of a net, each a draw' },
    ...staticParameters({ nets: 40, seeds: 80, seed: 1 }),
  ],
  axis: 'widths',
  expected: {
    law: 'the distance of the outputs from the Gaussian law falls as 1/width, and their covariance is the NNGP kernel',
    verdict: (observations) =>
      decayFinding(observations, {
        quantities: [
          {
            name: 'the Kolmogorov–Smirnov distance of the outputs from the Gaussian law',
            margin: 0.007,
            says: (distance) => fixed(distance, 4),
          },
          { name: 'the relative deviation of the covariance from the NNGP kernel', margin: 0.05 },
        ],
        decay: { quantity: 0, exponent: -1, margin: 0.4 },
        simulated: 'batches of nets',
        sizeName: 'width',
        doubt: 'the scaling of the readout, the number of layers, the variances, or that every layer is wide',
      }),
  },
  theorySteps: (values) => atOnce(() => kernel(values)),
  observe:
    ([variance, covariance]) =>
    ({ first, second }, size) => {
      const edge = FURTHEST * Math.sqrt(variance);
      let inside = 0;
      let product = 0;
      for (let i = 0; i < first.length; i++) {
        if (Math.abs(first[i]) < edge) inside++;
        product += first[i] * second[i];
      }
      const share = 2 * normalCdf(FURTHEST) - 1;
      return { size, values: [(inside / first.length - share) / 2, product / first.length / covariance - 1] };
    },
  simulateSteps: (values, width, seed) => sample(values, width, width, seed),
  wrong: [
    {
      id: 'one-layer-more',
      doc: 'the kernel of nets with one hidden layer more',
      theorySteps: (values) => atOnce(() => kernel({ ...values, hidden: 1 + (values.hidden as number) })),
    },
    {
      id: 'narrow-layer',
      doc: 'nets whose first hidden layer keeps 8 neurons: their outputs stay a mixture of Gaussian laws',
      simulateSteps: (values, width, seed) => sample(values, narrowFirst(values, width), width, seed),
    },
    {
      id: 'readout-not-scaled',
      doc: 'nets whose outputs lack the factor 1/sqrt(width), in units of the narrowest',
      simulateSteps: (values, width, seed) =>
        sample(values, width, width, seed, Math.sqrt(width / Math.min(...(values.widths as number[])))),
    },
  ],
}));
