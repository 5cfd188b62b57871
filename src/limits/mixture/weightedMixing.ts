import { NumericalError } from '../../errors';
import type { Progress } from '../../longWork';
import { YIELD_MS } from '../../longWork';
import { bufferedRng } from '../../random/bufferedRng';
import { rng } from '../../random/rng';
import type { MixingSampler } from './mixingSampler';
import type { PosteriorTask } from './mixturePosteriorOptions';

/** Values of Q with weights: the posterior law of Q. */
export interface WeightedMixing {
  /** C·C entries each. */
  q: Float64Array;
  /** They add up to 1. */
  weights: Float64Array;
  logEvidence: number;
  /** Standard error of logEvidence; 0 for quadrature. */
  logEvidenceError: number;
  /** Infinity for quadrature. */
  effectiveSampleSize: number;
  /** Temperatures of annealing; 1 for importance sampling. */
  temperatures: number;
  stopped?: { step: number };
}

type Work = Generator<Progress, WeightedMixing, boolean | undefined>;
type LogLikelihood = (q: Float64Array) => number;

/** Rejections and acceptances that the moves aim at: best for pre-conditioned walks in many dimensions (Cotter et al. 2013). */
const ACCEPTANCE = 0.3;
const MOST_SWEEPS = 20;
/** Of annealing: labels that want more are so far in the tail of the prior that moves by its size do not follow them. */
const MOST_TEMPERATURES = 1000;

/**
 * Importance sampling with the prior of Q as proposal; where its effective sample size is below `effectiveSamples`, annealed
 * (sequential Monte Carlo, Del Moral, Doucet & Jasra 2006): powers of the likelihood from 0 to 1, each so that half the samples
 * stay effective, with resampling and moves that leave the law at that power as it is.
 * @throws NumericalError where no such power is told from the one before, or they are more than a thousand.
 */
export function* weightedMixing(sampler: MixingSampler, logLikelihood: LogLikelihood, task: PosteriorTask): Work {
  const { outputs, samples, effectiveSamples } = task;
  const entries = outputs * outputs;
  const clock = stopwatch();
  let random = bufferedRng(rng(task.seed).fork('mixing'));
  const q = new Float64Array(samples * entries);
  const logL = new Float64Array(samples);
  const of = (i: number) => q.subarray(i * entries, (i + 1) * entries);
  const state = new Float64Array(sampler.size);
  let count = 0;
  let stopped: { step: number } | undefined;
  while (count < samples && !stopped) {
    sampler.draw(state, random);
    sampler.mixing(state, of(count));
    logL[count] = logLikelihood(of(count));
    count++;
    if (count % 64 === 0 && clock() && (yield { step: count, steps: samples }) === false) stopped = { step: count };
  }
  const drawn = reweighted(logL.subarray(0, count));
  const result = {
    q: q.subarray(0, count * entries),
    weights: drawn.weights,
    logEvidence: drawn.logMean,
    logEvidenceError: Math.sqrt(Math.max(0, 1 / drawn.effective - 1 / count)),
    effectiveSampleSize: drawn.effective,
    temperatures: 1,
    stopped,
  };
  if (stopped || drawn.effective >= effectiveSamples) return result;

  // The first of these draws once more, now with their states: half of them is to stay effective.
  count = Math.min(samples, Math.max(100, Math.ceil(2 * effectiveSamples)));
  random = bufferedRng(rng(task.seed).fork('mixing'));
  const states = Array.from({ length: count }, () => new Float64Array(sampler.size));
  for (const one of states) sampler.draw(one, random);
  const logLs = logL.subarray(0, count);
  const moved = new Float64Array(sampler.size);
  const movedQ = new Float64Array(entries);
  let power = 0;
  let size = 0.5;
  let logEvidence = 0;
  let variance = 0;
  let least = count;
  let temperatures = 0;
  while (power < 1 && !stopped) {
    const next = nextPower(logLs, power);
    if (next === power || temperatures === MOST_TEMPERATURES) throw tooUnlikely(logLs, power, temperatures);
    const { weights, logMean, effective } = reweighted(logLs.map((value) => (next - power) * value));
    logEvidence += logMean;
    variance += 1 / effective - 1 / count;
    least = Math.min(least, effective);
    power = next;
    temperatures++;
    resample(weights, random.uniform(1)[0], states, q, logLs, entries);
    // moves until a walk has gone about its own length
    for (let sweep = 0, gone = 0; sweep < MOST_SWEEPS && gone < 1.5 && !stopped; sweep++) {
      let accepted = 0;
      for (let i = 0; i < count; i++) {
        sampler.move(states[i], moved, size, random);
        sampler.mixing(moved, movedQ);
        const value = logLikelihood(movedQ);
        if (Math.log(1 - random.uniform(1)[0]) < power * (value - logL[i])) {
          states[i].set(moved);
          of(i).set(movedQ);
          logL[i] = value;
          accepted++;
        }
        if (i % 64 === 0 && clock()) {
          if ((yield { step: Math.floor(power * count), steps: count }) === false) {
            stopped = { step: Math.floor(power * count) };
            break;
          }
        }
      }
      gone += (accepted / count) * size * size;
      size = Math.min(1, size * Math.exp(accepted / count - ACCEPTANCE));
    }
  }
  const last = reweighted(logLs.map((value) => (1 - power) * value));
  return {
    q: q.subarray(0, count * entries),
    weights: last.weights,
    logEvidence: logEvidence + last.logMean,
    logEvidenceError: Math.sqrt(variance + (power < 1 ? 1 / last.effective - 1 / count : 0)),
    effectiveSampleSize: Math.min(least, last.effective),
    temperatures,
    stopped,
  };
}

/** Weights in proportion to e^log, the log of their mean, and their effective number (Σ w)²/Σ w². */
function reweighted(log: Float64Array) {
  const top = log.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = log.map((value) => Math.exp(value - top));
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return { weights, logMean: top + Math.log(sum / log.length), effective: (sum * sum) / squares };
}

/**
 * The largest power up to 1 whose weights relative to the present one leave half the samples effective that are possible at all;
 * the present one where that is none.
 */
function nextPower(logL: Float64Array, power: number): number {
  const possible = logL.reduce((sum, value) => sum + Number(value > Number.NEGATIVE_INFINITY), 0);
  const enough = (next: number) => reweighted(logL.map((value) => (next - power) * value)).effective >= possible / 2;
  if (enough(1)) return 1;
  let low = power;
  let high = 1;
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (enough(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function tooUnlikely(logL: Float64Array, power: number, temperatures: number): NumericalError {
  const best = logL.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return new NumericalError(
    `y: expected labels that are less unlikely under the prior, because annealing from the prior to the posterior stops at power ${power.toPrecision(2)} of the likelihood after ${temperatures} temperatures, where the best log-likelihood is ${best.toPrecision(3)}`,
  );
}

/** Systematic resampling: sample i comes back ⌊n w_i⌋ or ⌈n w_i⌉ times. In place: samples that come back at all stay where they are. */
function resample(
  weights: Float64Array,
  uniform: number,
  states: Float64Array[],
  q: Float64Array,
  logL: Float64Array,
  entries: number,
): void {
  const n = weights.length;
  const copies = new Int32Array(n);
  let sum = 0;
  let taken = 0;
  for (let i = 0; i < n; i++) {
    sum += weights[i];
    for (; taken < n && (taken + uniform) / n < sum; taken++) copies[i]++;
  }
  let free = 0;
  for (let i = 0; i < n; i++) {
    for (; copies[i] > 1; copies[i]--) {
      while (copies[free] > 0) free++;
      copies[free] = 1;
      states[free].set(states[i]);
      q.copyWithin(free * entries, i * entries, (i + 1) * entries);
      logL[free] = logL[i];
    }
  }
}

/** True about every 20 ms. */
function stopwatch(): () => boolean {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < YIELD_MS) return false;
    last = now;
    return true;
  };
}
