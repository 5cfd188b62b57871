import { decayFinding } from '../checks/findings/decayFinding';
import { fixed } from '../checks/findings/fixed';
import type { SizedDeviation } from '../checks/findings/interceptFinding';
import { type NetPosterior, netPosteriorSteps } from '../checks/nets/netPosterior';
import { gpPosterior } from '../limits/gpPosterior';
import { nngpKernel } from '../limits/nngpKernel';
import { ntkKernel } from '../limits/ntkKernel';
import { rng } from '../random/rng';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { lee2018 } from './papers';
import { narrowFirst, staticNet, staticParameters, type Widths } from './staticNets';

/** Three training samples with labels larger than the prior expects, so that they tell of hidden layers; one test sample. */
const x = [
  [1, 1, 1, 0.5, -1, 0],
  [1, -1, 0.5, 1, 0, 1],
  [-0.5, 1, -1, 0, 1, 1],
];
const y = [[1.7], [-1.4], [1]];
const test = [[1, 0.2, 0.6, -1, 1, 0.5]];

/** Posterior mean and variance of the output at the test sample. */
type Posterior = readonly [mean: number, variance: number];

function gaussian(values: ParameterValues, kernel: typeof nngpKernel = nngpKernel): Posterior {
  const net = staticNet(values);
  const posterior = gpPosterior({ kernel: kernel(x, net), y, noiseStd: values.noiseStd as number });
  const cross = kernel(test, x, net);
  return [posterior.mean(cross).data[0], posterior.variance(cross, kernel(test, net).data)[0]];
}

function sample(values: ParameterValues, width: Widths, size: number, seed: number) {
  return netPosteriorSteps({
    ...staticNet(values),
    x,
    y,
    test,
    noiseStd: values.noiseStd as number,
    width,
    nets: values.nets as number,
    seed: rng(seed).fork(size).seed,
  });
}

/** The exact Bayesian posterior of finite nets becomes that of a Gaussian process (theory: limits/gpPosterior.ts). */
export const nngpPosteriorExperiment = /* @__PURE__ */ defineExperiment<Posterior, NetPosterior, SizedDeviation>(
  () => ({
    id: 'nngp-posterior',
    title: 'The Bayesian posterior of finite nets becomes that of a Gaussian process',
    summary:
      'The exact posterior of finite nets under labels with Gaussian noise, by importance sampling of nets from the prior, is compared with Gaussian-process regression with the NNGP kernel: mean and variance at a test input differ by 1/width.',
    paper: lee2018,
    page: 'limits/nngp-ntk.md',
    parameters: [
      ...staticParameters({ activation: 'linear', hidden: 2, weightVariance: 1.2, biasVariance: 0 }),
      {
        name: 'noiseStd',
        type: 'number',
        default: 0.5,
        least: 0,
        exclusive: true,
        doc: 'standard deviation of the label noise',
      },
      ...staticParameters({ widths: [16, 32, 64, 128], nets: 100, seeds: 36, seed: 1 }),
    ],
    axis: 'widths',
    expected: {
      law: 'posterior mean and variance differ from the Gaussian process by 1/width',
      verdict: (observations) =>
        decayFinding(observations, {
          quantities: [
            { name: 'the relative deviation of the posterior variance', margin: 0.06 },
            {
              name: 'the deviation of the posterior mean, in posterior standard deviations',
              margin: 0.06,
              says: (d) => fixed(d, 3),
            },
          ],
          decay: { quantity: 0, exponent: -1, margin: 0.4 },
          simulated: 'batches of nets',
          sizeName: 'width',
          doubt: 'the kernel, the number of layers, the noise of the labels, or that every layer is wide',
        }),
    },
    theorySteps: (values) => atOnce(() => gaussian(values)),
    observe:
      ([mean, variance]) =>
      (found, size) => ({
        size,
        values: [found.variance.data[0] / variance - 1, (found.mean.data[0] - mean) / Math.sqrt(variance)],
      }),
    simulateSteps: (values, width, seed) => sample(values, width, width, seed),
    wrong: [
      {
        id: 'ntk-for-nngp',
        doc: 'regression with the tangent kernel, which describes training, not the posterior',
        theorySteps: (values) => atOnce(() => gaussian(values, ntkKernel)),
      },
      {
        id: 'one-layer-more',
        doc: 'the Gaussian process of nets with one hidden layer more',
        theorySteps: (values) => atOnce(() => gaussian({ ...values, hidden: 1 + (values.hidden as number) })),
      },
      {
        id: 'narrow-layer',
        doc: 'nets whose first hidden layer keeps 8 neurons: their posterior stays a mixture',
        simulateSteps: (values, width, seed) => sample(values, narrowFirst(values, width), width, seed),
      },
    ],
  }),
);
