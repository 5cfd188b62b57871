import { type ExactBatch, exactFinding } from '../checks/findings/exactFinding';
import { fixed } from '../checks/findings/fixed';
import { mean as meanOf, variance as varianceOf } from '../checks/statistics';
import { finiteWidthPrior } from '../limits/finiteWidthPrior';
import { createNet } from '../nets/createNet';
import { rng } from '../random/rng';
import { digamma } from '../special/digamma';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { bassetti2024 } from './papers';

/** Outputs, and orthogonal inputs, of every net. */
const SIDE = 4;
/** Mean of log z² for a standard normal z. */
const LOG_SQUARE = /* @__PURE__ */ (() => digamma(0.5) + Math.LN2)();
const says = (value: number) => fixed(value, 3);
/** Draws of the mixing covariance behind the expected sign. */
const DRAWS = 8000;

/** What outputs of one net share, for each number of hidden layers. */
interface Shared {
  /** Mean of log S². */
  meanLog: number;
  /** Covariance of log S² of two outputs at one input, or of one output at two orthogonal inputs. */
  covariance: number;
  /** Mean sign of S_1u S_2u S_1v S_2v for outputs 1, 2 and orthogonal inputs u, v. */
  sign: number;
  /** Standard error of it: it was drawn. */
  signError: number;
}
type Law = (hidden: number) => Shared;

function shared(values: ParameterValues): Law {
  const known = new Map<number, Shared>();
  return (hidden) => {
    const found = known.get(hidden) ?? sharedAt(hidden, values.width as number);
    known.set(hidden, found);
    return found;
  };
}

function sharedAt(hidden: number, width: number): Shared {
  const law = finiteWidthPrior({ widths: Array.from({ length: hidden }, () => width), outputs: 2 });
  const { mean, variance } = law.logMixing;
  const { data } = law.sampleMixing({ seed: hidden, samples: DRAWS });
  // given Q the two outputs have correlation ρ at every input, and the sign of their product the mean (2/π) asin ρ
  const signs = Float64Array.from({ length: DRAWS }, (_, i) => {
    const [a, b, , c] = data.subarray(4 * i, 4 * i + 4);
    return ((2 / Math.PI) * Math.asin(b / Math.sqrt(a * c))) ** 2;
  });
  return {
    meanLog: mean + LOG_SQUARE,
    covariance: variance,
    sign: meanOf(signs),
    signError: Math.sqrt(varianceOf(signs) / DRAWS),
  };
}

/** Orthogonal inputs with x·x = D. */
const inputs = Array.from({ length: SIDE }, (_, u) =>
  Array.from({ length: SIDE }, (_, v) => (u === v ? Math.sqrt(SIDE) : 0)),
);

/** Outputs of a batch of nets, inputs as rows. */
function outputs(values: ParameterValues, hidden: number, seed: number): Float64Array[] {
  const width = values.width as number;
  const shape = { inputs: SIDE, outputs: SIDE, hidden, width, parameterization: 'ntk' } as const;
  const key = rng(seed).fork(hidden);
  return Array.from({ length: values.nets as number }, (_, k) => {
    return createNet({ ...shape, seed: key.fork(k).seed }).predict(inputs).data as Float64Array;
  });
}

/** What the outputs of one net tell of `Shared`: products over all pairs of outputs, of inputs, and of both. */
function products(found: Float64Array, { meanLog }: Shared): [outputs: number, inputs: number, sign: number] {
  const logs = found.map((value) => Math.log(value * value) - meanLog);
  let [ofOutputs, ofInputs, sign] = [0, 0, 0];
  for (let a = 0; a < SIDE; a++) {
    for (let b = 0; b < a; b++) {
      for (let i = 0; i < SIDE; i++) {
        ofOutputs += logs[i * SIDE + a] * logs[i * SIDE + b];
        ofInputs += logs[a * SIDE + i] * logs[b * SIDE + i];
        for (let j = 0; j < i; j++) {
          const [s, t] = [found[i * SIDE + a] * found[i * SIDE + b], found[j * SIDE + a] * found[j * SIDE + b]];
          sign += Math.sign(s * t);
        }
      }
    }
  }
  const pairs = (SIDE * (SIDE - 1)) / 2;
  return [ofOutputs / (pairs * SIDE), ofInputs / (pairs * SIDE), sign / pairs ** 2];
}

/** Outputs of nets about as deep as wide are uncorrelated, but not independent (theory: limits/finiteWidthPrior.ts). */
export const outputCorrelationsExperiment = /* @__PURE__ */ defineExperiment<Law, Float64Array[], ExactBatch>(() => ({
  id: 'output-correlations',
  title: 'Outputs of one net share their size, and pairs of them their signs',
  summary:
    'Outputs of a deep linear net at several inputs are uncorrelated at initialization, but their squares are not, nor are their signs independent: the covariance of log-squares, between outputs and between inputs, and the mean sign of products of four outputs are those of the exact law at each depth.',
  paper: bassetti2024,
  page: 'limits/proportional-limit.md',
  parameters: [
    { name: 'hiddens', type: 'integers', default: [2, 4, 8], least: 1, most: 1000, doc: 'hidden layers of the nets' },
    { name: 'width', type: 'integer', default: 8, least: 2, most: 512, doc: 'width of the nets' },
    { name: 'nets', type: 'integer', default: 40, least: 1, doc: 'nets of a batch' },
    { name: 'seeds', type: 'integer', default: 20, least: 1, doc: 'batches a depth' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'hiddens',
  expected: {
    law: 'what outputs of one net share is that of the exact law at every depth over width',
    verdict: (observations) =>
      exactFinding(observations, {
        quantities: [
          { name: 'the covariance of log-squares of two outputs less the law', margin: 0.25, says },
          { name: 'the covariance of log-squares at two inputs less the law', margin: 0.25, says },
          { name: 'the mean sign of four outputs less the law', margin: 0.05, says },
        ],
        sizeName: 'hidden layers',
        doubt: 'the number of hidden layers or the width, or that outputs are independent as at infinite width',
      }),
  },
  theorySteps: (values) => atOnce(() => shared(values)),
  observe: (at) => (batch, size) => {
    const law = at(size);
    const found = batch.map((one) => products(one, law));
    const expected = [law.covariance, law.covariance, law.sign];
    return {
      size,
      nets: batch.length,
      values: expected.map((value, i) => meanOf(found.map((one) => one[i])) - value),
      lawErrors: [0, 0, law.signError],
    };
  },
  simulateSteps: (values, hidden, seed) => atOnce(() => outputs(values, hidden, seed)),
  wrong: [
    {
      id: 'independent-outputs',
      doc: 'outputs that share nothing, as at infinite width and fixed depth',
      theorySteps: (values) =>
        atOnce(() => {
          const at = shared(values);
          return (hidden) => ({ ...at(hidden), covariance: 0, sign: 0 });
        }),
    },
    {
      id: 'half-the-depth',
      doc: 'the law of nets half as deep, about',
      theorySteps: (values) =>
        atOnce(() => {
          const at = shared(values);
          return (hidden) => at(Math.ceil(hidden / 2));
        }),
    },
    {
      id: 'twice-the-width',
      doc: 'the law of nets twice as wide',
      theorySteps: (values) => atOnce(() => shared({ ...values, width: 2 * (values.width as number) })),
    },
  ],
}));
