import { NumericalError } from '../../errors';
import type { Progress } from '../../longWork';
import type { Rng } from '../../random/rng';
import type { MixingSource } from './mixingSource';
import type { PosteriorTask } from './mixturePosteriorOptions';
import { reweighted } from './reweighted';
import type { WeightedMixing } from './weightedMixing';

/** Rejections and acceptances that the moves aim at: best for pre-conditioned walks in many dimensions (Cotter et al. 2013). */
const ACCEPTANCE = 0.3;
const MOST_SWEEPS = 20;
const MOST_TEMPERATURES = 1000;
/** Temperatures after which it is asked whether these will do. */
const PACE = 100;
/** Replicas that never exchange samples, of so many samples at least; and their most relative deviation from one another. */
const REPLICAS = { most: 8, samples: 50, deviation: 1 };

/**
 * Sequential Monte Carlo (Del Moral, Doucet & Jasra 2006): powers of the weight from 0 to 1, each so that half the samples
 * stay effective, with resampling and moves that leave the law at that power as it is. Up to eight replicas share the powers and
 * nothing else: what their evidences differ by counts what moves did not forget.
 * @throws NumericalError where no power is told from the one before, they are or will be more than a thousand, or replicas differ by more
 * than themselves.
 */
export function* annealedMixing(
  source: MixingSource,
  task: PosteriorTask,
  random: Rng,
  clock: () => boolean,
): Generator<Progress, WeightedMixing, boolean | undefined> {
  const entries = task.outputs * task.outputs;
  const wanted = Math.min(task.samples, Math.max(100, Math.ceil(2 * task.effectiveSamples)));
  const replicas = Math.max(2, Math.min(REPLICAS.most, Math.floor(wanted / REPLICAS.samples)));
  const each = Math.ceil(wanted / replicas);
  const count = replicas * each;
  const q = new Float64Array(count * entries);
  const log = new Float64Array(count);
  const of = (i: number) => q.subarray(i * entries, (i + 1) * entries);
  const states = Array.from({ length: count }, () => new Float64Array(source.size));
  states.forEach((state, i) => {
    source.draw(state, random);
    log[i] = source.weigh(state, of(i));
  });
  const moved = new Float64Array(source.size);
  const movedQ = new Float64Array(entries);
  const evidences = new Float64Array(replicas);
  let power = 0;
  let size = 0.5;
  let variance = 0;
  let least = count;
  let temperatures = 0;
  let paced = 0;
  let stopped: { step: number } | undefined;
  while (power < 1 && !stopped) {
    const next = nextPower(log, power);
    if (next === power || temperatures === MOST_TEMPERATURES) throw tooUnlikely(log, power, temperatures);
    const { effective } = reweighted(log.map((value) => (next - power) * value));
    variance += 1 / effective - 1 / count;
    least = Math.min(least, effective);
    for (let r = 0; r < replicas; r++) {
      const range: [number, number] = [r * each, (r + 1) * each];
      const { weights, logMean } = reweighted(log.slice(...range).map((value) => (next - power) * value));
      evidences[r] += logMean;
      resample(
        weights,
        random.uniform(1)[0],
        states.slice(...range),
        q.subarray(range[0] * entries),
        log.subarray(...range),
        entries,
      );
    }
    power = next;
    temperatures++;
    if (temperatures % PACE === 0) {
      // even if it went on to grow by the same factor, which it does not
      const growth = Math.log(power / paced) / PACE;
      if (-Math.log(power) > growth * (MOST_TEMPERATURES - temperatures)) throw tooUnlikely(log, power, temperatures);
      paced = power;
    }
    // moves until a walk has gone about its own length
    for (let sweep = 0, gone = 0; sweep < MOST_SWEEPS && gone < 1.5 && !stopped; sweep++) {
      let accepted = 0;
      for (let i = 0; i < count; i++) {
        source.move(states[i], moved, size, random);
        const value = source.weigh(moved, movedQ);
        if (Math.log(1 - random.uniform(1)[0]) < power * (value - log[i])) {
          states[i].set(moved);
          of(i).set(movedQ);
          log[i] = value;
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
  // stopped before the end: what is left of the likelihood in the weights of all samples
  const last = log.map((value, i) => (1 - power) * value + evidences[Math.floor(i / each)]);
  if (power < 1) {
    const { effective } = reweighted(last);
    variance += 1 / effective - 1 / count;
    least = Math.min(least, effective);
    for (let r = 0; r < replicas; r++) evidences[r] = reweighted(last.slice(r * each, (r + 1) * each)).logMean;
  }
  const { weights } = reweighted(last);
  const { logMean, effective } = reweighted(evidences);
  const between = Math.sqrt(Math.max(0, (replicas / effective - 1) / (replicas - 1)));
  if (!stopped && !(between * Math.sqrt(replicas) <= REPLICAS.deviation)) throw disagreement(evidences, temperatures);
  return {
    q,
    weights,
    logEvidence: logMean,
    // each alone is too small at times: the one where moves do not mix, the other by chance, of so few replicas
    logEvidenceError: Math.hypot(Math.sqrt(variance), between),
    effectiveSampleSize: (least * effective) / replicas,
    replicas,
    temperatures,
    stopped,
  };
}

/**
 * The largest power up to 1 whose weights relative to the present one leave half the samples effective that are possible at all;
 * the present one where that is none.
 */
function nextPower(log: Float64Array, power: number): number {
  const possible = log.reduce((sum, value) => sum + Number(value > Number.NEGATIVE_INFINITY), 0);
  const enough = (next: number) => reweighted(log.map((value) => (next - power) * value)).effective >= possible / 2;
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

function tooUnlikely(log: Float64Array, power: number, temperatures: number): NumericalError {
  const best = log.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return new NumericalError(
    `y: expected labels that are less unlikely under the prior, because annealing to the posterior stops at power ${power.toPrecision(2)} of the likelihood after ${temperatures} temperatures, where the best log-weight is ${best.toPrecision(3)}`,
  );
}

function disagreement(evidences: Float64Array, temperatures: number): NumericalError {
  const range = [Math.min(...evidences), Math.max(...evidences)].map((value) => value.toPrecision(6));
  return new NumericalError(
    `samples: expected enough for the ${evidences.length} replicas of annealing to agree at these labels (y), got log-evidences from ${range.join(' to ')} after ${temperatures} temperatures`,
  );
}

/** Systematic resampling: sample i comes back ⌊n w_i⌋ or ⌈n w_i⌉ times. In place: samples that come back at all stay where they are. */
function resample(
  weights: Float64Array,
  uniform: number,
  states: Float64Array[],
  q: Float64Array,
  log: Float64Array,
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
      log[free] = log[i];
    }
  }
}
