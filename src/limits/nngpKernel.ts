import { drain } from '../longWork';
import { type KernelMatrix, kernelMatrices } from './kernels/kernelMatrix';
import { type KernelInput, type KernelOptions, type KernelProgress, pairArguments } from './kernels/kernelOptions';

/**
 * Covariance of the outputs of infinitely wide fully connected nets at initialization (NNGP kernel; Lee et al. 2018,
 * Matthews et al. 2018): K^{L+1} of K¹ = s_0² X Xᵀ/D + b_0², Kˡ⁺¹ = s_l² E φ(u)φ(v) + b_l² with (u, v) ~ N(0, Kˡ). Outputs
 * are independent, each with this kernel. Finite nets differ by N^(−1/2) each, by 1/N in the mean.
 *
 * Exact to rounding for linear, ReLU, leaky ReLU, erf, sin and GELU; others by quadrature with `error` reported (below
 * 1e-12 for smooth activations). Entries of nearly parallel rows carry the square root of rounding in ReLU's angle.
 * The symmetric case does half the work.
 * @param x P×D samples as rows. A second argument x2 (P'×D) between it and the options gives the P×P' kernel.
 * @param options the net: activation, depth and variances; and what watches the work.
 * @throws ShapeError, ValueError for bad arguments; NumericalError when quadrature misses `tolerance` (an undeclared kink)
 * or variances overflow.
 */
export function nngpKernel(x: KernelInput, options: KernelOptions): KernelMatrix;
/**
 * The same between two sets of samples, P×P'.
 * @param x P×D samples of the rows.
 * @param x2 P'×D samples of the columns; undefined: those of x.
 * @param options as above.
 */
export function nngpKernel(x: KernelInput, x2: KernelInput | undefined, options: KernelOptions): KernelMatrix;
export function nngpKernel(
  x: KernelInput,
  second: KernelInput | KernelOptions | undefined,
  third?: KernelOptions,
): KernelMatrix {
  const { x2, options } = pairArguments(second, third);
  return drain(nngpKernelSteps(x, x2, options), options?.onProgress);
}

/** The same as a generator that yields about every 20 ms. `next(false)` stops it: rows that are missing are NaN. */
export function* nngpKernelSteps(
  x: KernelInput,
  x2: KernelInput | undefined,
  options: KernelOptions,
): Generator<KernelProgress, KernelMatrix, boolean | undefined> {
  return (yield* kernelMatrices('nngpKernel', x, x2, options, false)).nngp;
}
