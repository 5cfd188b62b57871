import { NumericalError } from '../../errors';
import { type Progress, YIELD_MS } from '../../longWork';
import { type Matrix, matrix } from '../../matrix';
import { reject } from '../../validate';
import { inFrame } from './labelFrame';
import { type MixingLikelihood, mixingLikelihood } from './mixingLikelihood';
import type { MixingSampler } from './mixingSampler';
import { type MixturePosteriorOptions, type PosteriorTask, posteriorTask } from './mixturePosteriorOptions';
import type { ScalarMixing } from './scalarMixing';
import { trapezoid } from './trapezoid';
import { type WeightedMixing, weightedMixing } from './weightedMixing';

export type { MixturePosteriorOptions } from './mixturePosteriorOptions';

export interface MixturePosterior {
  /** Posterior mean of the outputs at the test inputs, M×C. */
  readonly mean: Matrix;
  /** Posterior covariance (C×C) of the outputs at every test input, without label noise. */
  readonly covariance: Matrix[];
  /** Log-density of the labels; without noise and with a singular kernel within its row space. */
  readonly logEvidence: number;
  /** E[Q | y], C×C: the factor by which the data renormalize scale·kernel. */
  readonly mixing: Matrix;
  /** (Σ w)²/Σ w² of the draws of Q, the least over the temperatures of annealing. Infinity for one output: quadrature. */
  readonly effectiveSampleSize: number;
  /** Temperatures of annealing; 1 where plain importance sampling was enough. */
  readonly temperatures: number;
  /** Standard error of every entry of `mean`, M×C, by draws and replicas of annealing. 0 for quadrature. */
  readonly meanError: Matrix;
  /** Standard error of `logEvidence`, by draws, steps and rounding. 0 for quadrature. */
  readonly logEvidenceError: number;
  /** Where onProgress stopped it: what is there then counts the draws so far, with their effective sample size. */
  readonly stopped?: {
    /** Draws it had got to; in annealing, the share of the likelihood it had got to, in draws. */
    step: number;
  };
}

interface Law {
  outputs: number;
  scale: number;
  narrowest: number;
  scalar: ScalarMixing;
  sampler: MixingSampler;
}

/**
 * Posterior of outputs that are Gaussian given Q, under labels Y = S + N(0, σ²): a mixture of Gaussian posteriors, in which a Q weighs its
 * prior times Π_μ N(y_μ; 0, l_μ Q + σ²), with eigenvalues l_μ of scale·kernel. One output: quadrature in log q to rounding.
 * More: draws of Q with these weights, however far the labels are. O(P³) once, O(C³ + PC² + MPC) a draw. Yields about every 20 ms; options are checked at once.
 */
export function mixturePosteriorSteps(
  law: Law,
  options: MixturePosteriorOptions,
): Generator<Progress, MixturePosterior, boolean | undefined> {
  const task = posteriorTask(options, law.outputs, law.scale);
  if (task.noise === 0) assertFinite(law, task);
  const likelihood = mixingLikelihood(task);
  if (law.outputs === 1 || law.scalar.variance === 0)
    return summary(task, likelihood, quadrature(law, task, likelihood));
  return (function* () {
    const weighted = yield* weightedMixing(law.sampler, likelihood, task);
    const { frame } = weighted;
    return yield* summary(task, frame ? mixingLikelihood(inFrame(task, frame)) : likelihood, weighted);
  })();
}

/**
 * Without noise a Q that is small in directions without labels has a likelihood without bound, (det Q)^(−P/2) there. In F such directions
 * det Q is a product of χ² with N_l, …, N_l − F + 1 degrees of freedom for every layer, and E (χ²_k)^(−P/2) is infinite from P = k on.
 */
function assertFinite({ outputs, narrowest }: Law, { values, free }: PosteriorTask): void {
  const points = values.length;
  if (points > 0 && narrowest < outputs) {
    reject('noiseStd', 'more than 0 with more outputs than the narrowest layer has neurons', 0);
  }
  if (free === 0 || points <= narrowest - free) return;
  throw new NumericalError(
    `y: expected labels of rank ${outputs} without noise, because the evidence of ${points} samples is infinite at a layer of ${narrowest} neurons, got rank ${outputs - free}`,
  );
}

/** One output, or a Q that is not random. */
function quadrature(law: Law, task: PosteriorTask, { logLikelihood }: MixingLikelihood): WeightedMixing {
  const exact = { logEvidenceError: 0, effectiveSampleSize: Number.POSITIVE_INFINITY, temperatures: 1 };
  const { mean, variance, largest, logDensity } = law.scalar;
  if (variance === 0) {
    const one = Float64Array.from({ length: law.outputs ** 2 }, (_, i) => (i % (law.outputs + 1) === 0 ? 1 : 0));
    return { ...exact, q: one, weights: Float64Array.of(1), logEvidence: logLikelihood(one) };
  }
  const { values, labels, noise } = task;
  // e^x where a label alone would want it, at most; without noise the likelihood peaks at the mean of these
  let most = 0;
  let total = 0;
  let trace = 0;
  values.forEach((value, mu) => {
    trace += value;
    if (value === 0) return;
    most = Math.max(most, labels[mu] ** 2 / value);
    total += labels[mu] ** 2 / value;
  });
  if (most > largest) {
    throw new NumericalError(
      `y: expected labels within ${Math.sqrt(largest)} standard deviations of the prior, got one at ${Math.sqrt(most).toPrecision(3)}`,
    );
  }
  const still = noise > 0 ? Math.log(noise / trace) - 2 : Math.log(total / values.length);
  const q = new Float64Array(1);
  const log = (x: number) => {
    q[0] = Math.exp(x);
    return logDensity(x) + logLikelihood(q);
  };
  const { nodes, weights, logSum } = trapezoid(log, {
    low: Math.min(mean - variance, Number.isFinite(still) ? still : mean),
    high: Math.max(mean, most > 0 ? Math.log(most) : mean),
    width: Math.sqrt(variance),
    // variances go as q
    growth: 1,
  });
  if (!Number.isFinite(logSum)) {
    throw new NumericalError(
      `y: expected labels whose evidence quadrature finds, got ${logSum} as its logarithm; they may be too far in the tail of the prior`,
    );
  }
  return { ...exact, q: nodes.map(Math.exp), weights, logEvidence: logSum };
}

/** Draws that a stop leaves at least: of one alone there is no error. */
const FEWEST = 16;

/** Mean and covariance of the mixture, in one pass that does not cancel (West 1979); a stop leaves those of the draws so far. */
function* summary(
  task: PosteriorTask,
  { predict }: MixingLikelihood,
  law: WeightedMixing,
): Generator<Progress, MixturePosterior, boolean | undefined> {
  const { outputs, testVariances } = task;
  const tests = testVariances.length;
  const { q, weights, frame, replicas = 0 } = law;
  const entries = outputs * outputs;
  const mean = matrix(tests, outputs);
  const meanError = matrix(tests, outputs);
  const mixing = matrix(outputs, outputs);
  const covariance = Array.from({ length: tests }, () => matrix(outputs, outputs));
  const given = new Float64Array(tests * outputs);
  const spread = new Float64Array(tests * entries);
  let { stopped, effectiveSampleSize } = law;
  // of every replica: Σ w and Σ w·mean
  const shares = new Float64Array(replicas);
  const sums = Array.from({ length: replicas }, () => new Float64Array(tests * outputs));
  let total = 0;
  let squares = 0;
  let last = performance.now();
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    const one = q.subarray(i * entries, (i + 1) * entries);
    predict(one, given, spread);
    if (frame) turnBack(frame, outputs, given, spread);
    if (replicas > 0) {
      const r = Math.floor((i * replicas) / weights.length);
      shares[r] += weight;
      for (let e = 0; e < given.length; e++) sums[r][e] += weight * given[e];
    }
    const before = total;
    total += weight;
    squares += weight * weight;
    for (let e = 0; e < entries; e++) mixing.data[e] += weight * one[e];
    for (let e = 0; e < given.length; e++) given[e] -= mean.data[e];
    covariance.forEach(({ data }, m) => {
      for (let e = 0; e < entries; e++) {
        const [a, b] = [given[m * outputs + Math.floor(e / outputs)], given[m * outputs + (e % outputs)]];
        data[e] += weight * (spread[m * entries + e] + (before / total) * a * b);
      }
    });
    for (let e = 0; e < given.length; e++) {
      meanError.data[e] += weight * (before / total) * given[e] ** 2;
      mean.data[e] += (weight / total) * given[e];
    }
    if (performance.now() - last < YIELD_MS || i < FEWEST || i === weights.length - 1) continue;
    // who was stopped before yields no more, and has the draws of one such time
    if (stopped || (yield { step: i + 1, steps: weights.length }) === false) {
      stopped ??= { step: i + 1 };
      effectiveSampleSize = Math.min(effectiveSampleSize, (total * total) / squares);
      break;
    }
    last = performance.now();
  }
  const share = (m: Matrix) => {
    for (let e = 0; e < m.data.length; e++) m.data[e] /= total;
  };
  for (const m of [mixing, meanError, ...covariance]) share(m);
  if (frame) turnBack(frame, outputs, new Float64Array(0), mixing.data as Float64Array);
  for (let e = 0; e < given.length; e++) {
    // replicas are few, so by chance they differ by too little at times
    const between = shares.reduce((sum, own, r) => sum + ((sums[r][e] - own * mean.data[e]) / total) ** 2, 0);
    const factor = replicas > 1 ? replicas / (replicas - 1) : 1;
    meanError.data[e] = Math.sqrt(meanError.data[e] / effectiveSampleSize + between * factor);
  }
  const { logEvidence, logEvidenceError, temperatures } = law;
  return {
    mean,
    covariance,
    logEvidence: logEvidence + task.unseen,
    mixing,
    effectiveSampleSize,
    temperatures,
    meanError,
    logEvidenceError,
    stopped,
  };
}

/** Means (C numbers each) and covariances (C×C) of outputs along the columns of `frame` as those of the outputs themselves. */
function turnBack(frame: Float64Array, outputs: number, means: Float64Array, covariances: Float64Array): void {
  const part = new Float64Array(outputs);
  const turn = (values: Float64Array, at: number, stride: number) => {
    for (let i = 0; i < outputs; i++) {
      part[i] = 0;
      for (let d = 0; d < outputs; d++) part[i] += frame[i * outputs + d] * values[at + d * stride];
    }
    for (let i = 0; i < outputs; i++) values[at + i * stride] = part[i];
  };
  for (let at = 0; at < means.length; at += outputs) turn(means, at, 1);
  for (let at = 0; at < covariances.length; at += outputs * outputs) {
    for (let i = 0; i < outputs; i++) turn(covariances, at + i * outputs, 1);
    for (let i = 0; i < outputs; i++) turn(covariances, at + i, outputs);
  }
}
