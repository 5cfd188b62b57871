import { syntheticTask } from '../data/syntheticTask';
import type { InfiniteWidthOptions } from '../limits/infiniteWidth';
import { createNet } from '../nets/createNet';
import type { NetOptions } from '../nets/netSpec';
import { trainSteps } from '../train/train';
import type { ExperimentData, Parameter, ParameterValues } from './experiment';

/** 10^(−1/16), written out: engines' powers differ in the last bit, and so would nets. */
const RATIO = 0.8659643233600653;

/**
 * A linear teacher on 16 inputs whose variances fall over a decade. They start at 0.1 so that the default learning rate,
 * made for image data, is as far from the edge of stability as there.
 */
function ownData(): ExperimentData {
  const spectrum = [0.1];
  while (spectrum.length < 16) spectrum.push(spectrum[spectrum.length - 1] * RATIO);
  return {
    moments: syntheticTask({ inputs: 16, outputs: 2, spectrum, seed: 0 }).moments,
    description:
      'a random linear teacher with 2 outputs on 16 Gaussian inputs whose variances fall from 0.1 to 0.01; the whole population, no noise',
  };
}

/** Every parameter of training a wide net; an experiment takes those it needs, with defaults of its own where it names them. */
const parameters = {
  hidden: {
    name: 'hidden',
    type: 'integer',
    default: 2,
    least: 1,
    doc: 'hidden layers L (the net has L + 1 weight matrices)',
  },
  gamma0: {
    name: 'gamma0',
    type: 'number',
    default: 1,
    least: 0,
    exclusive: true,
    doc: 'richness: small is lazy (kernel regime), 1 and above learns features',
  },
  beta0: {
    name: 'beta0',
    type: 'number',
    default: 1,
    doc: 'strength of the branches: each is multiplied by beta0/√L',
  },
  lr: {
    name: 'lr',
    type: 'number',
    default: 3,
    least: 0,
    exclusive: true,
    doc: 'learning rate, the same at every width',
  },
  steps: { name: 'steps', type: 'integer', default: 60, least: 1, doc: 'gradient-descent steps' },
  widths: {
    name: 'widths',
    type: 'integers',
    default: [64, 128, 256, 512, 1024, 2048],
    least: 1,
    doc: 'widths to train',
  },
  seeds: { name: 'seeds', type: 'integer', default: 3, least: 1, doc: 'random initializations a width' },
  seed: { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  dtype: {
    name: 'dtype',
    type: 'choice',
    default: 'float64',
    choices: ['float64', 'float32'],
    doc: 'precision of the nets; the limit is always float64',
  },
  layerLr: {
    name: 'layerLr',
    type: 'numbers',
    least: 0,
    doc: 'learning-rate factor of each of the L + 1 layers, input to readout, or one for all (default: 1)',
  },
  initialScales: {
    name: 'initialScales',
    type: 'numbers',
    least: 0,
    exclusive: true,
    doc: 'standard deviation of the initial entries of each of the L + 1 layers, or one for all (default: 1)',
  },
} satisfies Record<string, Parameter>;

/** One number of a list of numbers stands for all layers, as in the library. */
function ofLayers(list: ParameterValues[string]): number | number[] | undefined {
  const numbers = list as number[] | undefined;
  return numbers?.length === 1 ? numbers[0] : numbers;
}

/** What finite nets and the limit share. */
function training(values: ParameterValues, { moments }: ExperimentData) {
  return {
    moments,
    lr: values.lr as number,
    steps: values.steps as number,
    layerLr: ofLayers(values.layerLr),
  };
}

/** Shape of the nets, and skip connections where the values have beta0. */
function shape(values: ParameterValues) {
  const beta0 = values.beta0 as number | undefined;
  return {
    hidden: values.hidden as number,
    gamma0: values.gamma0 as number,
    initialScales: ofLayers(values.initialScales),
    residual: beta0 === undefined ? undefined : { beta0 },
  };
}

/** What `infiniteWidth` takes. */
function limitOptions(values: ParameterValues, data: ExperimentData): InfiniteWidthOptions {
  return { ...training(values, data), ...shape(values) };
}

/** One net trained by full-batch gradient descent, with its predictor at every step; `changed` goes before the values. */
function netSteps(
  values: ParameterValues,
  width: number,
  seed: number,
  data: ExperimentData,
  changed: Partial<NetOptions> = {},
) {
  const task = training(values, data);
  const { sxx, syx } = task.moments;
  const dtype = values.dtype as 'float64' | 'float32' | undefined;
  const net = createNet({ inputs: sxx.rows, outputs: syx.rows, ...shape(values), dtype, width, seed, ...changed });
  return trainSteps(net, { ...task, record: { every: 1, quantities: ['predictor'] } });
}

/** The parts that experiments on wide nets are made of. */
export const wideNets = { ownData, parameters, training, limitOptions, netSteps };
