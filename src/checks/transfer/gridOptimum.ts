import { least } from './learningRateOptimum';

/**
 * Learning rate of least loss: vertex of the parabola through the best point of the grid and its neighbours, in log loss against
 * log rate; the best point itself at an end of the grid or beside a loss that is not finite. The same for theory and nets, so that its own
 * error cancels in their comparison.
 */
export function gridOptimum(rates: readonly number[], losses: ArrayLike<number>): { rate: number; inside: boolean } {
  const i = least(losses);
  const inside = i > 0 && i < rates.length - 1;
  if (!inside) return { rate: rates[i], inside };
  const [x0, x1, x2] = [i - 1, i, i + 1].map((k) => Math.log(rates[k]));
  const [y0, y1, y2] = [i - 1, i, i + 1].map((k) => Math.log(losses[k]));
  const [before, after] = [(y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)];
  const curvature = after - before;
  if (!(Number.isFinite(curvature) && curvature > 0)) return { rate: rates[i], inside };
  return { rate: Math.exp((x0 + x1) / 2 - (before * (x2 - x0)) / (2 * curvature)), inside };
}
