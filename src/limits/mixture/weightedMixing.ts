import { NumericalError } from '../../errors';
import type { Progress } from '../../longWork';
import { YIELD_MS } from '../../longWork';
import { bufferedRng } from '../../random/bufferedRng';
import type { Rng } from '../../random/rng';
import { rng } from '../../random/rng';
import { annealedMixing } from './annealedMixing';
import { matchedMixing } from './matchedMixing';
import type { MixingLikelihood } from './mixingLikelihood';
import type { MixingSampler } from './mixingSampler';
import { type MixingSource, priorSource } from './mixingSource';
import type { PosteriorTask } from './mixturePosteriorOptions';
import { reweighted } from './reweighted';

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
  /** Parts of equal size, one after the other, that are independent, as draws within them are not; none where all draws are. */
  replicas?: number;
  /** Temperatures of annealing; 1 for importance sampling. */
  temperatures: number;
  /** Columns are the directions of the outputs that q is in, if not those of the labels. */
  frame?: Float64Array;
  stopped?: { step: number };
}

/** Draws of the prior after which it is given up where fewer than half as many as needed are effective. */
const PILOT = 1000;
/** Laplace's evidence beyond that of draws of the prior by so much tells of a mode that none of them is near. */
const UNSEEN = 1;
/** Draws of the prior that a stop leaves at least. */
const FEWEST = 16;
/** Of sums, products and the labels themselves, relative to the log-evidence. */
const ROUNDING = 16 * Number.EPSILON;

type Work = Generator<Progress, WeightedMixing, boolean | undefined>;

/**
 * Importance sampling with the prior of Q as proposal; where its effective sample size is below `effectiveSamples`, with a law that is
 * matched to the posterior; and where that is not enough either, annealed from that law.
 * @throws NumericalError where replicas of annealing differ, or no law is found and annealing from the prior is no help: also where
 * labels lack directions and noise is 0, which makes tails that the prior does not have.
 */
export function* weightedMixing(sampler: MixingSampler, likelihood: MixingLikelihood, task: PosteriorTask): Work {
  const clock = stopwatch();
  const prior = priorSource(sampler, likelihood);
  const heavy = hasHeavyTails(sampler, task);
  // where weights have heavy tails these are for a stop alone
  const first = heavy ? { ...task, samples: FEWEST } : task;
  const drawn = yield* importance(prior, first, bufferedRng(rng(task.seed).fork('mixing')), clock, true);
  if (drawn.stopped) return drawn;

  const search = matchedMixing(sampler, task);
  let found = search.next();
  for (; !found.done; found = search.next()) {
    if (clock() && (yield { step: 0, steps: task.samples }) === false) return { ...drawn, stopped: { step: 0 } };
  }
  const matched = found.value;
  const enough = !heavy && drawn.effectiveSampleSize >= task.effectiveSamples;
  if (enough && !(matched && matched.logEvidence > drawn.logEvidence + UNSEEN)) return drawn;
  if (!matched && heavy) throw heavyTails(task);
  if (!matched) return yield* annealedMixing(prior, task, bufferedRng(rng(task.seed).fork('mixing')), clock);
  const random = bufferedRng(rng(task.seed).fork('matched mixing'));
  const { source, frame, stepError } = matched;
  let result = yield* importance(source, task, random, clock);
  if (!result.stopped && result.effectiveSampleSize < task.effectiveSamples) {
    result = yield* annealedMixing(source, task, random, clock);
  }
  if (Number.isNaN(result.logEvidence)) throw unreachable();
  return {
    ...result,
    frame,
    logEvidenceError: Math.hypot(result.logEvidenceError, stepError, ROUNDING * (result.logEvidence + task.unseen)),
  };
}

/** Draws with weights; where `pilot`, few of them if those say that all would not do. */
function* importance(
  source: MixingSource,
  task: PosteriorTask,
  random: Rng,
  clock: () => boolean,
  pilot = false,
): Work {
  const { outputs, samples, effectiveSamples } = task;
  const entries = outputs * outputs;
  const q = new Float64Array(samples * entries);
  const log = new Float64Array(samples);
  const state = new Float64Array(source.size);
  let count = 0;
  let stopped: { step: number } | undefined;
  while (count < samples && !stopped) {
    source.draw(state, random);
    log[count] = source.weigh(state, q.subarray(count * entries, (count + 1) * entries));
    count++;
    if (
      pilot &&
      count === PILOT &&
      reweighted(log.subarray(0, count)).effective < (effectiveSamples / samples) * (PILOT / 2)
    ) {
      break;
    }
    if (count % 64 === 0 && clock() && (yield { step: count, steps: samples }) === false) stopped = { step: count };
  }
  const { weights, logMean, effective } = reweighted(log.subarray(0, count));
  return {
    q: q.subarray(0, count * entries),
    weights,
    logEvidence: logMean,
    logEvidenceError: Math.sqrt(Math.max(0, 1 / effective - 1 / count)),
    effectiveSampleSize: effective,
    temperatures: 1,
    stopped,
  };
}

/** Whether weights of draws of the prior may have no fourth moment, so that their spread says little: Q is small where it is free. */
function hasHeavyTails(sampler: MixingSampler, { free, values }: PosteriorTask): boolean {
  const { dofs, rows } = sampler.layout();
  return free > 0 && dofs.some((dof, i) => dof > 0 && rows[i] < free && dof <= 4 * values.length);
}

function heavyTails({ outputs, free, values }: PosteriorTask): NumericalError {
  return new NumericalError(
    `noiseStd: expected more than 0, or layers wider than ${values.length} samples by far, because the labels of ${outputs} outputs have rank ${outputs - free}, got 0`,
  );
}

function unreachable(): NumericalError {
  return new NumericalError(
    'y: expected labels whose likelihood is a finite number at some draw of the posterior, got none',
  );
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
