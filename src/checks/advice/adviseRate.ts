import { NumericalError } from '../../errors';
import type { Progress } from '../../longWork';
import type { AdviseTask } from './adviseTask';
import { affordable, type Effort, exactDraws, limitPredictors, proxyPredictors } from './proxyNets';
import { atWidth, logLosses, NARROWER } from './widthScaling';

/** What the nets of the asked width are expected to do at one learning rate. */
export interface RateTrial {
  /** The learning rate that was tried. */
  lr: number;
  /** Final loss of every net that was trained for it, or exact draw; Infinity where it diverged. */
  losses: Float64Array;
  /** Final loss of infinitely wide nets, where known. */
  limit?: number;
  /** Mean log loss of nets of the asked width and its standard error, added: what is minimized. */
  score: number;
}

/** Nets behind a trial. */
interface TrialEffort extends Effort {
  /** Draws of nets with one hidden layer. */
  draws: number;
  /** Added to the seed. */
  fresh: number;
}
const ROUGH: TrialEffort = {
  pairs: [
    { nets: 16, width: 128 },
    { nets: 8, width: 64 },
  ],
  mostWork: 2e9,
  draws: 16,
  fresh: 0,
};
/** Where the loss jumps from rate to rate and net to net, only many nets of the asked width tell: as many of them as can be had. */
const CAREFUL: TrialEffort = {
  pairs: [
    ...[128, 64, 32, 16].map((nets) => ({ nets, width: Number.POSITIVE_INFINITY })),
    { nets: 16, width: 512 },
    { nets: 32, width: 256 },
    { nets: 16, width: 256 },
    { nets: 64, width: 128 },
    { nets: 32, width: 128 },
    ...ROUGH.pairs,
  ],
  mostWork: 8e9,
  draws: 256,
  fresh: 2 ** 19,
};
/** Losses and rates within this factor of 1 leave float32 room. */
const ORDINARY = 1e9;
/** Ratio of neighbouring learning rates of the rough search; the careful one divides its steps by four, and once more by two. */
const COARSE = 1.3;
const FINER = 4;
/** Learning rates searched, in units of the critical one; below the least one in leaps of some coarse steps, where all others diverge. */
const LEAST = 0.008;
const MOST = 6;
const LEAP = 6;
const LEAST_LEAPT = 1e-12;
/** Points without a better one on a side that end the search there. */
const WORSE = 4;
/** Coarse steps above half the critical rate that are tried in any case: some catapults end lower, behind rates that do not. */
const CATAPULTS = 6;
/** Local minima of the rough score so much above the least one are looked at again with care, so many of them at most. */
const CLOSE = 0.7;
const CANDIDATES = 4;
/** Losses below this share of the initial one count alike; a net that diverged counts as one with this multiple of it. */
const SOLVED = 1e-5;
const LOST = 1e3;

/** Tries one learning rate on a few small nets, of width 128 at most, continued to the asked width; undefined when stopped. */
export const roughTrial = (task: AdviseTask, lr: number) => rateTrial(task, lr, ROUGH);

/**
 * One hidden layer: exact draws at the asked width N. Else nets of width N_0 ≤ N and, where that is less than N, as many of N_0/4, whose
 * log losses `atWidth` continues to N.
 */
function* rateTrial(
  task: AdviseTask,
  lr: number,
  effort: TrialEffort,
): Generator<Progress, RateTrial | undefined, boolean | undefined> {
  const { data, hidden, steps, unlearnt } = task;
  const { initialLoss } = data;
  const limits = yield* limitPredictors(task, lr, 'trial');
  if (!limits) return undefined;
  const limit = limits.at(-1);
  const seed = task.seed + effort.fresh;
  const { nets: count, ratio } = affordable(task, effort);
  const value = (loss: number) => Math.log(Math.min(loss + unlearnt, LOST * initialLoss) + SOLVED * initialLoss);
  function* losses(of: number): Generator<Progress, Float64Array | undefined, boolean | undefined> {
    if (hidden === 1) {
      const draws = yield* exactDraws(task, lr, { draws: effort.draws, seed });
      return draws && Float64Array.from(draws, (curve) => curve[steps]);
    }
    const nets = yield* proxyPredictors(task, lr, {
      seed,
      ratio: of,
      nets: count,
      every: steps,
      dtype: [initialLoss, task.criticalLr].every((size) => size > 1 / ORDINARY && size < ORDINARY)
        ? 'float32'
        : 'float64',
    });
    return nets && Float64Array.from(nets, ([, end]) => (end ? data.loss(end) : Number.POSITIVE_INFINITY));
  }
  const near = yield* losses(ratio);
  if (!near) return undefined;
  const far = ratio < 1 ? yield* losses(ratio / NARROWER) : near;
  if (!far) return undefined;
  const of = (losses: Float64Array) =>
    logLosses(Array.from(losses, (loss) => (loss < Number.POSITIVE_INFINITY ? value(loss) : loss)));
  const { mean, error, lost } = atWidth(of(near), of(far), ratio, limit && value(data.loss(limit)));
  const most = value(Number.POSITIVE_INFINITY);
  const score = lost === 1 ? most : (1 - lost) * (mean + error) + lost * most;
  return { lr, losses: near, limit: limit && data.loss(limit), score };
}

/**
 * Learning rate of least mean log loss after T steps over nets of the asked width. First roughly, with a few small nets: from half the critical rate
 * outwards in factors of 1.3 until four points in a row are worse on either side, and far below where all diverge. Then with care, on fresh nets, as many of the asked width as can be
 * had: the rates about as good as their neighbours and the best, and between the best and its neighbours to 3 %. The mean is over whole nets, some
 * of which are sharper than the limit, its error is added, and one that diverges counts a thousandfold: this is what keeps the rate below
 * the edge. Where a rough rate learns all there is to learn, the middle of those that do. Trials are reported as they are made; it ends early when stopped, with the best so far.
 * @throws NumericalError where nets diverge at every rate.
 */
export function* bestRate(
  task: AdviseTask,
  onTrial: (trial: RateTrial) => void,
): Generator<Progress, RateTrial | undefined, boolean | undefined> {
  const unit = Number.isFinite(task.criticalLr) ? task.criticalLr : 1;
  const rough = trialsOf(ROUGH);
  if (!(yield* rough.see(0))) return undefined;
  /** Whether no rate so far is any good. */
  const lost = () => rough.score(rough.best()) >= Math.log(task.data.initialLoss);
  const near = (k: number) => Math.abs(k - rough.best()) <= WORSE;
  for (const side of [1, -1]) {
    const must = (k: number) => (side > 0 ? k <= CATAPULTS : lost());
    const goesOn = (k: number) => inside(k) && (near(k) || must(k));
    if (!(yield* outwards(0, side, goesOn))) return rough.trial(rough.best());
  }
  const hopeless = () => rough.score(rough.best()) >= Math.log(LOST * task.data.initialLoss);
  if (hopeless()) {
    const places = rough.places();
    for (let k = Math.min(...places) - LEAP; hopeless(); k -= LEAP) {
      if (0.5 * COARSE ** k < LEAST_LEAPT) {
        const [least, most] = [k + LEAP, Math.max(...places)].map((place) => rough.trial(place)!.lr.toPrecision(3));
        throw new NumericalError(
          `moments: expected data that nets learn at some rate, got losses beyond ${LOST} times that of the zero predictor at every rate from ${least} to ${most}; standardize brings inputs, and targets, to a size of 1`,
        );
      }
      if (!(yield* rough.see(k))) return undefined;
    }
    for (const side of [1, -1]) {
      if (!(yield* outwards(rough.best(), side, near))) return rough.trial(rough.best());
    }
  }
  const solved = Math.log(2 * SOLVED * task.data.initialLoss);
  if (rough.score(rough.best()) <= solved) {
    const far = (side: number) => {
      let k = rough.best();
      while (rough.score(k + side) <= solved) k += side;
      return k;
    };
    return rough.trial(Math.round((far(-1) + far(1)) / 2));
  }
  const careful = trialsOf(CAREFUL);
  const limit = rough.score(rough.best()) + CLOSE;
  const candidates = rough
    .places()
    .filter((k) => rough.score(k) <= Math.min(limit, rough.score(k - 1), rough.score(k + 1)))
    .sort((a, b) => rough.score(a) - rough.score(b))
    .slice(0, CANDIDATES);
  const found = () => careful.trial(careful.best()) ?? rough.trial(rough.best());
  for (const k of candidates) if (!(yield* careful.see(k))) return found();
  for (let centre = Number.NaN; centre !== careful.best(); ) {
    centre = careful.best();
    for (const k of [centre - 1, centre + 1]) if (!(yield* careful.see(k))) return found();
  }
  const centre = careful.best();
  for (let i = 1 - FINER; i < FINER; i++) if (!(yield* careful.see(centre + i / FINER))) return found();
  const fine = careful.best();
  for (const i of [-0.5, 0.5]) if (!(yield* careful.see(fine + i / FINER))) return found();
  return found();

  /** Rough trials on one side of a place, as long as it goes on; false when stopped. */
  function* outwards(
    from: number,
    side: number,
    goesOn: (k: number) => boolean,
  ): Generator<Progress, boolean, boolean | undefined> {
    for (let k = from + side; goesOn(k); k += side) if (!(yield* rough.see(k))) return false;
    return true;
  }

  function inside(k: number): boolean {
    return 0.5 * COARSE ** k >= LEAST && 0.5 * COARSE ** k <= MOST;
  }

  /** Trials at half the critical rate times 1.3^k. */
  function trialsOf(effort: TrialEffort) {
    const at = new Map<number, RateTrial>();
    const score = (k: number) => at.get(k)?.score ?? Number.POSITIVE_INFINITY;
    let best = 0;
    function* see(k: number): Generator<Progress, boolean, boolean | undefined> {
      if (at.has(k)) return true;
      const trial = yield* rateTrial(task, 0.5 * unit * COARSE ** k, effort);
      if (!trial) return false;
      onTrial(trial);
      at.set(k, trial);
      if (!at.has(best) || trial.score < score(best)) best = k;
      return true;
    }
    return { see, score, best: () => best, trial: (k: number) => at.get(k), places: () => [...at.keys()] };
  }
}
