import { ShapeError } from '../../errors';
import { checkedFactorInput } from '../../linalg/factorInput';
import { matmul } from '../../linalg/matmul';
import { heapMatrix } from '../../linalg/resident';
import { type Progress, YIELD_MS } from '../../longWork';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { integer, knownOptions, positive } from '../../validate';
import { forward, type SampleNetOptions, sampleNet } from '../sampleNet';

export interface NetPosteriorOptions extends Omit<SampleNetOptions, 'inputs' | 'outputs'> {
  /** Training inputs, P×D. */
  x: MatrixLike;
  /** Labels, P×C. */
  y: MatrixLike;
  /** M×D. */
  test: MatrixLike;
  /** Standard deviation of the Gaussian noise of the labels, above 0. */
  noiseStd: number;
  /** Nets drawn from the prior, with seeds seed, seed + 1 … */
  nets: number;
}

/** Posterior of the outputs at the test inputs. */
export interface NetPosterior {
  /** M×C. */
  mean: Matrix;
  /** M×C, without label noise. */
  variance: Matrix;
  logEvidence: number;
  /** (Σ w)²/Σ w² of the nets. */
  effectiveSampleSize: number;
}

/**
 * The exact Bayesian posterior of nets of finite width under labels with Gaussian noise, by importance sampling: nets are drawn from
 * the prior, their readouts and output biases integrated out exactly (outputs are Gaussian given the hidden layers, with kernel
 * s_L² ⟨h_L, h_L'⟩/N + b_L²), and each net weighs the evidence of the labels given its hidden layers. Few samples only: the
 * effective number of nets falls exponentially with what the labels tell about hidden layers.
 * @throws ShapeError, ValueError for bad arguments
 */
export function* netPosteriorSteps(
  options: NetPosteriorOptions,
): Generator<Progress, NetPosterior, boolean | undefined> {
  const { x, y, test, noiseStd, nets, ...spec } = options;
  knownOptions('netPosterior', spec, ['activation', 'hidden', 'width', 'weightVariance', 'biasVariance', 'seed']);
  integer('nets', nets, 1);
  const noise = positive('noiseStd', noiseStd) ** 2;
  const [train, labels, asked] = [read(x, 'x'), read(y, 'y'), read(test, 'test')];
  if (labels.rows !== train.rows) throw new ShapeError(`y: expected ${train.rows} rows, got ${labels.rows}`);
  if (asked.cols !== train.cols) throw new ShapeError(`test: expected ${train.cols} columns, got ${asked.cols}`);
  const points = matrix(train.rows + asked.rows, train.cols, Float64Array.from([...train.data, ...asked.data]));
  const logWeights: number[] = [];
  const given: Conditional[] = [];
  let since = performance.now();
  for (let k = 0; k < nets; k++) {
    const net = sampleNet({ ...spec, inputs: train.cols, seed: spec.seed + k });
    const { scale, shift } = net.layers[net.layers.length - 1];
    const features = forward(net, points).inputs.at(-1)!;
    const kernel = matmul(features, features, { transposeB: true, alpha: scale * scale }).data;
    for (let at = 0; at < kernel.length; at++) kernel[at] += shift * shift;
    const found = condition(kernel, points.rows, labels, noise);
    given.push(found);
    logWeights.push(found.logEvidence);
    if (performance.now() - since < YIELD_MS) continue;
    if ((yield { step: k + 1, steps: nets }) === false) break;
    since = performance.now();
  }
  const most = logWeights.reduce((a, b) => Math.max(a, b));
  const weights = logWeights.map((log) => Math.exp(log - most));
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = matrix(asked.rows, labels.cols);
  const variance = matrix(asked.rows, labels.cols);
  given.forEach((one, k) => {
    for (let at = 0; at < mean.data.length; at++) mean.data[at] += (weights[k] / total) * one.mean[at];
  });
  given.forEach((one, k) => {
    for (let at = 0; at < mean.data.length; at++) {
      const spread = one.variance[Math.floor(at / labels.cols)] + (one.mean[at] - mean.data[at]) ** 2;
      variance.data[at] += (weights[k] / total) * spread;
    }
  });
  return {
    mean,
    variance,
    logEvidence: most + Math.log(total / weights.length),
    effectiveSampleSize: total ** 2 / weights.reduce((sum, w) => sum + w * w, 0),
  };
}

function read(value: MatrixLike, name: string): Matrix {
  return checkedFactorInput(heapMatrix(value, name), name);
}

interface Conditional {
  logEvidence: number;
  /** M×C. */
  mean: Float64Array;
  /** M. */
  variance: Float64Array;
}

/** Gaussian conditioning by a Cholesky factor of kernel + noise whose rows go on over the test points; the kernel is n×n. */
function condition(kernel: ArrayLike<number>, n: number, labels: Matrix, noise: number): Conditional {
  const { rows, cols, data } = labels;
  const tests = n - rows;
  const factor = new Float64Array(n * rows);
  const scaled = new Float64Array(rows * cols);
  let logEvidence = -0.5 * cols * rows * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < Math.min(i + 1, rows); j++) {
      let value = kernel[i * n + j] + (i === j ? noise : 0);
      for (let k = 0; k < j; k++) value -= factor[i * rows + k] * factor[j * rows + k];
      factor[i * rows + j] = i === j ? Math.sqrt(value) : value / factor[j * rows + j];
    }
  }
  for (let i = 0; i < rows; i++) {
    const pivot = factor[i * rows + i];
    logEvidence -= cols * Math.log(pivot);
    for (let c = 0; c < cols; c++) {
      let value = data[i * cols + c];
      for (let k = 0; k < i; k++) value -= factor[i * rows + k] * scaled[k * cols + c];
      scaled[i * cols + c] = value / pivot;
      logEvidence -= 0.5 * scaled[i * cols + c] ** 2;
    }
  }
  const mean = new Float64Array(tests * cols);
  const variance = new Float64Array(tests);
  for (let m = 0; m < tests; m++) {
    const at = rows + m;
    variance[m] = kernel[at * n + at];
    for (let k = 0; k < rows; k++) {
      const weight = factor[at * rows + k];
      variance[m] -= weight * weight;
      for (let c = 0; c < cols; c++) mean[m * cols + c] += weight * scaled[k * cols + c];
    }
  }
  return { logEvidence, mean, variance };
}
