import type { Progress } from '../../longWork';
import { type RateTrial, roughTrial } from './adviseRate';
import type { AdviseTask } from './adviseTask';

/** Whether a learning rate suits a net of another size. */
export interface RateTransfer {
  /** N_L of the other net. */
  width: number;
  /** Hidden layers of the other net. */
  hidden: number;
  /** Best rate of the other net. */
  bestLr: number;
  /** That over the judged rate. */
  ratio: number;
  /** Final loss of the other net at the judged rate over that at its own best rate: the price of not tuning again. */
  regret: number;
  /** Whether the regret is at most 1.1. */
  transfers: boolean;
}

/** Regret up to which a rate counts as transferred. */
const FAIR = 1.1;
/** Ratio of neighbouring rates tried. */
const STEP = 1.4;
/** Most rates tried besides the judged one. */
const MOST_TRIALS = 14;

/** Searches the best rate of `other` from `lr` on: steps of 1.4 downhill (down, where training is lost), then the vertex of a parabola through the best three. */
export function* rateTransfer(
  other: AdviseTask,
  lr: number,
): Generator<Progress, RateTransfer | undefined, boolean | undefined> {
  const trials = new Map<number, RateTrial>();
  function* see(k: number): Generator<Progress, RateTrial | undefined, boolean | undefined> {
    const known = trials.get(k) ?? (yield* roughTrial(other, lr * STEP ** k));
    if (known) trials.set(k, known);
    return known;
  }
  const here = yield* see(0);
  if (!here) return undefined;
  let at = 0;
  const lost = Math.log(other.data.initialLoss);
  for (;;) {
    if (trials.get(at)!.score >= lost && trials.size < MOST_TRIALS) {
      if (!(yield* see(--at))) return undefined;
      continue;
    }
    const left = yield* see(at - 1);
    const right = yield* see(at + 1);
    if (!left || !right) return undefined;
    const centre = trials.get(at)!;
    if (trials.size < MOST_TRIALS && Math.min(left.score, right.score) < centre.score) {
      at += left.score < right.score ? -1 : 1;
      continue;
    }
    const curvature = left.score - 2 * centre.score + right.score;
    const shift = curvature > 0 ? (left.score - right.score) / (2 * curvature) : 0;
    const vertex = Math.abs(shift) > 0.05 && Math.abs(shift) < 1 ? yield* see(at + shift) : centre;
    if (!vertex) return undefined;
    let best = vertex;
    for (const trial of trials.values()) if (trial.score < best.score) best = trial;
    const regret = Math.exp(here.score - best.score);
    return {
      width: other.width,
      hidden: other.hidden,
      bestLr: best.lr,
      ratio: best.lr / lr,
      regret,
      transfers: regret <= FAIR,
    };
  }
}
