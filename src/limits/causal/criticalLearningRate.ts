import { eigvalsh } from '../../linalg/eigvalsh';
import type { Matrix } from '../../matrix';
import type { Optimizer } from '../../optimizer';
import { symmetrized } from '../data/dataModes';

/**
 * k of the tangent kernel Θ(x, x') = k x·x'/D of an infinitely wide net at initialization. Plain nets: Σ_l r_l Π_{j≠l} s_j² (L + 1 with
 * unit scales and rates), whatever the ratios of their widths. With branches b the sum over paths through and around them,
 * 2 (1 + b²)^(L−1) + (L − 1) b² (1 + b²)^(L−2); `learned` stands for b² where the path is through the weight that moves.
 */
export function tangentConstant(
  initialScales: readonly number[],
  layerLr: readonly number[],
  branch?: number,
  learned = branch === undefined ? 1 : branch ** 2,
): number {
  const last = initialScales.length - 1;
  /** Growth of a squared field past layer l. */
  const growth = (l: number) => {
    const squared = initialScales[l] ** 2;
    return branch === undefined || l === 0 || l === last ? squared : 1 + branch ** 2 * squared;
  };
  return layerLr.reduce((sum, rate, l) => {
    const own = l === 0 || l === last ? rate : rate * learned;
    return sum + initialScales.reduce((product, _, j) => (j === l ? product : product * growth(j)), own);
  }, 0);
}

/**
 * Learning rate above which the first steps grow: training starts with the error of an eigenvector of Sxx obeying the linear
 * recursion of the tangent kernel, stable for x = η k λ_max(Sxx)/D < 2(1 + μ), with Nesterov's variant < 2(1 + μ)/(1 + 2μ)
 * (roots of z² − (1 + μ − x) z + μ, and of z² − (1 − x)((1 + μ) z − μ), inside the unit circle). Decay and noise are left out.
 */
export function criticalLearningRate(sxx: Matrix, tangent: number, { momentum, nesterov }: Optimizer): number {
  const n = sxx.rows;
  const largest = eigvalsh(symmetrized(sxx))[n - 1];
  const stable = (2 * (1 + momentum)) / (nesterov ? 1 + 2 * momentum : 1);
  return (stable * n) / (tangent * largest);
}
