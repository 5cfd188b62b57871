import { drain } from '../longWork';
import { kernelMatrices, type NtkMatrix } from './kernels/kernelMatrix';
import { type KernelInput, type KernelOptions, type KernelProgress, pairArguments } from './kernels/kernelOptions';

/**
 * Neural tangent kernel of infinitely wide fully connected nets (Jacot et al. 2018), biases and all layers trained:
 * Θ¹ = K¹, Θˡ⁺¹ = Kˡ⁺¹ + s_l² Θˡ ∘ E φ'(u)φ'(v), the same for every output. Parameters are N(0, 1) and multiplied by
 * s_l/√fan-in and b_l ("NTK parameterization", neural-tangents' `stax` with its default). Linear nets with s = 1, b = 0 have
 * (L + 1)·X Xᵀ/D, which is the mean of `net.ntk(x)`.
 *
 * `nngp` of the result is the NNGP kernel. Accuracy, arguments and errors as `nngpKernel`.
 */
export function ntkKernel(x: KernelInput, options: KernelOptions): NtkMatrix;
export function ntkKernel(x: KernelInput, x2: KernelInput | undefined, options: KernelOptions): NtkMatrix;
export function ntkKernel(
  x: KernelInput,
  second: KernelInput | KernelOptions | undefined,
  third?: KernelOptions,
): NtkMatrix {
  const { x2, options } = pairArguments(second, third);
  return drain(ntkKernelSteps(x, x2, options), options?.onProgress);
}

/** The same as a generator that yields about every 20 ms. `next(false)` stops it: rows that are missing are NaN. */
export function* ntkKernelSteps(
  x: KernelInput,
  x2: KernelInput | undefined,
  options: KernelOptions,
): Generator<KernelProgress, NtkMatrix, boolean | undefined> {
  const { nngp, ntk } = yield* kernelMatrices('ntkKernel', x, x2, options, true);
  return { ...ntk!, nngp };
}
