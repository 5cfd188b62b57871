import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import { type InfiniteWidthLimit, infiniteWidthSteps } from '../limits/infiniteWidth';
import { weightLaw } from '../limits/weightLaw';
import { matmul } from '../linalg/matmul';
import { solve } from '../linalg/solve';
import { type Matrix, matrix, transpose } from '../matrix';
import type { Net } from '../nets/net';
import type { TrainRun } from '../train/train';
import { defineExperiment, type ExperimentData, type ParameterValues } from './experiment';
import { chizat2022 } from './papers';
import { wideNets } from './wideNets';

const ownData = wideNets.ownData;
const parameters = wideNets.parameters;

/** The law of the neurons' fields after training. */
interface FieldLaw {
  /** E (C×D) whose forward images the z are. */
  error: Matrix;
  /** Covariance (2C×2C) of (z_l, g_l) of a neuron, l = 1 … L. */
  covariances: Matrix[];
}

function* law(values: ParameterValues, data = ownData(), at = values.steps as number) {
  const limit: InfiniteWidthLimit = yield* infiniteWidthSteps(wideNets.limitOptions(values, data));
  const { sxx, syx } = data.moments;
  const error = matrix(syx.rows, syx.cols, syx.data.slice());
  matmul(limit.predictor(at), sxx, { alpha: -1, beta: 1, out: error });
  const layers = Array.from({ length: limit.hidden }, (_, l) => weightLaw(limit, l + 1));
  return { error, covariances: layers.map((layer) => layer.neuronsBefore(at)) };
}

/** (z_l, g_l) of every neuron (N×2C), l = 1 … L. */
function fields(net: Net, error: Matrix): Matrix[] {
  const weights = net.weights();
  const [inward, readout] = [weights[0], weights[weights.length - 1]];
  const between = weights.slice(1, -1);
  const z = [matmul(inward, error, { transposeB: true, alpha: inward.cols ** -0.5 })];
  for (const w of between) z.push(matmul(w, z[z.length - 1], { alpha: w.cols ** -0.5 }));
  const g = [transpose(readout)];
  for (const w of [...between].reverse()) g.unshift(matmul(w, g[0], { transposeA: true, alpha: w.rows ** -0.5 }));
  return z.map((ofZ, l) => {
    const { rows, cols } = ofZ;
    const both = matrix(rows, 2 * cols);
    for (let i = 0; i < rows; i++) {
      both.data.set(ofZ.data.subarray(i * cols, (i + 1) * cols), 2 * i * cols);
      both.data.set(g[l].data.subarray(i * cols, (i + 1) * cols), (2 * i + 1) * cols);
    }
    return both;
  });
}

/**
 * How far neurons are from a Gaussian law: with q = xᵀΣ⁻¹x of a neuron's d fields, ⟨q⟩/d − 1, and ⟨q²⟩/⟨q⟩² over that of a
 * Gaussian, 1 + 2/d, − 1; each the mean over the layers.
 */
function deviations({ error, covariances }: FieldLaw, net: Net): number[] {
  const parts = fields(net, error).map((neurons, l) => {
    const { rows, cols } = neurons;
    const whitened = solve(covariances[l], transpose(neurons));
    let [first, second] = [0, 0];
    for (let i = 0; i < rows; i++) {
      let q = 0;
      for (let k = 0; k < cols; k++) q += neurons.data[i * cols + k] * whitened.data[k * rows + i];
      first += q / rows;
      second += q ** 2 / rows;
    }
    return [first / cols - 1, second / first ** 2 / (1 + 2 / cols) - 1];
  });
  return [0, 1].map((k) => parts.reduce((sum, part) => sum + part[k] / parts.length, 0));
}

/** Fields of the neurons of trained nets against the Gaussian law of infinite width (theory: limits/weightLaw.ts). */
export const weightLawExperiment = /* @__PURE__ */ defineExperiment<FieldLaw, TrainRun, SizedDeviation>(() => ({
  id: 'weight-law',
  title: 'Neurons of trained nets follow the law of infinite width',
  summary:
    'Deep linear networks of growing width are trained halfway. What each neuron sends forward and receives backward is compared with the Gaussian law of infinite width: size and correlations, and shape.',
  paper: chizat2022,
  page: 'limits/weight-law.md',
  parameters: [
    parameters.hidden,
    { ...parameters.gamma0, default: 2 },
    { ...parameters.lr, default: 2 },
    { ...parameters.steps, default: 16, doc: 'gradient-descent steps before the neurons are looked at' },
    { ...parameters.widths, default: [48, 96, 192] },
    { ...parameters.seeds, default: 192 },
    parameters.seed,
    parameters.layerLr,
    parameters.initialScales,
  ],
  axis: 'widths',
  expected: {
    law: 'fields of a neuron are Gaussian with the covariance of infinite width, up to 1/width',
    verdict: (observations) =>
      interceptFinding(observations, {
        quantities: [
          { name: 'the size of the fields against the law', margin: 0.03 },
          { name: 'the fourth moment against a Gaussian', margin: 0.03 },
        ],
        simulated: 'trained nets',
        sizeName: 'width',
        doubt: 'the time, the richness gamma0, or that the neurons of a layer are independent (the initial weights)',
      }),
  },
  theorySteps: (values, data) => law(values, data),
  simulateSteps: (values, width, seed, data = ownData()) => wideNets.netSteps(values, width, seed, data),
  observe:
    (theory: FieldLaw) =>
    ({ net, diverged }, size) => ({ size, values: diverged ? [Number.NaN, Number.NaN] : deviations(theory, net) }),
  wrong: [
    {
      id: 'untrained',
      doc: 'the law of lazy training, in which weights keep their initial law',
      theorySteps: (values, data) => law({ ...values, gamma0: 1e-3 * (values.gamma0 as number) }, data),
    },
    {
      id: 'earlier',
      doc: 'the law of a quarter of the steps before',
      theorySteps: (values, data) => law(values, data, Math.floor(0.75 * (values.steps as number))),
    },
    {
      id: 'unlinked',
      doc: 'the law without the correlation of what a neuron sends and receives',
      *theorySteps(values: ParameterValues, data?: ExperimentData) {
        const { error, covariances } = yield* law(values, data);
        return { error, covariances: covariances.map(unlinked) };
      },
    },
  ],
}));

function unlinked({ rows, cols, data }: Matrix): Matrix {
  const half = rows / 2;
  return matrix(
    rows,
    cols,
    data.map((value, i) => (Math.floor(i / cols) < half === i % cols < half ? value : 0)),
  );
}
