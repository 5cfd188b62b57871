import { expect } from 'vitest';
import type { InfiniteWidthLimit } from '../../src/limits/infiniteWidth';
import type { Matrix } from '../../src/matrix';
import type { Net } from '../../src/nets/net';
import { significance } from '../tolerances';
import { bias } from './widthScaling';

/** Expects G^l and Φ^l of inputs x, averaged over nets trained for `steps`, to tend to those of the limit as widths grow. */
export function expectKernels(
  limit: InfiniteWidthLimit,
  groups: readonly { width: number; parameters: number; nets: Net[] }[],
  x: Matrix,
  steps: number,
): void {
  for (let l = 1; l <= limit.hidden; l++) {
    const kernels: [string, Matrix, (trained: Net) => Matrix][] = [
      [`G^${l}`, limit.gradientKernel(l, steps), (trained) => trained.gradientKernels()[l - 1]],
      [`Φ^${l}`, limit.featureKernel(x, l, steps), (trained) => trained.featureKernels(x)[l]],
    ];
    for (const [name, kernel, of] of kernels) {
      const curves = groups.map(({ nets, ...group }) => ({ ...group, curves: nets.map((trained) => [of(trained)]) }));
      const { value, standardError } = bias(curves, [kernel]).intercept;
      console.log(`${name}: left at infinite width ${value.toFixed(4)} ± ${standardError.toFixed(4)} of the kernel`);
      expect(Math.abs(value / standardError)).toBeLessThan(significance.most);
      expect(standardError).toBeLessThan(0.02);
    }
  }
}
