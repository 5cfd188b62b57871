import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { matmul } from '../linalg/matmul';
import { type Matrix, matrix } from '../matrix';
import { knownOptions, nonNegative } from '../validate';
import { type InputModes, inputModes } from './data/dataModes';
import { divided, scaledModes } from './data/scaledModes';

export interface MinimumNormOptions {
  /**
   * Eigenvalues of Sxx up to this fraction of the largest count as 0. Default 10·D·2^−52: in units of the inputs in which
   * the diagonal of Sxx is near 1, and where some are 0 in those, again in the given ones. What the most negative one is below 0, twice, counts as 0, too.
   */
  tolerance?: number;
}

/**
 * Predictor of least norm (C×D) among those of least loss, Syx·Sxx⁺: what gradient flow of an infinitely wide net converges to
 * (Chizat, Colombo, Fernández-Real & Figalli, arXiv:2211.16980). Beta_0 = 0 there, and no step leaves the row space of Sxx. A
 * finite net starts O(1/(γ0 √N)) away from 0 and keeps its component in the null space. Where Sxx has an inverse
 * it is the only one of least loss, whatever the units of the inputs.
 * @throws ValueError, ShapeError for bad moments.
 */
export function minimumNorm(moments: MomentsLike, options: MinimumNormOptions = {}): Matrix {
  knownOptions('minimumNorm', options, ['tolerance']);
  const { tolerance } = options;
  if (tolerance !== undefined) nonNegative('tolerance', tolerance);
  const checked = checkedMoments('moments', moments);
  if (tolerance !== undefined) return leastSquares(inputModes(checked, tolerance));
  const modes = scaledModes(checked);
  return divided(modes.units, leastSquares(modes));
}

/** target·diag(1/values)·vectorsᵀ on the modes that there are. */
function leastSquares({ values, vectors, target }: InputModes): Matrix {
  const inputs = values.length;
  const coefficients = matrix(target.rows, inputs);
  target.data.forEach((value, i) => {
    const eigenvalue = values[i % inputs];
    coefficients.data[i] = eigenvalue > 0 ? value / eigenvalue : 0;
  });
  return matmul(coefficients, vectors, { transposeB: true });
}
