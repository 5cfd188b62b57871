import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import type { TrainRun } from '../train/train';
import { defineCurveExperiment, type ParameterValues } from './experiment';
import { bordelon2025 } from './papers';
import { wideNets } from './wideNets';

const ownData = wideNets.ownData;
const parameters = wideNets.parameters;

const limit = (values: ParameterValues, data = ownData()) => infiniteWidthSteps(wideNets.limitOptions(values, data));

/** Full-batch gradient descent of nets with skip connections against their infinite-width limit (theory: limits/infiniteWidth.ts). */
export const residualNetsExperiment = /* @__PURE__ */ defineCurveExperiment<InfiniteWidthLimit, TrainRun>(() => ({
  id: 'residual-nets',
  title: 'Residual nets converge to the infinite-width limit',
  summary:
    'Deep linear networks with skip connections, branches multiplied by beta0/√L, are trained by full-batch gradient descent at growing width and compared, step by step, with the exact limit of infinite width.',
  paper: bordelon2025,
  page: 'limits/residual-nets.md',
  parameters: [
    { ...parameters.hidden, default: 3 },
    parameters.beta0,
    parameters.gamma0,
    { ...parameters.lr, default: 2 },
    { ...parameters.steps, default: 30 },
    { ...parameters.widths, default: [32, 64, 128, 256] },
    { ...parameters.seeds, default: 96 },
    parameters.seed,
    { ...parameters.dtype, default: 'float32' },
    parameters.layerLr,
    parameters.initialScales,
  ],
  axis: 'widths',
  expected: {
    slope: -0.5,
    law: 'the distance to the limit falls as width^(-1/2), and nothing is left at infinite width',
  },
  ownData,
  theorySteps: limit,
  wrong: [
    {
      id: 'branches-not-scaled',
      doc: 'the limit of branches of strength beta0, without 1/√L',
      theorySteps: (values, data) =>
        limit({ ...values, beta0: (values.beta0 as number) * Math.sqrt(values.hidden as number) }, data),
    },
    {
      id: 'no-skip-connections',
      doc: 'the limit of plain nets of the same depth',
      theorySteps: (values, data) => limit({ ...values, beta0: undefined }, data),
    },
    {
      id: 'twice-the-richness',
      doc: 'the limit of gamma0 twice as large',
      theorySteps: (values, data) => limit({ ...values, gamma0: 2 * (values.gamma0 as number) }, data),
    },
  ],
  simulateSteps: (values, width, seed, data = ownData()) => wideNets.netSteps(values, width, seed, data),
}));
