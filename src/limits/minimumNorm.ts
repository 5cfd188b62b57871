import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { knownOptions, nonNegative } from '../validate';
import { dataModes } from './data/dataModes';

export interface MinimumNormOptions {
  /** Eigenvalues of Sxx up to this fraction of the largest count as 0. Default 10·D·2^−52. */
  tolerance?: number;
}

/**
 * Predictor of least norm (C×D) among those of least loss, Syx·Sxx⁺: what gradient flow of an infinitely wide net converges to
 * (Chizat, Colombo, Fernández-Real & Figalli, arXiv:2211.16980). Beta_0 = 0 there, and no step leaves the row space of Sxx. A
 * finite net starts O(1/(γ0 √N)) away from 0 and keeps its component in the null space. Moments are squares: inputs in units 10⁷ apart
 * are within their rounding and count as null (no training learns them either); rescale those, or take `lstsq` of the samples.
 * @throws ValueError, ShapeError for bad moments.
 */
export function minimumNorm(moments: MomentsLike, options: MinimumNormOptions = {}): Matrix {
  knownOptions('minimumNorm', options, ['tolerance']);
  const { tolerance } = options;
  if (tolerance !== undefined) nonNegative('tolerance', tolerance);
  const { values, vectors, target } = dataModes(checkedMoments('moments', moments), tolerance);
  const inputs = values.length;
  const coefficients = matrix(target.rows, inputs);
  target.data.forEach((value, i) => {
    const eigenvalue = values[i % inputs];
    coefficients.data[i] = eigenvalue > 0 ? value / eigenvalue : 0;
  });
  return matmul(coefficients, vectors, { transposeB: true });
}
