import { knownOptions, nonNegative } from '../validate';
import { bracketedRoot } from './fixedPoints/bracketedRoot';
import { momentsAt } from './fixedPoints/lengthFixedPoint';
import type { Activation } from './kernels/activation';
import { continuousActivation } from './kernels/continuousActivation';
import { definedMoments } from './kernels/definedMoments';
import { homogeneousSlopes } from './kernels/gaussianMoments';

export interface EdgeOfChaosOptions {
  /** As for propagation. */
  activation: Activation;
  /** s_b² ≥ 0. Default 0. */
  biasVariance?: number;
}

export interface EdgePoint {
  /** s². */
  weightVariance: number;
  /** The fixed point with chi1 = 1. 1, standing for every length, where all are fixed (linear, ReLU). */
  qStar: number;
  /** Whether lengths nearby return to it. */
  attracting: boolean;
}

/** Small lengths, and the difference of E φ²/q from φ'(0)² that is rounding; of φ'(0)² from 0, relative to that at the shortest one. */
const LENGTHS = [1e-4, 1e-3, 1e-2, 0.1, 1];
const LINEAR = 1e-13;
const FLAT = 1e-6;
/** Lengths searched, in steps of this ratio. */
const SEARCH = { least: 1e-7, most: 1e5, ratio: 1.5 };

/**
 * Weight variances that are critical, chi1 = 1, at a bias variance (Poole et al. 2016; Schoenholz et al. 2017). A length q
 * fixes both, s² = 1/E φ'(√q z)² and s_b² = q − s² E φ(√q z)²: every q between 1e-7 and 1e5 with the given s_b² is a point, in
 * ascending order of q. Without bias q = 0 is one, with s² = 1/φ'(0)², for activations that vanish at 0. Homogeneous
 * activations are critical without bias only (ReLU: s² = 2); the list is empty where there is no edge.
 * @throws ValueError for options outside their range or unknown; NumericalError for a given function that is no number at
 * some of these lengths (u up to 12,000): log(1 + e^u) overflows at 709.
 */
export function edgeOfChaos(options: EdgeOfChaosOptions): EdgePoint[] {
  knownOptions('edgeOfChaos', options, ['activation', 'biasVariance']);
  const activation = continuousActivation(options.activation);
  const biasVariance = nonNegative('biasVariance', options.biasVariance ?? 0);
  const scaling = homogeneousSlopes(activation);
  if (scaling) {
    const point = { weightVariance: 1 / scaling.square, qStar: 1, attracting: true };
    return biasVariance === 0 && scaling.square > 0 ? [point] : [];
  }
  const linear = Math.max(LINEAR, 4 * (activation.noise ?? 0));
  const start = momentsAt(activation, 0).slope;
  // by the smallest length at which φ is seen not to be a line
  const bent = LENGTHS.map((q) => definedMoments(activation, q).square / q - start);
  const returnsToZero = (bent.find((excess) => Math.abs(excess) > linear) ?? 0) < 0;
  const pointAt = (q: number): EdgePoint => {
    const { slope, growth } = momentsAt(activation, q);
    return { weightVariance: 1 / slope, qStar: q, attracting: q > 0 ? growth < slope : returnsToZero };
  };
  const bias = (q: number) => {
    const { square, slope } = definedMoments(activation, q);
    const found = q - square / slope;
    // of a function that is a line near 0
    return biasVariance === 0 && Math.abs(found) <= linear * q ? 0 : found;
  };
  const points: EdgePoint[] = [];
  const isFlat = !(start > FLAT * momentsAt(activation, LENGTHS[0]).slope);
  if (biasVariance === 0 && activation.value(0) === 0 && !isFlat) points.push(pointAt(0));
  // at q = 0 the bias variance is 0 too, up to rounding: there is nothing to find below what it resolves
  let near = Math.max(SEARCH.least, biasVariance);
  let before = bias(near) - biasVariance;
  for (let far = near * SEARCH.ratio; far < SEARCH.most * SEARCH.ratio; far *= SEARCH.ratio) {
    const there = bias(far) - biasVariance;
    if (!Number.isFinite(there)) break;
    if (before === 0 && biasVariance > 0) points.push(pointAt(near));
    else if (before * there < 0) {
      points.push(
        pointAt(Math.exp(bracketedRoot((x) => bias(Math.exp(x)) - biasVariance, Math.log(near), Math.log(far)))),
      );
    }
    if (there !== 0 || biasVariance > 0) [near, before] = [far, there];
  }
  return points;
}
