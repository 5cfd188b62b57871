import { type ScaledSample, scalingFinding } from '../checks/findings/scalingFinding';
import { exact } from '../limits/exact';
import { type Matrix, matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { randomNormal } from '../random/randomNormal';
import { type TrainRun, trainSteps } from '../train/train';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';

/** W(t) at given times, from W(0) towards a target. */
type Law = (initial: Matrix, target: Matrix, times: number[]) => Matrix[];

interface Run {
  initial: Matrix;
  target: Matrix;
  times: number[];
  predictors: Matrix[];
  diverged: TrainRun['diverged'];
}

/** Inputs, neurons and outputs. */
const SIZE = 4;
/** Comparisons along a run. */
const POINTS = 5;
/** Units of time; the maps are half-way to their targets. */
const TIME = 0.6;
/** Size of the layers at the start: each is this times an orthogonal matrix, hence balanced. */
const GAIN = 0.7;

function law(matrices: number): Law {
  return (initial, target, times) => exact.endToEnd({ matrices, initial, target, times });
}

interface Rule {
  init: 'orthogonal' | 'gaussian';
  /** Whether all layers of f = m_L W_L … m_0 W_0 x flow alike. */
  even: boolean;
}

function* netSteps(
  values: ParameterValues,
  stepsPerTime: number,
  seed: number,
  { init, even }: Rule = { init: 'orthogonal', even: true },
) {
  const hidden = values.hidden as number;
  const last = (l: number) => l === hidden;
  const net = createNet({
    inputs: SIZE,
    outputs: SIZE,
    width: SIZE,
    hidden,
    init,
    initialScales: Array.from({ length: hidden + 1 }, (_, l) => (last(l) ? GAIN * Math.sqrt(SIZE) : GAIN)),
    seed,
  });
  const target = randomNormal({ seed, stream: 1, rows: SIZE, cols: SIZE });
  const sxx = matrix(SIZE, SIZE);
  for (let d = 0; d < SIZE; d++) sxx.data[d * SIZE + d] = 1;
  const every = Math.max(1, Math.round((TIME * stepsPerTime) / POINTS));
  const run: TrainRun = yield* trainSteps(net, {
    moments: { sxx, syx: target, syy: Array.from(target.data).reduce((sum, value) => sum + value * value, 0) },
    lr: 1 / stepsPerTime,
    steps: POINTS * every,
    layerLr: even ? Array.from({ length: hidden + 1 }, (_, l) => (last(l) ? SIZE : 1)) : 1,
    record: { every, quantities: ['predictor'] },
  });
  return {
    initial: net.predictor(),
    target,
    times: run.recorded.steps.map((step) => step / stepsPerTime),
    predictors: run.predictors!,
    diverged: run.diverged,
  };
}

/** Distance of a run from the law's path, and its signed part along what the law moves, both relative to that. */
function beside(predict: Law, { initial, target, times, predictors }: Run) {
  const predicted = predict(initial, target, times);
  let [off, along, moved] = [0, 0, 0];
  for (const [k, { data }] of predicted.entries()) {
    for (let i = 0; i < data.length; i++) {
      const move = data[i] - initial.data[i];
      const difference = predictors[k].data[i] - data[i];
      off += difference ** 2;
      along += difference * move;
      moved += move ** 2;
    }
  }
  return { distance: Math.sqrt(off / moved), deviation: along / moved };
}

/** Gradient descent with ever smaller steps against the exact flow (theory: limits/exactEndToEnd.ts). */
export const exactSolutionsExperiment = /* @__PURE__ */ defineExperiment<Law, Run, ScaledSample>(() => ({
  id: 'exact-solutions',
  title: 'Small steps follow the exact solutions at finite size',
  summary:
    'Small deep linear nets with balanced weights learn a random linear map from whitened inputs. With ever smaller steps of gradient descent their end-to-end matrix follows the exact solution of gradient flow, and the difference falls as the step does.',
  paper: {
    authors: 'Arora, Cohen, Hazan',
    title: 'On the optimization of deep networks: implicit acceleration by overparameterization',
    year: 2018,
    url: 'https://arxiv.org/abs/1802.06509',
  },
  page: 'limits/exact.md',
  parameters: [
    { name: 'hidden', type: 'integer', default: 2, least: 1, doc: 'hidden layers L (L + 1 weight matrices)' },
    {
      name: 'stepsPerTime',
      type: 'integers',
      default: [50, 100, 200, 400],
      least: 10,
      doc: 'steps of gradient descent per unit of time: 1/learning rate',
    },
    { name: 'seeds', type: 'integer', default: 32, least: 1, doc: 'random nets and targets for each of them' },
    { name: 'seed', type: 'integer', default: 1, least: 0, doc: 'first seed; the others follow it' },
  ],
  axis: 'stepsPerTime',
  expected: {
    law: 'the distance to the exact solution falls as the learning rate, and nothing is left for infinitely small steps',
    verdict: (observations) =>
      scalingFinding(
        observations,
        {
          subject: 'The end-to-end matrices of {samples} nets differ from the exact solution',
          size: '(steps per unit of time)',
          sizes: 'steps per unit of time',
          statistic: 'the relative deviation for infinitely small steps',
          doubt:
            'The exact solution does not describe these nets: are the inputs whitened, the layers balanced and of even rates, and as many matrices counted as there are?',
        },
        { expectedSlope: -1, margin: 0.01, slopeMargin: 0.25 },
      ),
  },
  theorySteps: (values) => atOnce(() => law((values.hidden as number) + 1)),
  simulateSteps: (values, stepsPerTime, seed) => netSteps(values, stepsPerTime, seed),
  observe: (predict) => (run, size) => ({ size, ...beside(predict, run), diverged: run.diverged }),
  wrong: [
    {
      id: 'one-matrix-more',
      doc: 'the solution for one weight matrix more',
      theorySteps: (values) => atOnce(() => law((values.hidden as number) + 2)),
    },
    {
      id: 'unbalanced',
      doc: 'nets with Gaussian initial weights, which are not balanced',
      simulateSteps: (values, size, seed) => netSteps(values, size, seed, { init: 'gaussian', even: true }),
    },
    {
      id: 'rates-of-mup',
      doc: 'nets whose layers learn at the rates of muP instead of even ones',
      simulateSteps: (values, size, seed) => netSteps(values, size, seed, { init: 'orthogonal', even: false }),
    },
  ],
}));
