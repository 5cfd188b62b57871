import { gpPosterior, type Matrix, matrix } from 'deeplinear';
import type { Work } from '../simulations';
import { draws } from './draws';
import { mixtureNet } from './mixtureNets';

export interface WeightedNetsOptions {
  width: number;
  /** Depths at which the posterior is wanted: the first layers of one deep net, with a readout each. */
  depths: readonly number[];
  nets: number;
  /** Training inputs with x·x = D for K = 1, then one test input. */
  x: number[][];
  labels: readonly number[];
  noiseStd: number;
}

/** Of one depth; the errors are standard errors over the nets. */
export interface WeightedPosterior {
  mean: number;
  meanError: number;
  /** Of the test output. */
  variance: number;
  varianceError: number;
  logEvidence: number;
  logEvidenceError: number;
}

/** The exact posterior of finite nets: nets of the prior, weighted by the likelihood of the labels with the readout integrated out. */
export function* weightedNets(options: WeightedNetsOptions): Work<WeightedPosterior[]> {
  const { width, depths, nets, x, labels, noiseStd } = options;
  const y = labels.map((label) => [label]);
  const inputs = x[0].length;
  const found = yield* draws(nets, (seed) => {
    const kernels = mixtureNet(Math.max(...depths), width, seed, { inputs }).featureKernels(x);
    return depths.map((hidden) => given(kernels[hidden], y, noiseStd));
  });
  return depths.map((_, at) => weighted(found.map((one) => one[at])));
}

interface Given {
  logLikelihood: number;
  mean: number;
  variance: number;
}

/** Regression with the features of one net; the last row of the kernel is the test input. */
function given(kernel: Matrix, y: number[][], noiseStd: number): Given {
  const P = y.length;
  const all = kernel.rows;
  const train = matrix(P, P);
  for (let i = 0; i < P; i++) train.data.set(kernel.data.subarray(i * all, i * all + P), i * P);
  const cross = matrix(1, P, Float64Array.from(kernel.data.subarray(P * all, P * all + P)));
  const posterior = gpPosterior({ kernel: train, y, noiseStd });
  return {
    logLikelihood: posterior.logEvidence,
    mean: posterior.mean(cross).data[0],
    variance: posterior.variance(cross, [kernel.data[all * all - 1]])[0],
  };
}

function weighted(nets: readonly Given[]): WeightedPosterior {
  const most = nets.reduce((largest, { logLikelihood }) => Math.max(largest, logLikelihood), Number.NEGATIVE_INFINITY);
  const weights = nets.map(({ logLikelihood }) => Math.exp(logLikelihood - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (net: Given) => number) => {
    const mean = nets.reduce((sum, net, i) => sum + weights[i] * of(net), 0) / total;
    const error = Math.sqrt(nets.reduce((sum, net, i) => sum + (weights[i] * (of(net) - mean)) ** 2, 0)) / total;
    return { mean, error };
  };
  const mean = average((net) => net.mean);
  const variance = average((net) => net.variance + (net.mean - mean.mean) ** 2);
  const share = total / nets.length;
  const spread = weights.reduce((sum, weight) => sum + (weight / share - 1) ** 2, 0) / (nets.length - 1);
  return {
    mean: mean.mean,
    meanError: mean.error,
    variance: variance.mean,
    varianceError: variance.error,
    logEvidence: most + Math.log(share),
    logEvidenceError: Math.sqrt(spread / nets.length),
  };
}
