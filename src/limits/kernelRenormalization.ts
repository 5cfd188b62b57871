import { hiddenLayers } from '../perLayer';
import { integer, knownOptions, nonNegative, reject } from '../validate';

export interface KernelRenormalizationOptions {
  /** p = lim P/N. */
  samplesPerWidth: number;
  /** Hidden layers L, fixed as P and N grow. */
  hidden: number;
  /** r = lim yᵀK⁻¹y/P: mean square of the whitened labels; 1 for labels as the prior would draw them. */
  labelNorm: number;
  /** Only 1 is described. Default 1. */
  outputs?: number;
}

export interface KernelRenormalization {
  /** Renormalization of one layer. */
  u0: number;
  /** u0^L: the posterior is that of a Gaussian process with this times the kernel, lim E[q | y]. */
  kernelScale: number;
}

/**
 * Thermodynamic limit P, N → ∞ at P/N → p with L fixed, without label noise: the posterior keeps the kernel K but for a factor u0^L with
 *   1 − u0 = p (1 − r u0^−L),
 * so labels with r > 1 enlarge it. E[q | y] of a net of width N is O(1/N) away. Li & Sompolinsky (Phys. Rev. X 11, 031059, 2021).
 * @throws ValueError for bad options; r = 0 needs p < 1, or nothing holds q up. Several outputs are refused: u0 is then a matrix.
 */
export function kernelRenormalization(options: KernelRenormalizationOptions): KernelRenormalization {
  knownOptions('kernelRenormalization', options, ['samplesPerWidth', 'hidden', 'labelNorm', 'outputs']);
  const p = nonNegative('samplesPerWidth', options.samplesPerWidth);
  const hidden = hiddenLayers(options.hidden);
  const r = nonNegative('labelNorm', options.labelNorm);
  if (integer('outputs', options.outputs ?? 1, 1) > 1) {
    reject('outputs', '1, because this limit describes one output', options.outputs);
  }
  if (r === 0 && p >= 1) reject('labelNorm', 'more than 0 with samplesPerWidth of 1 or more', r);
  // 1 − u − p + p r u^−L falls from ∞ (r > 0) to −∞; in t = log u, where u^−L does not overflow for long
  const excess = (t: number) => 1 - Math.exp(t) - p + (r === 0 ? 0 : Math.exp(Math.log(p * r) - hidden * t));
  let low = -1;
  let high = 1;
  while (excess(low) < 0) low *= 2;
  while (excess(high) > 0) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-16 * Math.max(1, Math.abs(low)); i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  const t = (low + high) / 2;
  return { u0: Math.exp(t), kernelScale: Math.exp(hidden * t) };
}
