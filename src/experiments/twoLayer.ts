import { type ExactBatch, exactFinding } from '../checks/findings/exactFinding';
import { fixed } from '../checks/findings/fixed';
import { mean, variance } from '../checks/statistics';
import type { Moments } from '../data/moments';
import { syntheticTask } from '../data/syntheticTask';
import { type TwoLayerAnyWidth, twoLayerAnyWidthSteps } from '../limits/twoLayerAnyWidth';
import { type EnsembleRun, trainEnsembleSteps } from '../train/trainEnsemble';
import { defineExperiment, type ParameterValues } from './experiment';

/** Of the loss of nets of one width: the law of its mean over the steps. */
interface WidthLaw {
  mean: number;
  standardError: number;
  /** Between these are 90 % of the nets. */
  band: [low: number, high: number];
  draws: number;
}
type Law = Map<number, WidthLaw>;

const INPUTS = 4;
/** Share of nets inside the band. */
const COVERED = 0.9;
/** Seeds of the draws of the law, away from those of nets. */
const LAW_SEED = 2 ** 31;

function task(): Moments {
  return syntheticTask({ inputs: INPUTS, spectrum: 'isotropic', seed: 0 }).moments;
}

function training({ lr, steps }: ParameterValues) {
  return { moments: task(), lr: lr as number, steps: steps as number };
}

/** Mean loss over steps 1 … T; the loss at initialization is left to no training. */
const late = (loss: Float64Array) => mean(loss.subarray(1));

function lawOf({ losses, draws }: TwoLayerAnyWidth): WidthLaw {
  const sorted = losses.map(late).sort((a, b) => a - b);
  const at = (p: number) => sorted[Math.round(p * (draws - 1))];
  return {
    mean: mean(sorted),
    standardError: Math.sqrt(variance(sorted) / draws),
    band: [at((1 - COVERED) / 2), at((1 + COVERED) / 2)],
    draws,
  };
}

/** The law at every width; `seen` is the width at which it is taken instead. */
function* law(values: ParameterValues, seen = (width: number) => width) {
  const found: Law = new Map();
  for (const width of values.widths as number[]) {
    const at = seen(width);
    const drawn =
      at === Number.POSITIVE_INFINITY
        ? {}
        : { draws: values.draws as number, seed: LAW_SEED + (values.seed as number) };
    const run: TwoLayerAnyWidth = yield* twoLayerAnyWidthSteps({
      ...training(values),
      gamma0: values.gamma0 as number,
      width: at,
      ...drawn,
    });
    found.set(width, lawOf(run));
  }
  return found;
}

function netSteps(values: ParameterValues, width: number, seed: number, hidden = 1) {
  const nets = values.nets as number;
  return trainEnsembleSteps(
    { inputs: INPUTS, outputs: 1, hidden, width, gamma0: values.gamma0 as number },
    { ...training(values), seeds: Array.from({ length: nets }, (_, k) => nets * seed + k) },
  );
}

/** Nets with one hidden layer against their law at every width (theory: limits/twoLayerAnyWidth.ts). */
export const twoLayerExperiment = /* @__PURE__ */ defineExperiment<Law, EnsembleRun, ExactBatch>(() => ({
  id: 'two-layer',
  title: 'The law of the loss with one hidden layer is exact at every width',
  summary:
    'With one hidden layer the width enters training only through a small random matrix, so that the law of the loss at any width is drawn without a net. Mean and 90 % band of the loss are compared with those of many trained nets, also at widths of a few neurons.',
  paper: {
    authors: 'Bordelon, Pehlevan',
    title: 'Self-consistent dynamical field theory of kernel evolution in wide neural networks',
    year: 2022,
    url: 'https://arxiv.org/abs/2205.09653',
  },
  page: 'limits/two-layer.md',
  parameters: [
    {
      name: 'gamma0',
      type: 'number',
      default: 1,
      least: 0,
      exclusive: true,
      doc: 'richness: small is lazy, 1 and above learns features',
    },
    {
      name: 'lr',
      type: 'number',
      default: 0.5,
      least: 0,
      exclusive: true,
      doc: 'learning rate, the same at every width',
    },
    { name: 'steps', type: 'integer', default: 6, least: 1, doc: 'gradient-descent steps' },
    { name: 'widths', type: 'integers', default: [4, 8, 16, 32], least: 1, doc: 'widths to train' },
    {
      name: 'nets',
      type: 'integer',
      default: 100,
      least: 1,
      doc: 'nets of one simulation, means of which are compared',
    },
    { name: 'draws', type: 'integer', default: 2000, least: 100, doc: 'draws of the law at each width' },
    { name: 'seeds', type: 'integer', default: 16, least: 1, doc: 'simulations a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'mean and 90 % band of the training loss are those of the law at each width, nothing extrapolated',
    verdict: (batches) =>
      exactFinding(batches, {
        quantities: [
          { name: 'the mean loss beside that of the law', margin: 0.05 },
          {
            name: 'the share of nets inside the 90 % band',
            margin: 0.03,
            says: (deviation) => `${fixed(100 * (COVERED + deviation), 1)} %`,
          },
        ],
        sizeName: 'width',
        doubt: 'the width in the law, the number of layers, or the richness',
      }),
  },
  theorySteps: (values) => law(values),
  simulateSteps: (values, width, seed) => netSteps(values, width, seed),
  observe:
    (laws) =>
    ({ runs }, size) => {
      const { mean: expected, standardError, band, draws } = laws.get(size)!;
      const losses = runs.map(({ loss }) => late(loss));
      const inside = losses.filter((loss) => loss >= band[0] && loss <= band[1]).length / losses.length;
      return {
        size,
        nets: losses.length,
        values: [mean(losses) / expected - 1, inside - COVERED],
        lawErrors: [standardError / expected, Math.sqrt((COVERED * (1 - COVERED)) / draws)],
      };
    },
  wrong: [
    {
      id: 'infinite-width',
      doc: 'the curve of infinite width beside narrow nets',
      theorySteps: (values) => law(values, () => Number.POSITIVE_INFINITY),
    },
    {
      id: 'twice-the-width',
      doc: 'the law of nets twice as wide',
      theorySteps: (values) => law(values, (width) => 2 * width),
    },
    {
      id: 'one-layer-more',
      doc: 'nets with two hidden layers beside the law of one',
      simulateSteps: (values, width, seed) => netSteps(values, width, seed, 2),
    },
  ],
}));
