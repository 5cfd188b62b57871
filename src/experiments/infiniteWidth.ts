import { distanceToLimit } from '../checks/distanceToLimit';
import { syntheticTask } from '../data/syntheticTask';
import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import { createNet } from '../nets/createNet';
import { type TrainRun, trainSteps } from '../train/train';
import { defineCurveExperiment, type ExperimentData, type ParameterValues } from './experiment';

/**
 * A linear teacher on 16 inputs whose variances fall over a decade. They start at 0.1 so that the default learning rate,
 * made for image data, is as far from the edge of stability as there.
 */
function ownData(): ExperimentData {
  const spectrum = Array.from({ length: 16 }, (_, k) => 0.1 * 10 ** (-k / 16));
  return {
    moments: syntheticTask({ inputs: 16, outputs: 2, spectrum, seed: 0 }).moments,
    description:
      'a random linear teacher with 2 outputs on 16 Gaussian inputs whose variances fall from 0.1 to 0.01; the whole population, no noise',
  };
}

/** What finite nets and the limit share. */
function training(values: ParameterValues, { moments }: ExperimentData) {
  return {
    moments,
    lr: values.lr as number,
    steps: values.steps as number,
    layerLr: values.layerLr as number[] | undefined,
  };
}

/** The limit; per-layer options of the values belong to a net of `hidden` layers. */
function limit(values: ParameterValues, data = ownData()) {
  return infiniteWidthSteps({
    ...training(values, data),
    hidden: values.hidden as number,
    gamma0: values.gamma0 as number,
    initialScales: values.initialScales as number[] | undefined,
  });
}

function net(values: ParameterValues, width: number, seed: number, data = ownData()) {
  const task = training(values, data);
  const start = createNet({
    inputs: task.moments.sxx.rows,
    outputs: task.moments.syx.rows,
    hidden: values.hidden as number,
    gamma0: values.gamma0 as number,
    initialScales: values.initialScales as number[] | undefined,
    dtype: values.dtype as 'float64' | 'float32',
    width,
    seed,
  });
  return trainSteps(start, { ...task, record: { every: 1, quantities: ['predictor'] } });
}

/** Full-batch gradient descent of muP nets against their infinite-width limit (theory: limits/infiniteWidth.ts). */
export const infiniteWidthExperiment = /* @__PURE__ */ defineCurveExperiment<InfiniteWidthLimit, TrainRun>({
  id: 'infinite-width',
  title: 'Finite nets converge to the infinite-width limit',
  summary:
    'Deep linear networks of growing width in muP (mean-field) scaling are trained by full-batch gradient descent and compared, step by step, with the exact limit of infinite width, which needs no simulation.',
  paper: {
    authors: 'Bordelon, Pehlevan',
    title:
      'Deep linear network training dynamics from random initialization: data, width, depth, and hyperparameter transfer',
    year: 2025,
    url: 'https://arxiv.org/abs/2502.02531',
  },
  page: 'infinite-width.md',
  parameters: [
    {
      name: 'hidden',
      type: 'integer',
      default: 2,
      least: 1,
      doc: 'hidden layers L (the net has L + 1 weight matrices)',
    },
    {
      name: 'gamma0',
      type: 'number',
      default: 1,
      least: 0,
      exclusive: true,
      doc: 'richness: small is lazy (kernel regime), 1 and above learns features',
    },
    {
      name: 'lr',
      type: 'number',
      default: 3,
      least: 0,
      exclusive: true,
      doc: 'learning rate, the same at every width',
    },
    { name: 'steps', type: 'integer', default: 60, least: 1, doc: 'gradient-descent steps' },
    { name: 'widths', type: 'integers', default: [64, 128, 256, 512, 1024, 2048], least: 1, doc: 'widths to train' },
    { name: 'seeds', type: 'integer', default: 3, least: 1, doc: 'random initializations a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
    {
      name: 'dtype',
      type: 'choice',
      default: 'float64',
      choices: ['float64', 'float32'],
      doc: 'precision of the nets; the limit is always float64',
    },
    {
      name: 'layerLr',
      type: 'numbers',
      least: 0,
      doc: 'learning-rate factor of each of the L + 1 layers, input to readout (default: all 1)',
    },
    {
      name: 'initialScales',
      type: 'numbers',
      least: 0,
      exclusive: true,
      doc: 'standard deviation of the initial entries of each of the L + 1 layers (default: all 1)',
    },
  ],
  axis: 'widths',
  powered: { widths: [32, 64, 128, 256], seeds: 64, steps: 20 },
  quantities: [
    { id: 'outputs', title: 'outputs on the training data' },
    { id: 'predictor', title: 'end-to-end predictor' },
    { id: 'loss', title: 'training loss' },
  ],
  expected: {
    slope: -0.5,
    law: 'the distance to the limit falls as width^(-1/2), and nothing is left at infinite width',
  },
  ownData,
  distance: (theory, data = ownData(), quantity = 'outputs') =>
    distanceToLimit(theory, { quantity, moments: data.moments }),
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
      simulateSteps: (values, width, seed, data) => net({ ...values, gamma0: width ** -0.5 }, width, seed, data),
    },
  ],
  simulateSteps: net,
});
