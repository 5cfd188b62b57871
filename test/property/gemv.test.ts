import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { core } from '../../src/wasm/load';
import { gemv as reference } from '../reference/gemm';
import { tolerance } from '../tolerances';
import { closeTo, damagedGuards, dtypes, numbers, oddSize, withKernelMemory } from './kernelMemory';

describe.each(dtypes)('gemv in %s', (dtype) => {
  it('equals the plain twin', () => {
    fc.assert(
      fc.property(
        oddSize,
        oddSize,
        fc.boolean(),
        fc.constantFrom(1, -0.5, 0),
        fc.constantFrom(0, 1, -0.25),
        fc.constantFrom(0, 1, 3),
        fc.nat(),
        (m, n, trans, alpha, beta, padding, seed) => {
          withKernelMemory(dtype, (place) => {
            const next = numbers(seed);
            const a = place(m, n, padding, next);
            const [length, inner] = trans ? [n, m] : [m, n];
            const x = place(1, inner, 0, next);
            const y = place(1, length, 0, beta === 0 ? () => Number.NaN : next);
            const expected = reference(
              m,
              n,
              alpha,
              { data: a.data, stride: a.stride, transposed: trans },
              x.data,
              beta,
              y.data.slice(),
            );
            const { kernels } = core();
            const kernel = dtype === 'float32' ? kernels.gemvF32 : kernels.gemvF64;
            kernel(+trans, m, n, alpha, a.pointer, a.stride, x.pointer, beta, y.pointer);
            const wrong: string[] = [];
            y.data.forEach((actual, i) => {
              const close = closeTo(actual, expected.value[i], expected.scale[i], tolerance.product(dtype, inner));
              if (!close) wrong.push(`entry ${i} is ${actual}, expected ${expected.value[i]}`);
            });
            expect(wrong).toEqual([]);
            expect(damagedGuards(y, 1, length)).toEqual([]);
          });
        },
      ),
      { numRuns: 400 },
    );
  });
});
