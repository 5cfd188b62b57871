import { logGamma } from '../../special/logGamma';
import type { MixingLayout } from './mixingSampler';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Real coordinates z of a state in which its prior is close to normal far into the tails: normals as they are, cube roots of χ²
 * (Wilson & Hilferty 1931); in `shrunk` rows thirds of log χ² instead, in which small products of several χ² are straight.
 */
export interface MixingCoordinates {
  /** Their most likely values under the prior. */
  readonly centre: Float64Array;
  /** The entry of a state that has a coordinate. */
  entry(entry: number, z: number): number;
  /** The coordinate of an entry of a state. */
  of(entry: number, value: number): number;
  /** Log-density of one under the prior; −Infinity where χ² would be negative. */
  logPrior(entry: number, z: number): number;
  slope(entry: number, z: number): number;
  /** Precision under the prior and a log-likelihood that has this slope in log T_kk. */
  precision(entry: number, z: number, pull: number): number;
}

/** Least precision of a third of log χ²: the prior ends what the touching Gaussian does not. */
const LEAST = 1;

export function mixingCoordinates({ dofs, rows }: MixingLayout, shrunk?: readonly boolean[]): MixingCoordinates {
  const constants = new Map<number, number>();
  for (const dof of dofs) {
    if (dof > 0 && !constants.has(dof)) {
      constants.set(dof, Math.log(3) - (dof / 2) * Math.LN2 - logGamma(dof / 2));
    }
  }
  const inLog = Uint8Array.from(dofs, (dof, i) => Number(dof > 0 && shrunk?.[rows[i]] === true));
  return {
    centre: Float64Array.from(dofs, (dof, i) =>
      dof === 0 ? 0 : inLog[i] === 1 ? Math.log(dof) / 3 : Math.cbrt(dof - 2 / 3),
    ),
    entry: (i, z) => (dofs[i] === 0 ? z : inLog[i] === 1 ? Math.exp(3 * z) : z ** 3),
    of: (i, value) => (dofs[i] === 0 ? value : inLog[i] === 1 ? Math.log(value) / 3 : Math.cbrt(value)),
    logPrior(i, z) {
      if (dofs[i] === 0) return -0.5 * z * z - HALF_LOG_2PI;
      if (inLog[i] === 1) return constants.get(dofs[i])! + 1.5 * dofs[i] * z - 0.5 * Math.exp(3 * z);
      if (!(z > 0)) return Number.NEGATIVE_INFINITY;
      return constants.get(dofs[i])! + (1.5 * dofs[i] - 1) * Math.log(z) - 0.5 * z ** 3;
    },
    slope(i, z) {
      if (dofs[i] === 0) return -z;
      return inLog[i] === 1 ? 1.5 * (dofs[i] - Math.exp(3 * z)) : (1.5 * dofs[i] - 1) / z - 1.5 * z * z;
    },
    precision(i, z, pull) {
      if (dofs[i] === 0) return 1;
      if (inLog[i] === 1) return Math.max(LEAST, 4.5 * Math.exp(3 * z));
      // log T_kk holds 1.5 log z, whose curvature the slope of the likelihood weighs
      return (1.5 * dofs[i] - 1 + 1.5 * Math.max(0, pull)) / z ** 2 + 3 * z;
    },
  };
}
