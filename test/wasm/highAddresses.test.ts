import { describe, expect, it } from 'vitest';
import { allocate, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';
import { dtypes, numbers, withKernelMemory } from '../property/kernelMemory';
import { gemm } from '../reference/gemm';
import { tolerance } from '../tolerances';

describe.each(dtypes)('%s kernels beyond 2 GiB', (dtype) => {
  it.each([
    { path: 'unpacked', m: 20, n: 21, k: 22 },
    { path: 'packed', m: 70, n: 75, k: 80 },
    { path: 'skinny', m: 6, n: 150, k: 140 },
    { path: 'few columns', m: 150, n: 6, k: 140 },
  ])('multiply on the $path path', ({ m, n, k }) => {
    // Untouched pages cost no memory.
    const below = allocate(2 ** 31);
    try {
      for (const transB of [false, true]) {
        withKernelMemory(dtype, (place) => {
          const next = numbers(7);
          const a = place(m, k, 1, next);
          const b = transB ? place(n, k, 2, next) : place(k, n, 2, next);
          const out = place(m, n, 3, () => 0);
          expect(Math.min(a.pointer, b.pointer, out.pointer)).toBeGreaterThan(2 ** 31);
          const expected = gemm(m, n, k, 1, a, { data: b.data, stride: b.stride, transposed: transB }, 0, out);
          const { kernels, scratch } = core();
          const kernel = dtype === 'float32' ? kernels.gemmF32 : kernels.gemmF64;
          kernel(0, +transB, m, n, k, 1, a.pointer, a.stride, b.pointer, b.stride, 0, out.pointer, out.stride, scratch);
          const { data } = out;
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              const error = Math.abs(data[i * out.stride + j] - expected.value[i * n + j]);
              expect(error).toBeLessThanOrEqual(tolerance.product(dtype, k) * expected.scale[i * n + j]);
            }
          }
        });
      }
    } finally {
      release(below);
    }
  });
});
