import { workspace } from '../linalg/resident';
import { drain, YIELD_MS } from '../longWork';
import { type Matrix, matrix } from '../matrix';
import { finite, reject } from '../validate';
import { addScaled } from './causal/addScaled';
import {
  type TwoLayerOptions,
  type TwoLayerProgress,
  type TwoLayerTask,
  twoLayerTask,
} from './twoLayer/twoLayerOptions';
import { TwoLayerState } from './twoLayer/twoLayerState';

export type { TwoLayerOptions, TwoLayerProgress } from './twoLayer/twoLayerOptions';

/** Training of nets with one hidden layer, over the law of their initial weights. Curves have steps + 1 entries. */
export interface TwoLayerAnyWidth {
  /** Mean of ½ mean‖y − f‖² over the draws. */
  readonly loss: Float64Array;
  /** Variance of the loss over the draws (unbiased); 0 for one draw. */
  readonly variance: Float64Array;
  /** Standard error of `loss`. */
  readonly standardError: Float64Array;
  /** The loss of every draw. */
  readonly losses: Float64Array[];
  /** p-quantile of the loss over the draws at every time, 0 ≤ p ≤ 1: 0.05 and 0.95 bound a 90 % band. */
  quantile(p: number): Float64Array;
  /** Mean of Beta_t (C×D) over the draws. */
  readonly predictors: Matrix[];
  /** N. */
  readonly width: number;
  /** Draws that the numbers are of: fewer than asked for when the run was stopped. */
  readonly draws: number;
  /** Steps done in all draws. */
  readonly steps: number;
  /** First step at which a draw has no finite loss, and how many draws end so. Curves end before it. */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** How many draws. */
    draws: number;
    /** What happened, in words. */
    reason: string;
  };
  /** Draws done when a progress callback or a signal ended the run. */
  readonly stopped?: {
    /** How many. */
    step: number;
  };
}

/**
 * Nets with one hidden layer of any width N, exactly and without a limit: predictor and gradients depend on the weights only
 * through P = mean over neurons of θθᵀ, θ = (row of W_0, readout weights), which moves by P ← (1 + M_t) P (1 + M_t)ᵀ. The
 * width enters through the law of P_0, Wishart_{D+C}(N)/N, alone. Mean, variance and bands of the loss therefore cost the same
 * at width 10 and 10⁹: O((D + C)·D·C + C·D²) a step and draw. Width Infinity, P_0 = diag(s_0², s_1²), is `infiniteWidth`.
 *
 * Momentum, Nesterov's variant and both decays as in `train`. Derivation: docs/limits/two-layer.md.
 * @throws ValueError, ShapeError for bad options.
 */
export function twoLayerAnyWidth(options: TwoLayerOptions): TwoLayerAnyWidth {
  return drain(twoLayerAnyWidthSteps(options), options.onProgress);
}

/** The generator behind `twoLayerAnyWidth`: yields about every 20 ms; `next(false)` stops the run. Options are checked at once. */
export function twoLayerAnyWidthSteps(
  options: TwoLayerOptions,
): Generator<TwoLayerProgress, TwoLayerAnyWidth, boolean | undefined> {
  return summarized(twoLayerTask(options));
}

/**
 * The loss of every draw at every time, Infinity where it has diverged; undefined when stopped. Of `twoLayerAnyWidth`, whose curves end where
 * the first of them does.
 */
export function* twoLayerLosses(
  options: TwoLayerOptions,
): Generator<TwoLayerProgress, Float64Array[] | undefined, boolean | undefined> {
  const { losses, stopped } = yield* draw(twoLayerTask(options));
  return stopped ? undefined : losses;
}

function* summarized(task: TwoLayerTask): Generator<TwoLayerProgress, TwoLayerAnyWidth, boolean | undefined> {
  return summary(task, yield* draw(task));
}

/** What the draws left. */
interface Drawn {
  losses: Float64Array[];
  /** Sums of the predictors over the draws. */
  sums: Float64Array[];
  /** Steps that all draws did, and draws that did fewer than asked for. */
  steps: number;
  broken: number;
  stopped: boolean;
}

function* draw(task: TwoLayerTask): Generator<TwoLayerProgress, Drawn, boolean | undefined> {
  const { draws, rates, outputs, inputs } = task;
  const curve = () => Array.from({ length: rates.length + 1 }, () => new Float64Array(outputs * inputs));
  const drawn: Drawn = { losses: [], sums: curve(), steps: rates.length, broken: 0, stopped: false };
  const path = curve();
  const ws = workspace();
  try {
    const state = new TwoLayerState(ws, task);
    let rested = performance.now();
    for (let k = 0; k < draws; k++) {
      const loss = new Float64Array(rates.length + 1);
      state.start(k);
      let t = 0;
      for (; t <= rates.length; t++) {
        loss[t] = state.observe();
        if (!Number.isFinite(loss[t])) break;
        path[t].set(state.predictor.data);
        if (t < rates.length) state.advance(rates[t]);
        // the first draw is always finished, so that every result has one
        if (k === 0 || performance.now() - rested < YIELD_MS) continue;
        drawn.stopped = (yield { step: k, steps: draws }) === false || task.signal?.aborted === true;
        rested = performance.now();
        if (drawn.stopped) return drawn;
      }
      loss.fill(Number.POSITIVE_INFINITY, t);
      if (t <= rates.length) drawn.broken++;
      drawn.steps = Math.min(drawn.steps, t - 1);
      drawn.losses.push(loss);
      for (const [i, sum] of drawn.sums.entries()) addScaled(sum, path[i]);
      if (k > 0 || draws === 1) continue;
      drawn.stopped = (yield { step: 1, steps: draws }) === false || task.signal?.aborted === true;
      if (drawn.stopped) return drawn;
    }
  } finally {
    ws.dispose();
  }
  return drawn;
}

function summary(task: TwoLayerTask, { losses, sums, steps, broken, stopped }: Drawn): TwoLayerAnyWidth {
  const count = losses.length;
  const times = Math.min(steps, task.rates.length) + 1;
  const kept = losses.map((curve) => curve.slice(0, times));
  const at = (t: number) => kept.map((curve) => curve[t]);
  const loss = Float64Array.from({ length: times }, (_, t) => at(t).reduce((sum, value) => sum + value / count, 0));
  const spread = loss.map((mean, t) => at(t).reduce((sum, value) => sum + (value - mean) ** 2, 0));
  const variance = spread.map((sum) => (count > 1 ? sum / (count - 1) : 0));
  return {
    loss,
    variance,
    standardError: variance.map((value) => Math.sqrt(value / count)),
    losses: kept,
    quantile(p) {
      if (!(finite('p', p) >= 0 && p <= 1)) reject('p', 'a number from 0 to 1', p);
      return loss.map((_, t) => quantileOf(at(t), p));
    },
    predictors: sums.slice(0, times).map((sum) =>
      matrix(
        task.outputs,
        task.inputs,
        sum.map((value) => value / count),
      ),
    ),
    width: task.width,
    draws: count,
    steps: Math.max(0, times - 1),
    diverged: broken > 0 ? { step: times, draws: broken, reason: 'the loss of a draw is not finite' } : undefined,
    stopped: stopped ? { step: count } : undefined,
  };
}

/** Linear between order statistics. */
function quantileOf(values: number[], p: number): number {
  const sorted = values.sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
