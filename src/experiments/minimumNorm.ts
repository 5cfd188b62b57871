import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { moments } from '../data/moments';
import { minimumNorm } from '../limits/minimumNorm';
import { matmul } from '../linalg/matmul';
import { solve } from '../linalg/solve';
import { type Matrix, matrix } from '../matrix';
import { createNet } from '../nets/createNet';
import { randomNormal } from '../random/randomNormal';
import { type TrainRun, trainSteps } from '../train/train';
import { atOnce, defineExperiment, type ParameterValues } from './experiment';
import { chizat2022 } from './papers';
import { wideNets } from './wideNets';

const parameters = wideNets.parameters;

/** Fewer samples than inputs, so that many predictors fit them: the teacher, and one of least norm. */
function task({ inputs, samples }: ParameterValues) {
  const [D, P] = [inputs as number, samples as number];
  const x = randomNormal({ seed: 1, rows: P, cols: D });
  const teacher = randomNormal({ seed: 2, rows: 1, cols: D });
  return { teacher, moments: moments(x, matmul(x, teacher, { transposeB: true })) };
}

function netSteps(values: ParameterValues, width: number, seed: number, gamma0 = values.gamma0 as number) {
  const { hidden, inputs, lr, steps } = values as Record<string, number>;
  const net = createNet({ inputs, outputs: 1, hidden, width, gamma0, seed });
  return trainSteps(net, { moments: task(values).moments, lr, steps });
}

/** Predictor of ridge regression whose ridge is a tenth of the mean variance of the inputs. */
function ridge({ moments: { sxx, syx } }: ReturnType<typeof task>): Matrix {
  const D = sxx.rows;
  const regular = matrix(D, D, sxx.data.slice());
  let trace = 0;
  for (let d = 0; d < D; d++) trace += sxx.data[d * (D + 1)];
  for (let d = 0; d < D; d++) regular.data[d * (D + 1)] += (0.1 * trace) / D;
  return matrix(1, D, solve(regular, matrix(D, 1, syx.data)).data);
}

/** Where gradient descent of wide nets ends: at the predictor of least norm (theory: limits/minimumNorm.ts). */
export const minimumNormExperiment = /* @__PURE__ */ defineExperiment<Matrix, TrainRun, SizedDeviation>(() => ({
  id: 'minimum-norm',
  title: 'Wide nets end at the predictor of least norm',
  summary:
    'Deep linear networks of growing width are trained to the end on fewer samples than inputs, which many predictors fit. The distance of theirs from the one of least norm falls as width^(-1/2): nothing but the random initial function is left in the directions that the data do not take.',
  paper: chizat2022,
  page: 'limits/minimum-norm.md',
  parameters: [
    { name: 'inputs', type: 'integer', default: 6, least: 2, doc: 'inputs D of the data' },
    { name: 'samples', type: 'integer', default: 3, least: 1, doc: 'samples P to fit; fewer than inputs' },
    parameters.hidden,
    parameters.gamma0,
    { ...parameters.lr, default: 0.1 },
    { ...parameters.steps, default: 150, doc: 'gradient-descent steps, enough of them to fit the samples' },
    { ...parameters.widths, default: [32, 64, 128, 256] },
    { ...parameters.seeds, default: 96 },
    parameters.seed,
  ],
  axis: 'widths',
  expected: {
    law: 'the squared distance to the predictor of least norm falls as 1/width, and nothing is left at infinite width',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          { name: 'the squared distance to the predictor of least norm, relative to its square,', margin: 0.004 },
        ],
        simulated: 'trained nets',
        sizeName: 'width',
        doubt:
          'the scaling (in muP, not NTK scaling, the initial function vanishes), or whether training was long enough',
      }),
  },
  theorySteps: (values) => atOnce(() => minimumNorm(task(values).moments)),
  simulateSteps: (values, width, seed) => netSteps(values, width, seed),
  observe: ({ data }) => {
    const best = Array.from(data);
    const square = best.reduce((sum, value) => sum + value * value, 0);
    return ({ net, diverged }, size) => {
      const found = net.predictor().data;
      const off = best.reduce((sum, value, d) => sum + (found[d] - value) ** 2, 0);
      return { size, values: [diverged ? Number.NaN : off / square] };
    };
  },
  wrong: [
    {
      id: 'ridge',
      doc: 'the predictor of ridge regression',
      theorySteps: (values) => atOnce(() => ridge(task(values))),
    },
    {
      id: 'teacher',
      doc: 'the teacher that made the data, which fits them too',
      theorySteps: (values) => atOnce(() => task(values).teacher),
    },
    {
      id: 'ntk-labelled-mup',
      doc: 'nets in NTK parameterization, whose initial function does not vanish',
      simulateSteps: (values, width, seed) => netSteps(values, width, seed, width ** -0.5),
    },
  ],
}));
