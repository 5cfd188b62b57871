import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';
import { eigenvalues } from '../reference/eigenvalues';
import { rotateRows, type Sweep } from '../reference/rotations';
import { tolerance } from '../tolerances';
import { closeTo, damagedGuards, numbers, type Placed, withKernelMemory } from './kernelMemory';

const size = fc.integer({ min: 1, max: 26 });

function withBytes<T>(bytes: number, body: (address: number) => T): T {
  const block = allocate(bytes);
  try {
    return body(block);
  } finally {
    release(block);
  }
}

/** (I − tau·v·vᵀ) a (I − tau·v·vᵀ), the slow way. */
function reflectBothSides(a: number[][], v: number[], tau: number): number[][] {
  const left = v.map((_, j) => v.reduce((sum, x, i) => sum + x * a[i][j], 0));
  const once = a.map((row, i) => row.map((x, j) => x - tau * v[i] * left[j]));
  const right = once.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
  return once.map((row, i) => row.map((x, j) => x - tau * right[i] * v[j]));
}

describe('tridiagonalPanel', () => {
  it('reduces its rows as the reflectors it returns do, and its update is what they leave of the rest', () => {
    fc.assert(
      fc.property(size, size, fc.constantFrom(0, 3), fc.nat(), (n, most, padding, seed) => {
        const k = Math.min(n, most);
        withKernelMemory('float64', (place) => {
          const next = numbers(seed);
          const upper = Array.from({ length: n }, () => Array.from({ length: n }, next));
          // What lies below the diagonal is never read.
          const a = place(n, n, padding, (i, j) => (i <= j ? upper[i][j] : Number.NaN));
          let dense = upper.map((row, i) => row.map((x, j) => (i <= j ? x : upper[j][i])));
          const g = place(3 * k, n, padding, () => 0);
          const [d, e, tau] = [1, 2, 3].map(() => place(1, n, 0, () => 0));
          withBytes(16 * k, (scratch) => {
            core().kernels.tridiagonalPanel(
              k,
              n,
              a.pointer,
              a.stride,
              g.pointer,
              g.stride,
              d.pointer,
              e.pointer,
              tau.pointer,
              scratch,
            );
          });
          for (let i = 0; i < Math.min(k, n - 1); i++) {
            const v = Array.from({ length: n }, (_, j) => (j > i ? a.data[i * a.stride + j] : 0));
            expect(v[i + 1]).toBe(1);
            dense = reflectBothSides(dense, v, tau.data[i]);
          }
          const near = (actual: number, expected: number) => closeTo(actual, expected, n, tolerance.orthogonal(n));
          for (let i = 0; i < k; i++) {
            expect(near(d.data[i], dense[i][i])).toBe(true);
            for (let j = i + 1; j < n; j++) expect(near(j === i + 1 ? e.data[i] : 0, dense[i][j])).toBe(true);
          }
          for (let i = k; i < n; i++) {
            for (let j = i; j < n; j++) {
              let rest = a.data[i * a.stride + j];
              for (let q = 0; q < 2 * k; q++) rest -= g.data[q * g.stride + i] * g.data[(k + q) * g.stride + j];
              expect(near(rest, dense[i][j])).toBe(true);
            }
          }
          expect(a.all.filter(Number.isNaN).length).toBe((n * (n - 1)) / 2);
          expect([damagedGuards(a, n, n), damagedGuards(g, 3 * k, n)].flat()).toEqual([]);
          expect([d, e, tau].flatMap((vector) => damagedGuards(vector, 1, n))).toEqual([]);
        });
      }),
    );
  });
});

/** The record of one call, as sweeps of the plain twin. */
function recorded(sweeps: number, table: number, pairs: number): Sweep[] {
  const { buffer } = core().memory;
  let at = pairs;
  return Array.from(new Int32Array(buffer, table, 2 * sweeps).entries())
    .filter(([k]) => k % 2 === 0)
    .map(([k, first]) => {
      const count = new Int32Array(buffer, table, 2 * sweeps)[k + 1];
      const numbersOfSweep = new Float64Array(buffer, at, 2 * Math.abs(count));
      at += 16 * Math.abs(count);
      const rotations = Array.from({ length: Math.abs(count) }, (_, r) => ({
        c: numbersOfSweep[2 * r],
        s: numbersOfSweep[2 * r + 1],
      }));
      return { first, step: count < 0 ? -1 : 1, rotations };
    });
}

/** Runs the kernel to its end with room for `most` sweeps (0: without a record), and turns the rows of `z` along. */
function iterate(n: number, d: Placed, e: Placed, most: number, z: number[][]) {
  withBytes(20, (state) =>
    withBytes(8 * Math.max(1, most), (table) =>
      withBytes(16 * Math.max(1, most * n), (pairs) => {
        new Int32Array(core().memory.buffer, state, 5).fill(0);
        for (;;) {
          const sweeps = core().kernels.tridiagonalQl(
            n,
            d.pointer,
            e.pointer,
            state,
            most > 0 ? table : 0,
            most,
            pairs,
            most * n,
          );
          expect(sweeps).toBeGreaterThanOrEqual(0);
          expect(sweeps).toBeLessThanOrEqual(most);
          if (sweeps === 0) return;
          rotateRows(z, recorded(sweeps, table, pairs));
        }
      }),
    ),
  );
}

describe('tridiagonalQl', () => {
  // From flat to graded in either direction, with some entries next to the diagonal exactly zero.
  const matrices = fc.record({ n: size, grade: fc.constantFrom(1, 0.3, 3), zeros: fc.boolean(), seed: fc.nat() });

  it('finds the eigenvalues, and its record diagonalizes, whatever its length', () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 1, max: 5 }), ({ n, grade, zeros, seed }, most) => {
        withKernelMemory('float64', (place) => {
          const next = numbers(seed);
          const size = (i: number) => (grade > 1 ? grade ** (i - n + 1) : grade ** i);
          const d = place(1, n, 0, (_, i) => next() * size(i));
          const e = place(1, n - 1, 0, (_, i) => (zeros && next() > 0.5 ? 0 : next() * size(i)));
          const dense = Array.from({ length: n }, (_, i) =>
            Array.from({ length: n }, (_, j) =>
              i === j ? d.data[i] : Math.abs(i - j) === 1 ? e.data[Math.min(i, j)] : 0,
            ),
          );
          const [alone, beside] = [place(1, n, 0, (_, i) => d.data[i]), place(1, n - 1, 0, (_, i) => e.data[i])];
          const z = dense.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
          iterate(n, d, e, most, z);
          iterate(n, alone, beside, 0, []);
          expect([...alone.data]).toEqual([...d.data]);
          const found = [...d.data].sort((x, y) => x - y);
          eigenvalues(dense).forEach((x, k) => {
            expect(Math.abs(x - found[k])).toBeLessThanOrEqual(2 * tolerance.eigenvalue(n));
          });
          z.forEach((v, k) => {
            const image = dense.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
            image.forEach((x, i) => {
              expect(closeTo(x, d.data[k] * v[i], 2, 4 * tolerance.eigenvalue(n))).toBe(true);
            });
          });
          expect([...damagedGuards(d, 1, n), ...damagedGuards(e, 1, n - 1)]).toEqual([]);
        });
      }),
    );
  });

  it('gives up with −1 on numbers that are none', () => {
    withKernelMemory('float64', (place) => {
      const d = place(1, 3, 0, () => Number.NaN);
      const e = place(1, 2, 0, () => Number.NaN);
      withBytes(20, (state) => {
        new Int32Array(core().memory.buffer, state, 5).fill(0);
        expect(core().kernels.tridiagonalQl(3, d.pointer, e.pointer, state, 0, 0, 0, 0)).toBe(-1);
      });
    });
  });
});
