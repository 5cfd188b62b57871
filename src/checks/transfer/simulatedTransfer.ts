import { rng } from '../../random/rng';
import { least } from './learningRateOptimum';

export interface SimulatedTransfer {
  /** N = νD, rounded. */
  width: number;
  /** Median over the nets of the final test loss, Infinity where most diverged. */
  loss: Float64Array;
  /** How many nets diverged. */
  diverged: number[];
  /** Learning rate of the grid with the least median. */
  bestLrHat: number;
  /** Where that lies in 95 % of bootstrap samples of the nets. */
  interval: [low: number, high: number];
  /**
   * 'agrees': theory's optimum is no further from the interval than one point of the grid. 'underpowered': so it is, but the interval spans more
   * than three, or it or theory's optimum is at an end of the grid, which then need not hold the optimum. 'disagrees' otherwise.
   */
  verdict: 'agrees' | 'disagrees' | 'underpowered';
}

const RESAMPLES = 400;

/** @param runs for every learning rate the final losses of all nets. @param theory theory's optimum. */
export function simulatedTransfer(
  runs: readonly Float64Array[],
  { lrHats, width, theory, seed }: { lrHats: Float64Array; width: number; theory: number; seed: number },
): SimulatedTransfer {
  const nets = runs[0].length;
  const uniform = rng(seed)
    .fork('learningRateTransfer')
    .uniform(RESAMPLES * nets);
  const bests = Float64Array.from({ length: RESAMPLES }, (_, r) => {
    const chosen = Array.from({ length: nets }, (_, k) => Math.floor(uniform[r * nets + k] * nets));
    return least(runs.map((values) => median(Float64Array.from(chosen, (k) => values[k]))));
  }).sort();
  const low = bests[Math.floor(0.025 * RESAMPLES)];
  const high = bests[Math.ceil(0.975 * RESAMPLES) - 1];
  const last = lrHats.length - 1;
  const held = low > 0 && high < last && theory > lrHats[0] && theory < lrHats[last];
  const inside = theory >= lrHats[Math.max(0, low - 1)] && theory <= lrHats[Math.min(last, high + 1)];
  const loss = Float64Array.from(runs, median);
  return {
    width,
    loss,
    diverged: runs.map((values) => values.filter((value) => !Number.isFinite(value)).length),
    bestLrHat: lrHats[least(loss)],
    interval: [lrHats[low], lrHats[high]],
    verdict: !inside ? 'disagrees' : high - low > 3 || !held ? 'underpowered' : 'agrees',
  };
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}
