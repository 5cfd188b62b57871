/** The register-only kernel every benchmark is measured against, from its compiled bytes; runs anywhere. */
import type { Dtype } from '../src/matrix';

const STEPS = 20_000;

type Kernel = (steps: number, factor: number) => number;

export interface Peak {
  run: () => void;
  /** Operations (a multiply-add counts as two) per call of `run`. */
  flops: number;
}

export function peakKernel(bytes: BufferSource, dtype: Dtype): Peak {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const kernel = (dtype === 'float32' ? exports.peakF32 : exports.peakF64) as Kernel;
  const chains = (exports.CHAINS as WebAssembly.Global).value as number;
  const lanes = dtype === 'float32' ? 4 : 2;
  return { run: () => kernel(STEPS, 0.5), flops: STEPS * chains * lanes * 2 };
}
