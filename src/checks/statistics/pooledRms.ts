import { mean } from './mean';
import { variance } from './variance';

/** Root mean square of one group and its relative standard error. */
export interface Rms {
  value: number;
  relativeError: number;
}

/**
 * Squares of one Gaussian fluctuation have squared coefficient of variation 2, the largest of any Gaussian quantity. It
 * counts as much as two samples, so that a handful of seeds is never mistaken for precision: with it, simulated 95 %
 * intervals of the exponent cover in 95 to 99 % of trials from 2 widths × 3 seeds up (without it, from 88 %).
 */
const PRIOR = { squaredVariation: 2, weight: 2 };

/**
 * Root mean squares of groups of samples (one group a width, say), with relative standard errors from the spread of the
 * squares. The squares' coefficient of variation is pooled over the groups, so that a few samples each are enough.
 */
export function pooledRms(groups: readonly ArrayLike<number>[]): { rms: Rms[]; dof: number } {
  const squares = groups.map((group) => Array.from(group, (v) => v * v));
  const dof = squares.reduce((a, group) => a + group.length - 1, 0);
  const spread = squares.reduce((a, group) => a + ((group.length - 1) * variance(group)) / mean(group) ** 2, 0);
  const variation = Math.sqrt((spread + PRIOR.weight * PRIOR.squaredVariation) / (dof + PRIOR.weight));
  const rms = squares.map((group) => ({
    value: Math.sqrt(mean(group)),
    relativeError: variation / (2 * Math.sqrt(group.length)),
  }));
  return { rms, dof };
}
