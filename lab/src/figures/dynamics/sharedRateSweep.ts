import { type JointLimitOptions, jointLimitSteps } from 'deeplinear';
import type { Series } from '../definition';
import { inTurn, type MeanWithError, meanOf, medianOf, upTo, type Work } from '../simulations';
import { jointMember } from './sharedJointNets';

/** Learning rates of the limit and, fewer, of the nets; both equally spaced in the logarithm. */
export interface RateSweep {
  fine: readonly number[];
  coarse: readonly number[];
  inputs: number;
  nets: number;
  /** Losses above are not drawn. */
  most: number;
}

export interface RateSweepResult {
  /** The limit, and the median of the nets, of which some diverge near the edge of stability. */
  series: Series[];
  /** Learning rate of least loss: of the limit, and mean over the nets, each at its own. */
  best: { theory: number; nets: MeanWithError };
}

/** Test loss after the last step against the learning rate. */
export function* rateSweep(
  name: string,
  options: Omit<JointLimitOptions, 'lrHat'>,
  { fine, coarse, inputs, nets, most }: RateSweep,
): Work<RateSweepResult> {
  const last = options.steps;
  const theory = yield* finalLosses(options, fine);
  const ofNets = yield* inTurn(upTo(nets), function* (seed) {
    const train = jointMember(options, inputs, seed);
    const curves = yield* inTurn(coarse, (lrHat) => train(lrHat));
    return curves.map((curve) => curve[last]);
  });
  const medians = coarse.map((_, i) => medianOf(ofNets.map((losses) => losses[i])));
  // not where most of the nets have nothing to do with each other
  const seen = ({ median, error }: (typeof medians)[number]) => median < most && error < median;
  const drawn = upTo(coarse.length).filter((i) => seen(medians[i]));
  return {
    series: [
      { name, x: fine, y: theory.map((loss) => (loss < most ? loss : Number.NaN)) },
      {
        name,
        x: drawn.map((i) => coarse[i]),
        y: drawn.map((i) => medians[i].median),
        error: drawn.map((i) => medians[i].error),
        dots: true,
      },
    ],
    best: { theory: optimum(fine, theory), nets: meanOf(ofNets.map((losses) => [optimum(coarse, losses)])) },
  };
}

/** Learning rate of least loss of the limit. */
export function* bestRate(options: Omit<JointLimitOptions, 'lrHat'>, rates: readonly number[]): Work<number> {
  return optimum(rates, yield* finalLosses(options, rates));
}

function finalLosses(options: Omit<JointLimitOptions, 'lrHat'>, rates: readonly number[]): Work<number[]> {
  return inTurn(rates, function* (lrHat) {
    const { test, diverged } = yield* jointLimitSteps({ ...options, lrHat });
    return diverged ? Number.POSITIVE_INFINITY : test[options.steps];
  });
}

/** Between the points of the grid, by a parabola through the logarithms around the least loss. */
function optimum(rates: readonly number[], losses: readonly number[]): number {
  const at = losses.indexOf(Math.min(...losses));
  const [before, least, after] = [at - 1, at, at + 1].map((i) => Math.log(losses[i] ?? Number.NaN));
  const bend = before - 2 * least + after;
  if (!(bend > 0 && Number.isFinite(bend))) return rates[at];
  return rates[at] * (rates[1] / rates[0]) ** ((before - after) / (2 * bend));
}
