import type { InfiniteWidthTask } from './infiniteWidthOptions';

/** One of the runs that a limit is extrapolated from, or the only one. */
export interface Share {
  task: InfiniteWidthTask;
  /** Steps of the run that are one step of the limit. */
  stride: number;
  /** Weight of the run in the limit; all weights add up to 1. */
  weight: number;
  /** For every estimate of the error, by how much it changes the weight. */
  changes: readonly number[];
}

/**
 * Euler steps of gradient flow in a step of the curve. Measured with one hidden layer: 1, 2, 4, 8 alone leave 500 times the error for
 * two thirds of the work.
 */
const SUBSTEPS = [1, 2, 3, 4, 6, 8];

/** An estimated error is at least this part of the one a step before: a change that turns around does not say that there is none. */
export const FADING = 0.5;

/** Gradient flow: the same time in ever smaller steps, `coarsest` of them or more, without errors of the first five orders in their size. */
export function flowShares({ task, weight, changes }: Share, coarsest = 1): Share[] {
  const flow = extrapolation(SUBSTEPS);
  return SUBSTEPS.map((substeps, i) => {
    const stride = coarsest * substeps;
    const steps = task.steps * stride;
    const rates = Float64Array.from({ length: steps }, (_, s) => task.rates[Math.floor(s / stride)] / stride);
    return {
      task: { ...task, steps, rates },
      stride,
      weight: weight * flow.weights[i],
      changes: [
        ...changes.map((change) => change * flow.weights[i]),
        ...flow.changes.map((change) => weight * change[i]),
      ],
    };
  });
}

/**
 * Weights of values at resolutions n_i, coarsest first, polynomials in 1/n, in their value at infinite resolution (Richardson;
 * Lagrange's formula), and by how much leaving out the two coarsest, or the finest, changes them. The sum of the changes is
 * an estimate of the error that also holds where the powers of 1/n do not fall off yet: there the coarsest value hardly
 * counts, and only the finest one shows how far the end is. Elsewhere it is ten times the error and more.
 */
export function extrapolation(resolutions: readonly number[]): { weights: number[]; changes: number[][] } {
  const weigh = (sizes: readonly number[]) =>
    sizes.map((own) => sizes.reduce((weight, other) => (other === own ? weight : (weight * own) / (own - other)), 1));
  const weights = weigh(resolutions);
  const others = [
    [0, 0, ...weigh(resolutions.slice(2))],
    [...weigh(resolutions.slice(0, -1)), 0],
  ];
  return { weights, changes: others.map((other) => weights.map((weight, i) => weight - other[i])) };
}
