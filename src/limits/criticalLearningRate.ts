import { eigvalsh } from '../linalg/eigvalsh';
import { type Matrix, matrix } from '../matrix';
import type { Optimizer } from '../optimizer';

/**
 * Σ_l r_l Π_{j≠l} s_j²: tangent kernel Θ(x, x') = k x·x'/D of an infinitely wide plain net at initialization (L + 1 with unit
 * scales and rates), whatever the ratios of its widths.
 */
export function tangentConstant(initialScales: readonly number[], layerLr: readonly number[]): number {
  return layerLr.reduce(
    (sum, rate, l) => sum + initialScales.reduce((product, s, j) => (j === l ? product : product * s * s), rate),
    0,
  );
}

/**
 * Learning rate above which the first steps grow: training starts with the error of an eigenvector of Sxx obeying the linear
 * recursion of the tangent kernel, stable for x = η k λ_max(Sxx)/D < 2(1 + μ), with Nesterov's variant < 2(1 + μ)/(1 + 2μ)
 * (roots of z² − (1 + μ − x) z + μ, and of z² − (1 − x)((1 + μ) z − μ), inside the unit circle). Decay and noise are left out.
 */
export function criticalLearningRate(sxx: Matrix, tangent: number, { momentum, nesterov }: Optimizer): number {
  const n = sxx.rows;
  const both = matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) both.data[i * n + j] = 0.5 * (sxx.data[i * n + j] + sxx.data[j * n + i]);
  }
  const largest = eigvalsh(both)[n - 1];
  const stable = (2 * (1 + momentum)) / (nesterov ? 1 + 2 * momentum : 1);
  return (stable * n) / (tangent * largest);
}
