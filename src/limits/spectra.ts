import { integer, knownOptions, nonNegative, oneOf, positive, reject } from '../validate';
import { momentsAt } from './fixedPoints/lengthFixedPoint';
import { fussCatalan } from './fussCatalan';
import { type Activation, knownActivation } from './kernels/activation';
import { homogeneousSlopes } from './kernels/gaussianMoments';
import { propagation } from './propagation';

export interface SecondMomentOptions {
  /** M ≥ 1 matrices. */
  factors: number;
  /** N of the square matrices. */
  width: number;
}

/**
 * E (1/N) tr(AᵀA)² of A = W_M ⋯ W_1 with N×N matrices of entries N(0, 1/N), exact at every N:
 * (N+2)/3 (1 + 2/N)^M − (N−1)/3 (1 − 1/N)^M. M + 1 as N → ∞.
 */
function secondMoment(options: SecondMomentOptions): number {
  knownOptions('secondMoment', options, ['factors', 'width']);
  const M = integer('factors', options.factors, 1);
  const N = integer('width', options.width, 1);
  // (N+2)/3·a − (N−1)/3·b with a − b taken apart: the two terms are of order N
  const [a, b] = [M * Math.log1p(2 / N), N === 1 ? Number.NEGATIVE_INFINITY : M * Math.log1p(-1 / N)];
  const apart = a - b > 40 ? Math.exp(a) - Math.exp(b) : Math.exp(b) * Math.expm1(a - b);
  return Math.exp(a) + (N === 1 ? 0 : ((N - 1) / 3) * apart);
}

export interface JacobianOptions {
  /** M ≥ 1 layers, square and wide. */
  factors: number;
  /** Independent Gaussian weights, or random orthogonal matrices. */
  init: 'gaussian' | 'orthogonal';
  /** As for propagation. Default 'linear'. */
  activation?: Activation;
  /** s² > 0. Default 1. */
  weightVariance?: number;
  /** s_b² ≥ 0. Default 0. */
  biasVariance?: number;
  /** Length of pre-activations. Default: the fixed point of propagation from 1; needs to be given where that is 0 or Infinity. */
  q?: number;
}

export interface JacobianSpectrum {
  /** E s² = chi1^M. */
  readonly mean: number;
  /** Var s²/(E s²)². */
  readonly relativeVariance: number;
  /** Every singular value, where all are equal: linear nets with orthogonal weights. */
  readonly singularValue?: number;
  /** Dynamical isometry: every singular value is 1. */
  readonly isometry: boolean;
}

/** |s − 1| that is rounding. */
const ISOMETRIC = 1e-12;

/**
 * Mean and variance of the squared singular values s² of the Jacobian ∂h_M/∂h_0 of a wide net at initialization, a product of
 * matrices D_l W_l with D_l = diag φ'(h_l). Relative variances add up in a product of free matrices (Pennington et al. 2017, 2018):
 *   Var s²/(E s²)² = M [E φ'⁴/(E φ'²)² − 1 + (1 for Gaussian, 0 for orthogonal weights)],    E s² = (s² E φ'²)^M.
 * Linear nets with orthogonal weights have s_i = s^M exactly at any width: dynamical isometry at s² = 1. No Gaussian net has it,
 * at any s².
 */
function jacobian(options: JacobianOptions): JacobianSpectrum {
  knownOptions('jacobian', options, ['factors', 'init', 'activation', 'weightVariance', 'biasVariance', 'q']);
  const M = integer('factors', options.factors, 1);
  const orthogonal = oneOf('init', options.init, ['gaussian', 'orthogonal']) === 'orthogonal';
  const { activation = 'linear', biasVariance } = options;
  const weightVariance = positive('weightVariance', options.weightVariance ?? 1);
  const q =
    options.q === undefined
      ? propagation({ activation, weightVariance, biasVariance }).qStar
      : nonNegative('q', options.q);
  const known = knownActivation(activation);
  const settled = Number.isFinite(q);
  if (!settled && !homogeneousSlopes(known)) reject('q', 'a length, as pre-activations grow without bound', options.q);
  // slopes of activations that scale with their argument do not depend on the length
  const { slope, fourthSlope } = momentsAt(known, settled ? q : 1);
  const spread = Math.max(0, fourthSlope / slope ** 2 - 1);
  const singularValue = orthogonal && spread <= ISOMETRIC ? (weightVariance * slope) ** (M / 2) : undefined;
  return {
    mean: (weightVariance * slope) ** M,
    relativeVariance: M * (spread + (orthogonal ? 0 : 1)),
    ...(singularValue !== undefined && { singularValue }),
    isometry: singularValue !== undefined && Math.abs(singularValue - 1) <= ISOMETRIC * M,
  };
}

/** Singular values of products of random matrices at initialization; see also lyapunovExponents. */
export const spectra = { fussCatalan, secondMoment, jacobian };
