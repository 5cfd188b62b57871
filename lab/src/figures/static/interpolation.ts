import { gpPosterior, type Matrix, matrix, randomNormal } from 'deeplinear';
import type { Work } from '../simulations';
import { draws } from './draws';
import { mixtureNet } from './mixtureNets';

export interface InterpolationOptions {
  width: number;
  /** Depths at which the posterior is wanted: the first layers of one deep net, with a readout each. */
  depths: readonly number[];
  /** Orthogonal training inputs with x·x = D, P of them. */
  samples: number;
  /** r = yᵀK⁻¹y/P of the labels. */
  labelNorms: readonly number[];
  nets: number;
  /** Labels of random directions for each net: by symmetry they are as good as others of their size. */
  directions: number;
}

/** Of one depth and one size of the labels, with standard errors over the nets. */
export interface Interpolation {
  /** Second moment of the output at an input orthogonal to the data: E[q | y]. */
  factor: number;
  factorError: number;
  /** Log-density of the labels times (2π)^(P/2). */
  logEvidence: number;
  logEvidenceError: number;
}

/** Posterior without label noise of finite nets: nets of the prior, weighted by the likelihood. [depth][labelNorm]. */
export function* interpolation(options: InterpolationOptions): Work<Interpolation[][]> {
  const { width, depths, samples, labelNorms, nets, directions } = options;
  const inputs = samples + 1;
  const x = Array.from({ length: inputs }, (_, i) =>
    Array.from({ length: inputs }, (_, j) => (i === j ? Math.sqrt(inputs) : 0)),
  );
  const found = yield* draws(nets, (seed) => {
    const kernels = mixtureNet(Math.max(...depths), width, seed, { inputs }).featureKernels(x);
    const labels = unitColumns(randomNormal({ seed, rows: samples, cols: directions }));
    return depths.map((hidden) => {
      const features = regression(kernels[hidden], labels);
      return labelNorms.map((r) => likelihood(features, r * samples));
    });
  });
  return depths.map((_, at) => labelNorms.map((_, k) => weighted(found.map((one) => one[at][k]))));
}

/** What the features of a net say of labels of size 1. */
interface Regression {
  logDeterminant: number;
  /** yᵀG⁻¹y of every direction. */
  squares: Float64Array;
  means: Float64Array;
  variance: number;
}

function regression(kernel: Matrix, labels: Matrix): Regression {
  const { rows: P, cols } = labels;
  const all = kernel.rows;
  const train = matrix(P, P);
  for (let i = 0; i < P; i++) train.data.set(kernel.data.subarray(i * all, i * all + P), i * P);
  const cross = matrix(1, P, Float64Array.from(kernel.data.subarray(P * all, P * all + P)));
  const posterior = gpPosterior({ kernel: train, y: labels });
  const squares = new Float64Array(cols);
  labels.data.forEach((value, k) => {
    squares[k % cols] += value * posterior.weights.data[k];
  });
  const fit = squares.reduce((sum, square) => sum + square, 0);
  return {
    logDeterminant: (-2 * posterior.logEvidence - fit) / cols - P * Math.log(2 * Math.PI),
    squares,
    means: posterior.mean(cross).data as Float64Array,
    variance: posterior.variance(cross, [kernel.data[all * all - 1]])[0],
  };
}

/** Mean over the directions of the likelihood, and of it times the test output's second moment; over e^log. */
interface Weight {
  log: number;
  likelihood: number;
  moment: number;
}

function likelihood({ logDeterminant, squares, means, variance }: Regression, square: number): Weight {
  const least = Math.min(...squares);
  let [total, moment] = [0, 0];
  squares.forEach((own, k) => {
    const weight = Math.exp(-0.5 * square * (own - least)) / squares.length;
    total += weight;
    moment += weight * (variance + square * means[k] ** 2);
  });
  return { log: -0.5 * (logDeterminant + square * least), likelihood: total, moment };
}

function weighted(nets: readonly Weight[]): Interpolation {
  const most = nets.reduce((largest, { log }) => Math.max(largest, log), Number.NEGATIVE_INFINITY);
  const scaled = nets.map(({ log, likelihood, moment }) => {
    const scale = Math.exp(log - most);
    return { likelihood: scale * likelihood, moment: scale * moment };
  });
  const sum = (of: (net: (typeof scaled)[number]) => number) => scaled.reduce((total, net) => total + of(net), 0);
  const total = sum((net) => net.likelihood);
  const factor = sum((net) => net.moment) / total;
  const share = total / nets.length;
  return {
    factor,
    factorError: Math.sqrt(sum((net) => (net.moment - factor * net.likelihood) ** 2)) / total,
    logEvidence: most + Math.log(share),
    logEvidenceError: Math.sqrt(sum((net) => (net.likelihood / share - 1) ** 2)) / nets.length,
  };
}

function unitColumns(m: Matrix): Matrix {
  const sizes = new Float64Array(m.cols);
  m.data.forEach((value, k) => {
    sizes[k % m.cols] += value ** 2;
  });
  return matrix(
    m.rows,
    m.cols,
    m.data.map((value, k) => value / Math.sqrt(sizes[k % m.cols])),
  );
}
