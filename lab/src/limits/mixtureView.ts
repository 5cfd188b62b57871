import type { MixingDrawOptions, MixturePosteriorOptions, OutputMixture } from 'deeplinear';
import type { LimitParameter } from './limitEntry';

/** What is asked of a mixture law besides the options of its function. */
export interface MixtureQueries {
  s?: number[];
  orders?: number[];
  logMixing?: number[];
  draws?: MixingDrawOptions;
  posterior?: MixturePosteriorOptions;
}

const values = [-4, -3, -2, -1, -0.5, 0.5, 1, 2, 3, 4];
const orders = [-0.25, 0.5, 1, 2, 3];
const deviations = [-3, -2, -1, 0, 1, 2, 3];

export const mixtureParameters: readonly LimitParameter[] = [
  {
    name: 's',
    type: 'numbers',
    default: values.join(','),
    doc: 'values of one output at which density and cdf are printed',
  },
  { name: 'orders', type: 'numbers', default: orders.join(','), doc: 'orders of the moments of the mixing variable q' },
  { name: 'logMixing', type: 'numbers', doc: 'values of log q at which its density and cdf are printed' },
  { name: 'draws', type: 'json', doc: 'draws of Q: {"samples": 10, "seed": 1}' },
  {
    name: 'posterior',
    type: 'json',
    doc: 'inference: {"kernel": P×P, "y": P×C, "noiseStd": 0.1, "testKernel": M×P, "testVariances": M numbers, "seed": 1}',
  },
];

/** The options of the function alone. */
export function lawOptions<Options extends MixtureQueries>(input: Options): Omit<Options, keyof MixtureQueries> {
  const { s: _, orders: __, logMixing: ___, draws: ____, posterior: _____, ...options } = input;
  return options;
}

/** A law with its functions evaluated at what was asked for. */
export function mixturePlain(law: OutputMixture, input: MixtureQueries): unknown {
  const s = input.s ?? values;
  const asked = input.orders ?? orders;
  const { mean, variance } = law.logMixing;
  // without mixing (a Gaussian) log q has no density
  const x = input.logMixing ?? (variance > 0 ? deviations.map((z) => mean + z * Math.sqrt(variance)) : []);
  return {
    outputs: law.outputs,
    scale: law.scale,
    outputMoments: law.outputMoments,
    prior: {
      s,
      pdf: s.map((value) => law.pdf(value)),
      logPdf: s.map((value) => law.logPdf(value)),
      cdf: s.map(law.cdf),
    },
    mixingMoments: { orders: asked, values: asked.map(law.mixingMoment) },
    logMixing: { mean, variance, x, pdf: x.map(law.logMixing.pdf), cdf: x.map(law.logMixing.cdf) },
    ...(input.draws && { sampleMixing: law.sampleMixing(input.draws) }),
    ...(input.posterior && { posterior: law.posterior(input.posterior) }),
  };
}
