import { fixed } from '../checks/findings/fixed';
import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { type NetPropagation, netPropagation } from '../checks/nets/netPropagation';
import { sampleNet } from '../checks/sampleNet';
import { propagation } from '../limits/propagation';
import { type Matrix, matrix } from '../matrix';
import { rng } from '../random/rng';
import { atOnce, defineExperiment, type Parameter, type ParameterValues } from './experiment';
import { schoenholz2017 } from './papers';
import { staticNet, staticParameters } from './staticNets';

/** Lengths and correlation of two first pre-activations; a third is close to the first. */
const start = { q0: 0.8, c0: 0.5 };
const CLOSE = 0.999;
/** Gaps below this part of the length are rounding before long: nets differ by factors. */
const RESOLVED = 1e-9;

/** Of infinitely wide nets, from `start`. */
interface Law {
  /** Length and overlap at layers 0 … L. */
  q: Float64Array;
  overlap: Float64Array;
  /**
   * What a layer adds to the logarithms of the gap of close inputs and of the squared gradient: the maps' own over these layers, which
   * deep down are −1/ξ_c and log χ_1. Few layers, and lengths that never settle, are not there yet.
   */
  gapRate: number;
  gradientRate: number;
  /** Layers, the first ones, at which that gap is more than rounding. */
  gaps: number;
}

function law(values: ParameterValues): Law {
  const { hidden, ...net } = staticNet(values);
  const theory = propagation({ ...net, q0: start.q0 });
  const { q, c, gradient } = theory.trajectory({ ...start, layers: hidden });
  const close = theory.trajectory({ q0: start.q0, c0: CLOSE, layers: hidden });
  const rounded = close.c.findIndex((value) => 1 - value < RESOLVED);
  const gaps = rounded < 0 ? close.c.length : Math.max(2, rounded);
  return {
    q,
    overlap: c.map((value, l) => value * q[l]),
    gaps,
    gapRate: rate(close.c.subarray(0, gaps).map((value, l) => q[l] * (1 - value))),
    gradientRate: -rate(gradient.subarray(0, hidden)),
  };
}

/** Three inputs whose first pre-activations have length q0 and correlations c0 and CLOSE with the first. */
function inputs({ weightVariance, biasVariance }: ReturnType<typeof staticNet>): Matrix {
  const size = (start.q0 - biasVariance) / weightVariance;
  const row = (c: number) => {
    const along = (start.q0 * c - biasVariance) / weightVariance / Math.sqrt(size);
    return [along, Math.sqrt(size - along * along)].map((v) => Math.SQRT2 * v);
  };
  return matrix(3, 2, [Math.SQRT2 * Math.sqrt(size), 0, ...row(start.c0), ...row(CLOSE)]);
}

function simulate(values: ParameterValues, width: number, seed: number): NetPropagation {
  const spec = staticNet(values);
  const net = sampleNet({ ...spec, inputs: 2, width, seed: rng(seed).fork(width).seed });
  return netPropagation(net, inputs(spec));
}

/** The inputs share the biases, and a rate takes two layers. */
const bounds: Record<string, Partial<Parameter>> = { biasVariance: { most: start.q0 / 2 }, hidden: { least: 2 } };

/** Mean change a layer of a logarithm over the deeper layers. */
function rate(values: ArrayLike<number>): number {
  const from = Math.floor(values.length / 3);
  return Math.log(values[values.length - 1] / values[from]) / (values.length - 1 - from);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Lengths, correlations, gradients and depth scales of sampled nets against mean-field theory (theory: limits/propagation.ts). */
export const propagationExperiment = /* @__PURE__ */ defineExperiment<Law, NetPropagation, SizedDeviation>(() => ({
  id: 'propagation',
  title: 'Lengths, correlations and gradients of random nets obey mean-field theory',
  summary:
    'Inputs pass through random nets of growing width. Their lengths and overlaps at every layer are compared with the maps of mean-field theory, and two rates with those of the maps, which deep down are its depth scales: how fast close inputs approach each other, and how fast gradients shrink on their way back.',
  paper: schoenholz2017,
  page: 'limits/propagation.md',
  parameters: staticParameters(
    {
      activation: 'tanh',
      hidden: 10,
      weightVariance: 1.3,
      biasVariance: 0.1,
      widths: [32, 64, 128],
      seeds: 250,
      seed: 1,
    },
    { hidden: 'hidden layers; the last two thirds measure the rates', seeds: 'nets a width' },
  ).map((parameter) => ({ ...parameter, ...bounds[parameter.name] })),
  axis: 'widths',
  expected: {
    law: 'lengths, overlaps, the rate at which close inputs approach and the growth of gradients are those of mean-field theory at infinite width',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          { name: 'the mean relative deviation of lengths', margin: 0.03 },
          { name: 'the mean relative deviation of overlaps', margin: 0.05 },
          {
            name: 'the deviation of the rate at which close inputs approach, 1/ξ deep down',
            margin: 0.045,
            says: (d) => fixed(d, 4),
          },
          {
            name: 'the deviation of the rate of squared gradients, log χ deep down',
            margin: 0.045,
            says: (d) => fixed(d, 4),
          },
        ],
        simulated: 'nets',
        sizeName: 'width',
        doubt: 'the weight and bias variances, the activation, or that the inputs share the biases',
      }),
  },
  theorySteps: (values) => atOnce(() => law(values)),
  observe: (theory) => (found, size) => {
    const layers = found.lengths.slice(1);
    const relative = (at: number, curve: Float64Array) =>
      mean(layers.map(({ data }, l) => data[at] / curve[l + 1] - 1));
    const gaps = found.lengths.map(({ data }) => data[0] + data[8] - 2 * data[2]);
    return {
      size,
      values: [
        relative(0, theory.q),
        relative(1, theory.overlap),
        rate(gaps.slice(0, theory.gaps)) - theory.gapRate,
        -rate(found.gradients) - theory.gradientRate,
      ],
    };
  },
  simulateSteps: (values, width, seed) => atOnce(() => simulate(values, width, seed)),
  wrong: [
    {
      id: 'other-weight-variance',
      doc: 'the theory of weights with a variance 10 % larger',
      theorySteps: (values) =>
        atOnce(() => law({ ...values, weightVariance: 1.1 * (values.weightVariance as number) })),
    },
    {
      id: 'no-biases',
      doc: 'nets without biases beside the theory of nets with them',
      simulateSteps: (values, width, seed) => atOnce(() => simulate({ ...values, biasVariance: 0 }, width, seed)),
    },
    {
      id: 'critical',
      doc: 'gradients and gaps that keep their size, as at the edge of chaos',
      theorySteps: (values) => atOnce(() => ({ ...law(values), gapRate: 0, gradientRate: 0 })),
    },
  ],
}));
