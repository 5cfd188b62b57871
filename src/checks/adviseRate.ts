import type { Progress } from '../longWork';
import type { AdviseTask } from './adviseTask';
import { scaledNets } from './scaledNets';

/** What the nets of the asked width are expected to do at one learning rate. */
export interface RateTrial {
  lr: number;
  /** Final loss of every net; Infinity where it diverged. */
  losses: Float64Array;
  /** Final loss of infinitely wide nets, where known. */
  limit?: number;
  /** Mean over the nets of log loss: what is minimized. */
  score: number;
}

/** Nets behind a trial. */
export const TRIAL_NETS = 8;
/** Ratio of neighbouring learning rates of the first, coarse search, and the one at which the search ends. */
const COARSE = 1.5;
const FINE = 1.06;
/** Learning rates searched, in units of the critical one. */
const LEAST = 0.008;
const MOST = 6;
/** Points without a better one on a side that end the search there. */
const WORSE = 2;
/** Log losses that differ by less count alike: the middle of such rates is taken, which is the furthest from both edges. */
const ALIKE = 0.02;
/** Losses below this share of the initial one count alike; a net that diverged counts as one with this multiple of it. */
const SOLVED = 1e-5;
const LOST = 1e3;

/** Tries one learning rate; undefined when stopped. */
export function* rateTrial(
  task: AdviseTask,
  lr: number,
): Generator<Progress, RateTrial | undefined, boolean | undefined> {
  const curves = yield* scaledNets(task, lr, { nets: TRIAL_NETS, trial: true });
  if (!curves) return undefined;
  const last = curves.steps.length - 1;
  const losses = Float64Array.from(curves.nets, (curve) => curve[last]);
  const { initialLoss } = task.data;
  const score =
    losses.reduce((sum, loss) => sum + Math.log(Math.min(loss, LOST * initialLoss) + SOLVED * initialLoss), 0) /
    losses.length;
  return { lr, losses, limit: curves.limit?.[last], score };
}

/**
 * Learning rate of least mean log loss after T steps over nets of the asked width: from half the critical rate outwards in factors
 * of 1.5 until two points in a row are worse on either side, then by golden sections to 6 %, then the
 * middle of what is as good within 2 %. The mean is over whole nets, some of
 * which are sharper than the limit, and one that diverges counts a thousandfold: this is what keeps the rate below the edge.
 * Trials are reported as they are made; it ends early when stopped.
 */
export function* bestRate(
  task: AdviseTask,
  onTrial: (trial: RateTrial) => void,
): Generator<Progress, RateTrial | undefined, boolean | undefined> {
  const unit = Number.isFinite(task.criticalLr) ? task.criticalLr : 1;
  const at = new Map<number, RateTrial>();
  let best = 0;
  function* see(k: number): Generator<Progress, boolean, boolean | undefined> {
    const trial = yield* rateTrial(task, 0.5 * unit * COARSE ** k);
    if (!trial) return false;
    onTrial(trial);
    at.set(k, trial);
    if (trial.score < (at.get(best)?.score ?? Number.POSITIVE_INFINITY)) best = k;
    return true;
  }
  const inside = (k: number) => 0.5 * COARSE ** k >= LEAST && 0.5 * COARSE ** k <= MOST;
  if (!(yield* see(0))) return undefined;
  for (const side of [1, -1]) {
    for (let k = side; inside(k) && Math.abs(k - best) <= WORSE; k += side) {
      if (!(yield* see(k))) return at.get(best);
    }
  }
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [best - 1, best + 1];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  if (!(yield* see(a)) || !(yield* see(b))) return at.get(best);
  while (COARSE ** (high - low) > FINE ** 2) {
    if (at.get(a)!.score <= at.get(b)!.score) {
      [high, b] = [b, a];
      a = high - golden * (high - low);
      if (!(yield* see(a))) return at.get(best);
    } else {
      [low, a] = [a, b];
      b = low + golden * (high - low);
      if (!(yield* see(b))) return at.get(best);
    }
  }
  const alike = [...at.keys()].sort((x, y) => x - y);
  const fair = at.get(best)!.score + ALIKE;
  let [from, to] = [alike.indexOf(best), alike.indexOf(best)];
  while (from > 0 && at.get(alike[from - 1])!.score <= fair) from--;
  while (to < alike.length - 1 && at.get(alike[to + 1])!.score <= fair) to++;
  const middle = 0.5 * (alike[from] + alike[to]);
  if (from < to && !(yield* see(middle))) return at.get(best);
  return from < to && at.get(middle)!.score <= fair ? at.get(middle) : at.get(best);
}
