import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dtype } from '../../src/matrix';
import { core } from '../../src/wasm/load';
import { gemm as reference } from '../reference/gemm';
import { tolerance } from '../tolerances';
import { closeTo, damagedGuards, dtypes, numbers, oddSize, withKernelMemory } from './kernelMemory';

interface Case {
  m: number;
  n: number;
  k: number;
  transA: boolean;
  transB: boolean;
  alpha: number;
  beta: number;
  /** Extra elements per row of A, B and C. */
  padding: [number, number, number];
  seed: number;
  /** Entries replaced by NaN or Infinity: operand, position (taken modulo its size), value. */
  specials?: { operand: 'a' | 'b'; at: number; value: number }[];
}

const padding = fc.constantFrom(0, 0, 1, 3, 8);
const cases = (size: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.record({
    m: size,
    n: size,
    k: size,
    transA: fc.boolean(),
    transB: fc.boolean(),
    alpha: fc.constantFrom(1, 1, -1, 0.5, 0),
    beta: fc.constantFrom(0, 0, 1, -0.25),
    padding: fc.tuple(padding, padding, padding),
    seed: fc.nat(),
  });

const smallSize = fc.integer({ min: 1, max: 57 });

/** Few columns against many rows or the other way round, at inner sizes on both sides of every block. */
const fewByMany = fc
  .tuple(
    cases(fc.integer({ min: 1, max: 33 })),
    fc.constantFrom(5, 31, 66, 130, 259, 300),
    fc.constantFrom(1, 3, 17, 33, 66, 130, 257, 515, 1026),
    fc.boolean(),
  )
  .map(([c, many, k, tall]) => ({ ...c, ...(tall ? { m: many } : { n: many }), k }));

/** Runs the kernel and the twin; returns what differs, in words (empty when nothing). */
function difference(dtype: Dtype, c: Case): string {
  const { m, n, k, transA, transB, alpha, beta } = c;
  return withKernelMemory(dtype, (place) => {
    const next = numbers(c.seed);
    const [ar, ac] = transA ? [k, m] : [m, k];
    const [br, bc] = transB ? [n, k] : [k, n];
    const a = place(ar, ac, c.padding[0], next);
    const b = place(br, bc, c.padding[1], next);
    const out = place(m, n, c.padding[2], beta === 0 ? () => Number.NaN : next);
    for (const { operand, at, value } of c.specials ?? []) {
      const [target, rows, cols] = operand === 'a' ? ([a, ar, ac] as const) : ([b, br, bc] as const);
      if (rows * cols === 0) continue;
      const cell = at % (rows * cols);
      target.data[Math.floor(cell / cols) * target.stride + (cell % cols)] = value;
    }
    const expected = reference(
      m,
      n,
      k,
      alpha,
      { data: a.data, stride: a.stride, transposed: transA },
      { data: b.data, stride: b.stride, transposed: transB },
      beta,
      { data: out.data.slice(), stride: out.stride },
    );
    const untouched = [a, b].map((matrix) => matrix.all.slice());
    const { kernels, scratch } = core();
    (dtype === 'float32' ? kernels.gemmF32 : kernels.gemmF64)(
      +transA,
      +transB,
      m,
      n,
      k,
      alpha,
      a.pointer,
      a.stride,
      b.pointer,
      b.stride,
      beta,
      out.pointer,
      out.stride,
      scratch,
    );
    const { data } = out;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        const actual = data[i * out.stride + j];
        if (!closeTo(actual, expected.value[at], expected.scale[at], tolerance.product(dtype, k))) {
          return `entry (${i}, ${j}) is ${actual}, expected ${expected.value[at]}`;
        }
      }
    }
    const damaged = damagedGuards(out, m, n);
    if (damaged.length > 0) return `guard words at ${damaged} were written`;
    if ([a, b].some((matrix, at) => matrix.all.some((value, i) => !Object.is(value, untouched[at][i])))) {
      return 'an operand was written';
    }
    return '';
  });
}

const check = (dtype: Dtype, arbitrary: fc.Arbitrary<Case>, runs: number) =>
  fc.assert(
    fc.property(arbitrary, (c) => {
      expect(difference(dtype, c)).toBe('');
    }),
    { numRuns: runs },
  );

describe.each(dtypes)('gemm in %s', (dtype) => {
  it('equals the plain twin at odd sizes, transposes, leading dimensions, alpha and beta', () => {
    check(dtype, cases(oddSize), 500);
  });

  it('equals the plain twin for few rows against large matrices', () => {
    const large = fc.constantFrom(129, 130, 131, 135, 200);
    check(
      dtype,
      fc
        .tuple(cases(oddSize), fc.integer({ min: 1, max: 33 }), large, large)
        .map(([c, m, n, k]) => ({ ...c, m, n, k })),
      120,
    );
  });

  it('equals the plain twin at every size of a small product', () => {
    check(dtype, cases(smallSize), 400);
  });

  it('equals the plain twin for few columns or few rows, in several blocks of rows and inner steps', () => {
    check(dtype, fewByMany, 150);
  });

  it('equals the plain twin where several blocks of the packed path meet', () => {
    const base = { alpha: -0.5, beta: 0.5, padding: [1, 2, 3] as [number, number, number], seed: 5 };
    for (const transA of [false, true]) {
      for (const transB of [false, true]) {
        expect(difference(dtype, { ...base, m: 37, n: 1030, k: 300, transA, transB })).toBe('');
        expect(difference(dtype, { ...base, m: 133, n: 9, k: 777, transA, transB })).toBe('');
      }
    }
  });

  it('spreads NaN and infinities to exactly the entries that depend on them', () => {
    const special = fc.record({
      operand: fc.constantFrom('a' as const, 'b' as const),
      at: fc.nat(),
      value: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    });
    for (const { shapes, runs } of [
      { shapes: cases(oddSize), runs: 300 },
      { shapes: cases(smallSize), runs: 200 },
      { shapes: fewByMany, runs: 60 },
    ]) {
      check(
        dtype,
        fc
          .tuple(shapes, fc.array(special, { minLength: 1, maxLength: 3 }))
          .map(([c, specials]) => ({ ...c, specials })),
        runs,
      );
    }
  });

  it('reads neither operand when alpha is 0, and nothing at all when beta is 0 too', () => {
    const specials = [0, 1, 2, 3].map((at) => ({
      operand: at % 2 ? ('a' as const) : ('b' as const),
      at,
      value: Number.NaN,
    }));
    for (const beta of [0, 1, 0.5]) {
      for (const [m, n, k] of [
        [5, 6, 7],
        [5, 200, 150],
        [140, 150, 260],
      ]) {
        const c = {
          m,
          n,
          k,
          transA: false,
          transB: false,
          alpha: 0,
          beta,
          padding: [0, 0, 0] as [number, number, number],
          seed: 1,
        };
        expect(difference(dtype, { ...c, specials })).toBe('');
      }
    }
  });
});
