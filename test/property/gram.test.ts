import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dtype } from '../../src/matrix';
import { core } from '../../src/wasm/load';
import { gram as reference } from '../reference/gemm';
import { tolerance } from '../tolerances';
import { closeTo, damagedGuards, dtypes, numbers, oddSize, withKernelMemory } from './kernelMemory';

interface Case {
  n: number;
  k: number;
  trans: boolean;
  alpha: number;
  beta: number;
  padding: [number, number];
  seed: number;
  nan?: number;
}

const padding = fc.constantFrom(0, 0, 1, 3, 8);
const cases: fc.Arbitrary<Case> = fc.record({
  n: oddSize,
  k: oddSize,
  trans: fc.boolean(),
  alpha: fc.constantFrom(1, 1, -1, 0.5, 0),
  beta: fc.constantFrom(0, 0, 1, -0.25),
  padding: fc.tuple(padding, padding),
  seed: fc.nat(),
  nan: fc.option(fc.nat(), { nil: undefined, freq: 4 }),
});

function difference(dtype: Dtype, { n, k, trans, alpha, beta, ...c }: Case): string {
  return withKernelMemory(dtype, (place) => {
    const next = numbers(c.seed);
    const [rows, cols] = trans ? [k, n] : [n, k];
    const a = place(rows, cols, c.padding[0], next);
    if (c.nan !== undefined && rows * cols > 0) {
      const cell = c.nan % (rows * cols);
      a.data[Math.floor(cell / cols) * a.stride + (cell % cols)] = Number.NaN;
    }
    // Symmetric in the upper triangle's sense; below the diagonal NaN, which must not be read.
    const out = place(n, n, c.padding[1], (i, j) => (beta === 0 || j < i ? Number.NaN : next()));
    const before = out.data;
    const old = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return before[Math.min(i, j) * out.stride + Math.max(i, j)];
    });
    const expected = reference(n, k, alpha, { data: a.data, stride: a.stride, transposed: trans }, beta, {
      data: old,
      stride: n,
    });
    const { kernels, scratch } = core();
    const kernel = dtype === 'float32' ? kernels.gramF32 : kernels.gramF64;
    kernel(+trans, n, k, alpha, a.pointer, a.stride, beta, out.pointer, out.stride, scratch);
    const { data } = out;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const actual = data[i * out.stride + j];
        if (!closeTo(actual, expected.value[i * n + j], expected.scale[i * n + j], tolerance.product(dtype, k))) {
          return `entry (${i}, ${j}) is ${actual}, expected ${expected.value[i * n + j]}`;
        }
        if (!Object.is(actual, data[j * out.stride + i])) return `entries (${i}, ${j}) and (${j}, ${i}) differ`;
      }
    }
    const damaged = damagedGuards(out, n, n);
    return damaged.length > 0 ? `guard words at ${damaged} were written` : '';
  });
}

describe.each(dtypes)('gram in %s', (dtype) => {
  it('equals the plain twin, is symmetric to the last bit and reads only the upper triangle', () => {
    fc.assert(
      fc.property(cases, (c) => {
        expect(difference(dtype, c)).toBe('');
      }),
      { numRuns: 400 },
    );
  });

  it('equals the plain twin where several blocks meet', () => {
    const c = { n: 1030, k: 3, alpha: 1, beta: 0.5, padding: [1, 2] as [number, number], seed: 3 };
    for (const trans of [false, true]) {
      expect(difference(dtype, { ...c, trans })).toBe('');
      expect(difference(dtype, { ...c, trans, n: 37, k: 600 })).toBe('');
    }
  });
});
