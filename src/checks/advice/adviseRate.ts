import type { Progress } from '../../longWork';
import type { AdviseTask } from './adviseTask';
import { exactDraws, limitPredictors, proxyPredictors, proxyWork } from './proxyNets';
import { atWidth, logLosses, NARROWER } from './widthScaling';

/** What the nets of the asked width are expected to do at one learning rate. */
export interface RateTrial {
  lr: number;
  /** Final loss of every small net, or exact draw; Infinity where it diverged. */
  losses: Float64Array;
  /** Final loss of infinitely wide nets, where known. */
  limit?: number;
  /** Mean log loss of nets of the asked width and its standard error, added: what is minimized. */
  score: number;
}

/** Nets behind a trial and their width: the first pair that takes at most so many operations, or the last. */
const EFFORTS = [
  { nets: 16, width: 128 },
  { nets: 8, width: 64 },
];
const MOST_WORK = 2e9;
/** Ratio of neighbouring learning rates of the first, coarse search, and the one at which the search ends. */
const COARSE = 1.3;
const FINE = 1.03;
/** Learning rates searched, in units of the critical one. */
const LEAST = 0.008;
const MOST = 6;
/** Points without a better one on a side that end the search there. */
const WORSE = 4;
/** Log losses that differ by less count alike: the middle of such rates is taken, which is the furthest from both edges. */
const ALIKE = 0.01;
/** Coarse steps above half the critical rate that are tried in any case: some catapults end lower, behind rates that do not. */
const CATAPULTS = 6;
/** Losses below this share of the initial one count alike; a net that diverged counts as one with this multiple of it. */
const SOLVED = 1e-5;
const LOST = 1e3;

/**
 * Tries one learning rate; undefined when stopped. One hidden layer: exact draws at the asked width N. Else nets of width N_0 = min(N, 128)
 * and, where that is less than N, as many of N_0/4, whose log losses `atWidth` continues to N (widths 64 and 16 where that is much work).
 */
export function* rateTrial(
  task: AdviseTask,
  lr: number,
): Generator<Progress, RateTrial | undefined, boolean | undefined> {
  const { data, hidden, steps, widths, unlearnt, seed } = task;
  const { initialLoss } = data;
  const limits = yield* limitPredictors(task, lr, 'trial');
  if (!limits) return undefined;
  const limit = limits.at(-1);
  const { nets: count, width } = effort(task);
  const ratio = hidden === 1 ? 1 : Math.min(1, width / Math.max(...widths));
  const most = LOST * initialLoss;
  const value = (loss: number) => Math.log(Math.min(loss + unlearnt, most) + SOLVED * initialLoss);
  function* losses(of: number): Generator<Progress, Float64Array | undefined, boolean | undefined> {
    if (hidden === 1) {
      const draws = yield* exactDraws(task, lr, { draws: count, seed });
      return draws && Float64Array.from(draws, (curve) => curve[steps]);
    }
    const nets = yield* proxyPredictors(task, lr, {
      seed,
      ratio: of,
      nets: count,
      every: steps,
      dtype: 'float32',
    });
    return nets && Float64Array.from(nets, (net) => (net ? data.loss(net.at(-1)!) : Number.POSITIVE_INFINITY));
  }
  const near = yield* losses(ratio);
  if (!near) return undefined;
  const far = ratio < 1 ? yield* losses(ratio / NARROWER) : near;
  if (!far) return undefined;
  const of = (losses: Float64Array) =>
    logLosses(Array.from(losses, (loss) => (loss < Number.POSITIVE_INFINITY ? value(loss) : loss)));
  const { mean, error, lost } = atWidth(of(near), of(far), ratio, limit && value(data.loss(limit)));
  const score = lost === 1 ? Math.log(most) : (1 - lost) * (mean + error) + lost * Math.log(most);
  return { lr, losses: near, limit: limit && data.loss(limit), score };
}

const effort = (task: AdviseTask) =>
  EFFORTS.find(({ nets, width }) => proxyWork(task, width, nets) <= MOST_WORK) ?? EFFORTS[EFFORTS.length - 1];

/**
 * Learning rate of least mean log loss after T steps over nets of the asked width: from half the critical rate outwards in factors
 * of 1.3 until four points in a row are worse on either side, then by golden sections to 3 %, then the
 * middle of what is as good within 1 %. The mean is over whole nets, some of
 * which are sharper than the limit, its error is added, and one that diverges counts a thousandfold: this is what keeps the rate below the edge.
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
  /** Whether no rate so far is any good. */
  const lost = () => at.get(best)!.score >= Math.log(task.data.initialLoss);
  if (!(yield* see(0))) return undefined;
  for (const side of [1, -1]) {
    const must = (k: number) => (side > 0 ? k <= CATAPULTS : lost());
    for (let k = side; inside(k) && (Math.abs(k - best) <= WORSE || must(k)); k += side) {
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
