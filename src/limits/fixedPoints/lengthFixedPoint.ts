import { NumericalError } from '../../errors';
import type { KnownActivation } from '../kernels/activation';
import { definedMoments } from '../kernels/definedMoments';
import { type GaussianMoments, homogeneousSlopes } from '../kernels/gaussianMoments';
import { bracketedRoot } from './bracketedRoot';
import { highest } from './highest';

/** One layer acting on the length q of pre-activations, q' = s² E φ(√q z)² + s_b². */
export interface LengthMap {
  activation: KnownActivation;
  weightVariance: number;
  biasVariance: number;
}

/** Lengths below are zero, above infinite. */
const LEAST = 1e-40;
const MOST = 1e20;
/** Steps of the search for a bracket, as a ratio. Averages over z² have at most one dip in each: they change over a range as wide. */
const STRIDE = 4;
/** Shortest stride, in log q, on the way to a length where the function is no number. */
const SHORTEST = 0.01;
/** Relative change of a length within which it counts as fixed. */
const FIXED = 4e-15;

/** At the length e^x, as a bracket may be far from 1: q'/q − 1, and its derivative by x. */
interface Look {
  x: number;
  excess: number;
  turn: number;
  /** Up to here, either may be an error of the integrals: rounding, or bends of the function that they cannot follow. */
  least: { excess: number; turn: number };
}

/** q' of a length q ≥ 0. */
export function nextLength({ activation, weightVariance, biasVariance }: LengthMap, q: number): number {
  if (q > 0) return weightVariance * definedMoments(activation, q).square + biasVariance;
  const start = activation.value(0);
  if (!Number.isFinite(start))
    throw new NumericalError(`activation: expected a number at every u, got φ(0) = ${start}`);
  return weightVariance * start ** 2 + biasVariance;
}

/**
 * The fixed point that lengths reach from q0: the nearest one in the direction of the first step, 0 or Infinity when there
 * is none. A bracketed root of q'/q − 1: convergence does not slow down near criticality.
 * @throws NumericalError where the function is no number at lengths on the way.
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
    else if (weightVariance * momentsAt(activation, LEAST).slope <= 1) return 0;
    else near = LEAST;
  }
  const look = (x: number): Look => {
    const q = Math.exp(x);
    const { square, growth, noise = { square: 0, growth: 0 } } = definedMoments(activation, q);
    const rough = FIXED + (weightVariance * noise.square) / q;
    const ratio = (weightVariance * square + biasVariance) / q;
    return {
      x,
      excess: Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio - 1,
      turn: weightVariance * growth - ratio,
      least: { excess: rough, turn: rough + weightVariance * noise.growth },
    };
  };
  const first = look(Math.log(near));
  const fixed = ({ excess }: Look) => Math.abs(excess) <= FIXED;
  if (fixed(first) && near > LEAST) return near;
  const away = first.excess > FIXED ? 1 : -1;
  const beyond = (at: Look) => at.excess * away < 0;
  const isSure = ({ excess, least }: Look) => Math.abs(excess) > least.excess;
  const root = (from: Look, to: Look) => {
    const end = [from, to].find(fixed);
    return Math.exp(end ? end.x : bracketedRoot((x) => look(x).excess, from.x, to.x));
  };
  // a fixed point may come before a length at which the function is no number any more
  const stride = (from: Look, by: number): Look => {
    try {
      return look(from.x + by);
    } catch (error) {
      if (!(error instanceof NumericalError) || Math.abs(by) < SHORTEST) throw error;
      return stride(from, by / 2);
    }
  };
  // the last length known to be on this side of a fixed point
  let before = first;
  for (let from = first; ; ) {
    const to = stride(from, away * Math.log(STRIDE));
    if (to.x > Math.log(MOST)) return Number.POSITIVE_INFINITY;
    if (to.x < Math.log(LEAST)) return 0;
    // a length that seems fixed may only be one of those that approach 0 ever more slowly
    if (beyond(to) && isSure(to)) return root(before, to);
    if (from.turn < -from.least.turn && to.turn > to.least.turn) {
      const dip = look(highest((x) => -away * look(x).excess, Math.min(from.x, to.x), Math.max(from.x, to.x)));
      if (beyond(dip) || fixed(dip)) return root(before, dip);
    }
    // one that may be either is on this side as long as it is only rounding
    if (isSure(to) || to.least.excess < 2 * FIXED) before = to;
    from = to;
  }
}

/** Moments at a fixed point, also where the length is 0. */
export function momentsAt(activation: KnownActivation, q: number): GaussianMoments {
  return definedMoments(activation, Math.max(q, LEAST));
}
