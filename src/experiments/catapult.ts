import { type CatapultSample, catapultFinding } from '../checks/findings/catapultFinding';
import { type Catapult, type CatapultOptions, catapult } from '../limits/catapult';
import type { Progress } from '../longWork';
import { matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { type TrainRun, trainSteps } from '../train/train';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

/** The map for a start. */
type Law = (start: CatapultOptions) => Catapult;

interface Run {
  start: CatapultOptions;
  /** Output at every step. */
  outputs: number[];
  /** ηλ at the end. */
  end: number;
  diverged: TrainRun['diverged'];
}

const D = 4;
/** One sample with ‖x‖² = D; every other one is a rotation of it. */
const x = matrix(1, D, new Float64Array(D).fill(1));

/** Trains one net; ηλ at its start is `x0`. */
function* netSteps(
  values: ParameterValues,
  width: number,
  seed: number,
): Generator<Progress, Run, boolean | undefined> {
  const net = createNet({ inputs: D, outputs: 1, hidden: 1, width, parameterization: 'ntk', seed });
  const lambda0 = net.ntk(x).data[0];
  const lr = (values.x0 as number) / lambda0;
  const [target, steps] = [values.target as number, values.steps as number];
  const start = { f0: net.predict(x).data[0], lambda0, lr, width, target, steps };
  const syx = matrix(
    1,
    D,
    x.data.map((value) => target * value),
  );
  const sxx = matrix(D, D, new Float64Array(D * D).fill(1));
  const run: TrainRun = yield* trainSteps(net, {
    moments: { sxx, syx, syy: target ** 2 },
    lr,
    steps,
    record: { every: 1, quantities: ['predictor'] },
  });
  const outputs = run.predictors!.map(({ data }) =>
    Array.from(data).reduce((sum, beta, d) => sum + beta * x.data[d], 0),
  );
  const end = run.diverged ? Number.POSITIVE_INFINITY : lr * run.net.ntk(x).data[0];
  return { start, outputs, end, diverged: run.diverged };
}

/** Large learning rates on one sample: nets against the two-variable map (theory: limits/catapult.ts). */
export const catapultExperiment = /* @__PURE__ */ defineExperiment<Law, Run, CatapultSample>(() => ({
  id: 'catapult',
  title: 'Wide nets catapult as the two-variable map says',
  summary:
    'Nets with one hidden layer are trained on one sample at a learning rate of 2 < ηλ_0 < 4. Their outputs follow an exact map of two numbers, output and tangent kernel, and are thrown up to the order of √width before training becomes stable.',
  paper: {
    authors: 'Lewkowycz, Bahri, Dyer, Sohl-Dickstein, Gur-Ari',
    title: 'The large learning rate phase of deep learning: the catapult mechanism',
    year: 2020,
    url: 'https://arxiv.org/abs/2003.02218',
  },
  page: 'limits/catapult.md',
  parameters: [
    {
      name: 'x0',
      type: 'number',
      default: 2.7,
      least: 0,
      exclusive: true,
      most: 3.8,
      doc: 'learning rate times the tangent kernel at the start, ηλ_0',
    },
    { name: 'target', type: 'number', default: 1, doc: 'label y of the sample' },
    { name: 'steps', type: 'integer', default: 60, least: 1, doc: 'gradient-descent steps' },
    { name: 'widths', type: 'integers', default: [256, 1024, 4096, 16384], least: 1, doc: 'widths to train' },
    { name: 'seeds', type: 'integer', default: 24, least: 1, doc: 'random initializations a width' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'widths',
  expected: {
    law: 'every net follows the map to rounding, ends in its phase, and the peak output grows as width^(1/2)',
    verdict: (observations, { x0 }) => catapultFinding(observations, { expectedSlope: (x0 as number) > 2 ? 0.5 : 0 }),
  },
  theorySteps: () => atOnce(() => catapult),
  simulateSteps: (values, width, seed) => netSteps(values, width, seed),
  observe: (map, values) => (run, width) => {
    const { phase, peak, f, scaleFree, diverged } = map(run.start);
    const distances = run.outputs.map((output, t) => Math.abs(output - (f[t] ?? Number.POSITIVE_INFINITY)));
    // where the map has come to rest below 2/η, so has the net; few steps may end before it
    const stable = !run.diverged && run.end < 2;
    const mapStable = !diverged && scaleFree.x[scaleFree.x.length - 1] < 2;
    return {
      width,
      peak: Math.max(...run.outputs.map(Math.abs)),
      mapPeak: peak,
      off: Math.max(...distances) / peak,
      inPhase: (phase === 'catapult') === (values.x0 as number) > 2 && stable === mapStable,
    };
  },
  wrong: [
    {
      id: 'below-two',
      doc: 'nets at ηλ_0 = 1.5, where no catapult is, in place of those above 2',
      simulateSteps: (values, width, seed) => netSteps({ ...values, x0: 1.5 }, width, seed),
    },
    {
      id: 'kernel-of-infinite-width',
      doc: 'the map from λ_0 = 2, that of infinitely wide nets, instead of the measured one',
      theorySteps: () => atOnce(() => (start) => catapult({ ...start, lambda0: 2 })),
    },
    {
      id: 'twice-the-width',
      doc: 'the map of a net twice as wide',
      theorySteps: () => atOnce(() => (start) => catapult({ ...start, width: 2 * start.width })),
    },
  ],
}));
