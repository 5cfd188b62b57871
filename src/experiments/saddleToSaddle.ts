import { fixed } from '../checks/findings/fixed';
import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import type { Progress } from '../longWork';
import { matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { type GradientFlowRun, gradientFlowSteps } from '../train/gradientFlow';
import { atOnce, defineExperiment } from './experiment';

/** Time at which a mode of strength s is learnt from weights of this scale, in leading order. */
type Law = (strength: number, scale: number) => number;

/** The size that grows is log(1/scale²); tables are of scales. */
type Observation = SizedDeviation & { scale: number };

/** Singular values of the target. */
const STRENGTHS = [2, 1];
const NEURONS = 8;
/** Points in time for each unit of 1/strength; in between the logarithm of u/(s − u) is all but a line. */
const POINTS = 8;
/** Beyond the law's time for the last mode, relative: random weights are smaller along a mode than their scale. */
const LONGER = 1.5;

/** log(1/scale²), the size that grows as weights shrink. */
const logSize = (scale: number) => -2 * Math.log(scale);

function* netSteps(scale: number, seed: number): Generator<Progress, GradientFlowRun, boolean | undefined> {
  const modes = STRENGTHS.length;
  const net = createNet({ inputs: modes, outputs: modes, hidden: 1, width: NEURONS, initialScales: scale, seed });
  const [sxx, syx] = [matrix(modes, modes), matrix(modes, modes)];
  STRENGTHS.forEach((s, i) => {
    sxx.data[i * modes + i] = 1;
    syx.data[i * modes + i] = s;
  });
  const slowest = Math.min(...STRENGTHS);
  const end = (LONGER * logSize(scale)) / (2 * slowest);
  const count = Math.ceil(end * POINTS);
  return yield* gradientFlowSteps(net, {
    moments: { sxx, syx, syy: STRENGTHS.reduce((sum, s) => sum + s * s, 0) },
    times: Array.from({ length: count + 1 }, (_, k) => (k * end) / count),
    // both m_l W_l flow alike
    layerLr: [modes / NEURONS, NEURONS],
    tolerance: 1e-6,
  });
}

/** When entry `at` of the predictor passes half of s, by its logit; NaN when it never does. */
function halfTime({ times, predictors }: GradientFlowRun, at: number, s: number): number {
  const k = predictors.findIndex(({ data }) => data[at] > s / 2);
  if (k < 0) return Number.NaN;
  const logit = (u: number) => Math.log(Math.max(u, Number.MIN_VALUE) / (s - u));
  if (k === 0) return times[0];
  const [from, to] = [logit(predictors[k - 1].data[at]), logit(predictors[k].data[at])];
  return times[k - 1] + ((times[k] - times[k - 1]) * -from) / (to - from);
}

/** Modes learnt one after the other from small random weights (theory: limits/exactLearningTimes.ts). */
export const saddleToSaddleExperiment = /* @__PURE__ */ defineExperiment<Law, GradientFlowRun, Observation>(() => ({
  id: 'saddle-to-saddle',
  title: 'From small weights modes are learnt one after the other',
  summary:
    'Nets with one hidden layer and ever smaller random weights learn a target of two singular values by gradient flow. Each mode is learnt in a step of its own, at a time that grows as log(1/scale²)/(2s).',
  paper: {
    authors: 'Jacot, Ged, Şimşek, Hongler, Gabriel',
    title: 'Saddle-to-saddle dynamics in deep linear networks: small initialization training, symmetry, and sparsity',
    year: 2021,
    url: 'https://arxiv.org/abs/2106.15933',
  },
  page: 'limits/exact.md',
  parameters: [
    {
      name: 'scales',
      type: 'numbers',
      default: [1e-2, 1e-3, 1e-5, 1e-8],
      least: 1e-30,
      most: 0.1,
      doc: 'standard deviations of the initial weights',
    },
    { name: 'seeds', type: 'integer', default: 12, least: 1, doc: 'random initializations of each scale' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'scales',
  expected: {
    law: 'the time at which a mode of strength s is half learnt, over log(1/scale²)/(2s), tends to 1 as the weights shrink',
    verdict: (observations) => {
      const finding = interceptFinding(observations, {
        quantities: STRENGTHS.map((s) => ({
          name: `the half-life of the mode of strength ${s} over the law's`,
          statistic: `the half-life of the mode of strength ${s} over the law's, less 1,`,
          margin: 0.05,
          says: (deviation: number) => fixed(1 + deviation, 3),
        })),
        simulated: 'nets',
        sizeName: 'log(1/scale²)',
        doubt: 'the number of layers, whitened inputs, or even rates of the layers',
      });
      const scaleOf = new Map(observations.map(({ size, scale }) => [size, scale]));
      return { ...finding, rows: finding.rows.map((row) => ({ ...row, size: scaleOf.get(row.size)! })) };
    },
  },
  theorySteps: () => atOnce((): Law => (strength, scale) => logSize(scale) / (2 * strength)),
  simulateSteps: (_, scale, seed) => netSteps(scale, seed),
  observe: (law) => (run, scale) => ({
    scale,
    size: Number(logSize(scale).toPrecision(4)),
    values: STRENGTHS.map((s, i) => halfTime(run, i * (STRENGTHS.length + 1), s) / law(s, scale) - 1),
  }),
  wrong: [
    {
      id: 'one-layer-learns',
      doc: 'times of nets whose second layer is frozen, twice as long',
      theorySteps: () => atOnce((): Law => (strength, scale) => logSize(scale) / strength),
    },
    {
      id: 'same-time-for-all',
      doc: 'all modes learnt at the time of the strongest',
      theorySteps: () => atOnce((): Law => (_, scale) => logSize(scale) / (2 * Math.max(...STRENGTHS))),
    },
  ],
}));
