import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { core } from '../../src/wasm/load';
import { axpy, dot, nrm2, scal } from '../reference/level1';
import { tolerance } from '../tolerances';
import { closeTo, damagedGuards, dtypes, numbers, oddSize, withKernelMemory } from './kernelMemory';

const factors = fc.constantFrom(1, -0.5, 0, 3);

describe.each(dtypes)('level 1 in %s', (dtype) => {
  const single = dtype === 'float32';
  const kernels = () => core().kernels;

  it('dot equals the plain twin', () => {
    fc.assert(
      fc.property(oddSize, fc.nat(), (n, seed) => {
        withKernelMemory(dtype, (place) => {
          const next = numbers(seed);
          const x = place(1, n, 0, next);
          const y = place(1, n, 0, next);
          const expected = dot(x.data, y.data);
          const actual = (single ? kernels().dotF32 : kernels().dotF64)(n, x.pointer, y.pointer);
          expect(closeTo(actual, expected.value, expected.scale, tolerance.product(dtype, n))).toBe(true);
        });
      }),
    );
  });

  it('axpy and scal equal the plain twin and stay inside their vector', () => {
    fc.assert(
      fc.property(oddSize, factors, fc.nat(), (n, alpha, seed) => {
        withKernelMemory(dtype, (place) => {
          const next = numbers(seed);
          const x = place(1, n, 0, next);
          const y = place(1, n, 0, next);
          const sum = axpy(alpha, x.data, y.data);
          const scaled = scal(alpha, x.data);
          (single ? kernels().axpyF32 : kernels().axpyF64)(n, alpha, x.pointer, y.pointer);
          (single ? kernels().scalF32 : kernels().scalF64)(n, alpha, x.pointer);
          for (let i = 0; i < n; i++) {
            const scale = Math.abs(alpha) + 1;
            expect(closeTo(y.data[i], sum[i], scale, tolerance.product(dtype, 1))).toBe(true);
            expect(closeTo(x.data[i], scaled[i], scale, tolerance.product(dtype, 1))).toBe(true);
          }
          expect([...damagedGuards(x, 1, n), ...damagedGuards(y, 1, n)]).toEqual([]);
        });
      }),
    );
  });

  it('nrm2 equals the plain twin, also where squares overflow or underflow', () => {
    const scales = single ? [1, 1e30, 1e-30, 1e-44] : [1, 1e200, 1e-200, 5e-324];
    fc.assert(
      fc.property(oddSize, fc.constantFrom(...scales), fc.nat(), (n, scale, seed) => {
        withKernelMemory(dtype, (place) => {
          const next = numbers(seed);
          const x = place(1, n, 0, () => next() * scale);
          const expected = nrm2(x.data);
          const actual = (single ? kernels().nrm2F32 : kernels().nrm2F64)(n, x.pointer);
          // A subnormal result has no more than its own last place.
          const least = single ? 2 ** -149 : 2 ** -1074;
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance.product(dtype, n) * expected + least);
        });
      }),
    );
  });

  it('nrm2 reports NaN and infinities', () => {
    for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const n of [1, 4, 9, 40]) {
        withKernelMemory(dtype, (place) => {
          const x = place(1, n, 0, (_, j) => (j === n - 1 ? special : 1));
          expect((single ? kernels().nrm2F32 : kernels().nrm2F64)(n, x.pointer)).toBe(nrm2(x.data));
        });
      }
    }
  });
});
