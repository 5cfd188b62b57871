import { digammaLessLog } from '../special/digamma';
import { integer, knownOptions, positive } from '../validate';

export interface LyapunovOptions {
  /** N of the square matrices. */
  width: number;
  /** Entries have variance s²/N. Default 1. */
  weightVariance?: number;
}

/**
 * lim (log s_i)/M of the singular values s_1 ≥ … ≥ s_N of a product of M independent N×N matrices with entries N(0, s²/N), as
 * M → ∞ at fixed N (Newman 1986): ½ [ψ((N − i + 1)/2) + log(2 s²/N)], descending. None is 0 at s = 1: products of Gaussian
 * matrices forget all directions but one after about N factors. Haar orthogonal matrices have log s throughout.
 * @throws ValueError for options outside their range or unknown
 */
export function lyapunovExponents(options: LyapunovOptions): Float64Array {
  knownOptions('lyapunovExponents', options, ['width', 'weightVariance']);
  const width = integer('width', options.width, 1, 1e7);
  const scale = Math.log(positive('weightVariance', options.weightVariance ?? 1));
  // ψ less its logarithm, which nearly cancels that of 2/N
  const share = (i: number) => (2 * i < width ? Math.log1p(-i / width) : Math.log((width - i) / width));
  return Float64Array.from({ length: width }, (_, i) => (digammaLessLog((width - i) / 2) + share(i) + scale) / 2);
}
