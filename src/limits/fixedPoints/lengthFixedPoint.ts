import type { KnownActivation } from '../kernels/activation';
import { type GaussianMoments, gaussianMoments, homogeneousSlopes } from '../kernels/gaussianMoments';
import { bracketedRoot } from './bracketedRoot';

/** One layer acting on the length q of pre-activations, q' = s² E φ(√q z)² + s_b². */
export interface LengthMap {
  activation: KnownActivation;
  weightVariance: number;
  biasVariance: number;
}

/** Lengths below are zero, above infinite. */
const LEAST = 1e-40;
const MOST = 1e20;
/** Steps of the search for a bracket, as a ratio. */
const STRIDE = 4;
/** Relative change of a length within which it counts as fixed. */
const FIXED = 4e-15;

/** q' of a length q ≥ 0. */
export function nextLength({ activation, weightVariance, biasVariance }: LengthMap, q: number): number {
  const square = q > 0 ? gaussianMoments(activation, q).square : activation.value(0) ** 2;
  return weightVariance * square + biasVariance;
}

/**
 * The fixed point that lengths reach from q0: the nearest one in the direction of the first step, 0 or Infinity when there
 * is none. A bracketed root of q'/q − 1: convergence does not slow down near criticality.
 */
export function lengthFixedPoint(map: LengthMap, q0: number): number {
  const { activation, weightVariance, biasVariance } = map;
  const scaling = homogeneousSlopes(activation);
  if (scaling) {
    const rest = 1 - weightVariance * scaling.square;
    if (Math.abs(rest) <= FIXED && biasVariance === 0) return q0;
    if (rest <= FIXED) return q0 === 0 && biasVariance === 0 ? 0 : Number.POSITIVE_INFINITY;
    return biasVariance / rest;
  }
  let near = q0;
  if (near < LEAST) {
    const first = nextLength(map, 0);
    if (first > 0) near = first;
    else if (weightVariance * gaussianMoments(activation, LEAST).slope <= 1) return 0;
    else near = LEAST;
  }
  const excess = (q: number) => {
    const ratio = nextLength(map, q) / q - 1;
    return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
  };
  const growth = (q: number) => (Math.abs(excess(q)) <= FIXED ? 0 : excess(q));
  const start = growth(near);
  if (start === 0 && near > LEAST) return near;
  const up = start > 0;
  for (;;) {
    const far = up ? near * STRIDE : near / STRIDE;
    if (far > MOST) return Number.POSITIVE_INFINITY;
    if (far < LEAST) return 0;
    const there = growth(far);
    if (up ? there < 0 : there > 0) {
      // the logarithm as the variable: the bracket may be far from 1
      return Math.exp(bracketedRoot((x) => excess(Math.exp(x)), Math.log(near), Math.log(far)));
    }
    near = far;
  }
}

/** Moments at a fixed point, also where the length is 0. */
export function momentsAt(activation: KnownActivation, q: number): GaussianMoments {
  return gaussianMoments(activation, Math.max(q, LEAST));
}
