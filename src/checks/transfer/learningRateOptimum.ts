import { highest } from '../../limits/fixedPoints/highest';

/** Position of the least number. */
export function least(values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[at]) at = i;
  return at;
}

/** Width in log η̂ to which the optimum is searched. */
const PRECISION = 1e-3;

/** Optimum between the neighbours of the best point of a grid, by golden sections of log η̂. */
export function learningRateOptimum(
  loss: (lrHat: number) => number,
  lrHats: Float64Array,
  losses: Float64Array,
  floor: number,
): { bestLrHat: number; bestLoss: number; resolved: boolean } {
  const i = least(losses);
  let [bestLrHat, bestLoss] = [lrHats[i], losses[i]];
  if (i === 0 || i === lrHats.length - 1 || bestLoss <= floor) return { bestLrHat, bestLoss, resolved: false };
  const gain = (x: number) => {
    const value = loss(Math.exp(x));
    if (value < bestLoss) [bestLrHat, bestLoss] = [Math.exp(x), value];
    return -value;
  };
  const [low, high] = [Math.log(lrHats[i - 1]), Math.log(lrHats[i + 1])];
  highest(gain, low, high, PRECISION / (high - low));
  return { bestLrHat, bestLoss, resolved: bestLoss > floor };
}
