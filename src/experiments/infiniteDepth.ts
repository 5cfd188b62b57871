import { distanceToLimit, type RunDistance } from '../checks/comparison/distanceToLimit';
import { interceptFinding } from '../checks/findings/interceptFinding';
import { type InfiniteDepthLimit, infiniteDepthSteps } from '../limits/infiniteDepth';
import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import { largestEntry } from '../linalg/factorInput';
import type { TrainRun } from '../train/train';
import { defineExperiment, type ParameterValues } from './experiment';
import { bordelon2025 } from './papers';
import { wideNets } from './wideNets';

const MARGIN = 0.02;

const ownData = wideNets.ownData;
const parameters = wideNets.parameters;

/** Depth and width grow together, so that what either leaves falls as 1/L. */
function netSteps(values: ParameterValues, depth: number, seed: number, data = ownData(), beta0 = values.beta0) {
  const width = depth * (values.widthPerLayer as number);
  return wideNets.netSteps({ ...values, hidden: depth, beta0 }, width, seed, data);
}

function limit(values: ParameterValues, data = ownData()) {
  const residual = { beta0: values.beta0 as number };
  return infiniteDepthSteps({
    ...wideNets.training(values, data),
    layerLr: undefined,
    gamma0: values.gamma0 as number,
    residual,
  });
}

/** The limit as far as its own error is small beside the margin: near the edge of stability depths cannot be extrapolated. */
function known<T extends InfiniteDepthLimit | InfiniteWidthLimit>(theory: T): T {
  const errors = theory.extrapolationError?.predictors ?? [];
  const lost = errors.findIndex((error, t) => !(error <= (MARGIN / 10) * largestEntry(theory.predictor(t))));
  return lost < 0 ? theory : { ...theory, steps: lost - 1, stopped: { step: lost - 1 } };
}

const shallowest = (values: ParameterValues) => Math.min(...(values.depths as number[]));

/** Residual nets with branches β0/√L against the limit of infinite width and depth (theory: limits/infiniteDepth.ts). */
export const infiniteDepthExperiment = /* @__PURE__ */ defineExperiment<
  InfiniteDepthLimit | InfiniteWidthLimit,
  TrainRun,
  RunDistance & { depth: number; lastKnown: number }
>(() => ({
  id: 'infinite-depth',
  title: 'Residual nets converge to the limit of infinite depth',
  summary:
    'Deep linear networks with skip connections and branches multiplied by beta0/√L are trained at growing depth, their width a multiple of it, and compared, step by step, with the limit in which both are infinite.',
  paper: bordelon2025,
  page: 'limits/infinite-depth.md',
  parameters: [
    {
      name: 'depths',
      type: 'integers',
      default: [4, 8, 16],
      least: 2,
      doc: 'hidden layers L of the nets to train',
    },
    {
      name: 'widthPerLayer',
      type: 'integer',
      default: 8,
      least: 1,
      doc: 'width of a net over its depth: both grow together',
    },
    { ...parameters.beta0, default: 0.5 },
    parameters.gamma0,
    { ...parameters.lr, default: 6 },
    { ...parameters.steps, default: 20 },
    { ...parameters.seeds, default: 128, doc: 'random initializations a depth' },
    parameters.seed,
    { ...parameters.dtype, default: 'float32' },
  ],
  axis: 'depths',
  expected: {
    law: 'the mean deviation from the limit falls as 1/L, and nothing is left at infinite depth',
    verdict: (observations, values) => {
      const lastKnown = observations[0]?.lastKnown ?? 0;
      const until =
        lastKnown < (values.steps as number) ? ` up to step ${lastKnown}, the last at which the limit is known` : '';
      return interceptFinding(
        observations.map(({ depth, deviation, diverged }) => ({
          size: depth,
          values: [diverged ? Number.NaN : deviation],
        })),
        {
          quantities: [{ name: 'the relative deviation of the outputs', margin: MARGIN }],
          simulated: `residual nets${until}`,
          sizeName: 'depth',
          doubt: 'the branches (beta0/√L, not a constant), the richness, or a depth too small to extrapolate',
        },
      );
    },
  },
  theorySteps: limit,
  simulateSteps: netSteps,
  observe: (theory, _, data = ownData()) => {
    const limit = known(theory);
    const distance = distanceToLimit(limit, { moments: data.moments });
    return (run, depth) => ({ ...distance(run), depth, lastKnown: limit.steps });
  },
  wrong: [
    {
      id: 'constant-branches',
      doc: 'nets whose branches do not shrink with depth: those of the shallowest at every depth',
      simulateSteps: (values, depth, seed, data) =>
        netSteps(values, depth, seed, data, (values.beta0 as number) * Math.sqrt(depth / shallowest(values))),
    },
    {
      id: 'finite-depth',
      doc: 'the limit of infinite width at the smallest depth',
      theorySteps: (values, data = ownData()) =>
        infiniteWidthSteps(wideNets.limitOptions({ ...values, hidden: shallowest(values) }, data)),
    },
    {
      id: 'twice-the-richness',
      doc: 'the limit of gamma0 twice as large',
      theorySteps: (values, data) => limit({ ...values, gamma0: 2 * (values.gamma0 as number) }, data),
    },
  ],
}));
