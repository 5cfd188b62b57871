import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import type { TrainRun } from '../train/train';
import { defineCurveExperiment, type ParameterValues } from './experiment';
import { bordelon2025 } from './papers';
import { wideNets } from './wideNets';

const ownData = wideNets.ownData;
const parameters = wideNets.parameters;

/** The limit; per-layer options of the values belong to a net of `hidden` layers. */
const limit = (values: ParameterValues, data = ownData()) => infiniteWidthSteps(wideNets.limitOptions(values, data));

/** Full-batch gradient descent of muP nets against their infinite-width limit (theory: limits/infiniteWidth.ts). */
export const infiniteWidthExperiment = /* @__PURE__ */ defineCurveExperiment<InfiniteWidthLimit, TrainRun>(() => ({
  id: 'infinite-width',
  title: 'Finite nets converge to the infinite-width limit',
  summary:
    'Deep linear networks of growing width in muP (mean-field) scaling are trained by full-batch gradient descent and compared, step by step, with the exact limit of infinite width, which needs no simulation.',
  paper: bordelon2025,
  page: 'infinite-width.md',
  parameters: [
    parameters.hidden,
    parameters.gamma0,
    parameters.lr,
    parameters.steps,
    parameters.widths,
    parameters.seeds,
    parameters.seed,
    parameters.dtype,
    parameters.layerLr,
    parameters.initialScales,
  ],
  axis: 'widths',
  powered: { widths: [32, 64, 128, 256], seeds: 128, steps: 30, dtype: 'float32' },
  expected: {
    slope: -0.5,
    law: 'the distance to the limit falls as width^(-1/2), and nothing is left at infinite width',
  },
  ownData,
  theorySteps: limit,
  wrong: [
    {
      id: 'twice-the-richness',
      doc: 'the limit of gamma0 twice as large',
      theorySteps: (values, data) => limit({ ...values, gamma0: 2 * (values.gamma0 as number) }, data),
    },
    {
      id: 'one-layer-more',
      doc: 'the limit of nets with one hidden layer more',
      theorySteps: (values, data) => limit({ ...values, hidden: 1 + (values.hidden as number) }, data),
    },
    {
      id: 'ntk-labelled-mup',
      doc: 'nets in NTK parameterization beside the limit of muP',
      simulateSteps: (values, width, seed, data = ownData()) =>
        wideNets.netSteps(values, width, seed, data, { gamma0: width ** -0.5 }),
    },
  ],
  simulateSteps: (values, width, seed, data = ownData()) => wideNets.netSteps(values, width, seed, data),
}));
