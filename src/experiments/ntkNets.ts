import type { Moments } from '../data/moments';
import { syntheticTask } from '../data/syntheticTask';
import type { Progress } from '../longWork';
import { createNet } from '../nets/createNet';
import type { Net } from '../nets/net';
import type { Parameterization } from '../nets/parameterization';
import { type TrainRun, trainSteps } from '../train/train';
import type { Parameter, ParameterValues } from './experiment';

/** What checks of lazy training have in common: nets in NTK parameterization on a small teacher. */
export const ntkParameters: readonly Parameter[] = [
  { name: 'inputs', type: 'integer', default: 8, least: 1, doc: 'inputs D of the random linear teacher' },
  { name: 'outputs', type: 'integer', default: 3, least: 1, doc: 'outputs C of the teacher' },
  { name: 'hidden', type: 'integer', default: 2, least: 1, doc: 'hidden layers L' },
  {
    name: 'lr',
    type: 'number',
    default: 0.5,
    least: 0,
    exclusive: true,
    doc: 'learning rate, the same at every width',
  },
  { name: 'steps', type: 'integer', default: 12, least: 1, doc: 'gradient-descent steps' },
  { name: 'widths', type: 'integers', default: [48, 96, 192, 384], least: 1, doc: 'widths to train' },
  { name: 'seeds', type: 'integer', default: 48, least: 1, doc: 'random initializations a width' },
  { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
];

/** A net before and after training. */
export interface NtkRun {
  start: Net;
  run: TrainRun;
}

/** Moments of whitened inputs and a random teacher, the whole population. */
export function ntkTask({ inputs, outputs }: ParameterValues): Moments {
  return syntheticTask({
    inputs: inputs as number,
    outputs: outputs as number,
    spectrum: 'isotropic',
    seed: 0,
  }).moments;
}

/** Trains one net, its predictor recorded at every step. */
export function* ntkNetSteps(
  values: ParameterValues,
  width: number,
  seed: number,
  parameterization: Parameterization = 'ntk',
): Generator<Progress, NtkRun, boolean | undefined> {
  const start = createNet({
    inputs: values.inputs as number,
    outputs: values.outputs as number,
    hidden: values.hidden as number,
    width,
    parameterization,
    seed,
  });
  const run = yield* trainSteps(start, {
    moments: ntkTask(values),
    lr: values.lr as number,
    steps: values.steps as number,
    record: { every: 1, quantities: ['predictor'] },
  });
  return { start, run };
}
