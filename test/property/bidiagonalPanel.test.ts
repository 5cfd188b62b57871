import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { core } from '../../src/wasm/load';
import { tolerance } from '../tolerances';
import { damagedGuards, firstDifference, numbers, oddSize, type Placed, withKernelMemory } from './kernelMemory';

/** Rows of `a` times I − tau·v·vᵀ, by the definition. */
function reflectRows(a: number[][], tau: number, v: ArrayLike<number>): void {
  for (const row of a) {
    const overlap = row.reduce((sum, x, j) => sum + x * v[j], 0);
    row.forEach((x, j) => {
      row[j] = x - tau * overlap * v[j];
    });
  }
}

const turned = (a: number[][]) => (a[0] ?? []).map((_, j) => a.map((row) => row[j]));
const rowOf = (m: Placed, i: number, cols: number) => Array.from(m.data.subarray(i * m.stride, i * m.stride + cols));

describe('bidiagonalPanel', () => {
  it('gives reflectors that make its rows and columns bidiagonal, and what the rest becomes', () => {
    fc.assert(
      fc.property(oddSize, oddSize, fc.integer({ min: 1, max: 32 }), fc.nat(), (extra, cols, wanted, seed) => {
        const n = Math.min(cols, 65);
        const m = n + Math.min(extra, 33);
        const steps = Math.min(wanted, n);
        if (n === 0) return;
        withKernelMemory('float64', (place) => {
          const next = numbers(seed);
          const zero = () => 0;
          const a = place(m, n, 3, next);
          const [d, e, tauV, tauU] = [0, 1, 2, 3].map(() => place(1, steps, 0, zero));
          const [v, x] = [1, 2].map((padding) => place(steps, m, padding, zero));
          const [u, y] = [4, 5].map((padding) => place(steps, n, padding, zero));
          const scratch = place(1, 2 * steps, 0, zero);
          const before = a.data.slice();
          core().kernels.bidiagonalPanel(
            m,
            n,
            steps,
            a.pointer,
            a.stride,
            d.pointer,
            e.pointer,
            tauV.pointer,
            tauU.pointer,
            v.pointer,
            v.stride,
            u.pointer,
            u.stride,
            x.pointer,
            x.stride,
            y.pointer,
            y.stride,
            scratch.pointer,
          );
          expect(firstDifference(a.data, before)).toBe(-1);
          let reduced = Array.from({ length: m }, (_, i) => rowOf(a, i, n));
          for (let i = 0; i < steps; i++) {
            reduced = turned(reduced);
            reflectRows(reduced, tauV.data[i], rowOf(v, i, m));
            reduced = turned(reduced);
            reflectRows(reduced, tauU.data[i], rowOf(u, i, n));
          }
          const within = 4 * steps * tolerance.orthogonal(m) * Math.sqrt(m);
          const [vs, xs, us, ys] = [v, x, u, y].map(({ data }) => data);
          const wrong: string[] = [];
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              let entry = 0;
              if (i >= steps && j >= steps) {
                entry = before[i * a.stride + j];
                for (let k = 0; k < steps; k++) {
                  entry -= vs[k * v.stride + i] * ys[k * y.stride + j];
                  entry -= xs[k * x.stride + i] * us[k * u.stride + j];
                }
              } else if (i === j) entry = d.data[i];
              else if (j === i + 1) entry = e.data[i];
              const apart = Math.abs(reduced[i][j] - entry);
              if (!(apart <= within)) wrong.push(`entry (${i}, ${j}): ${apart} apart, more than ${within}`);
            }
          }
          expect(wrong).toEqual([]);
          for (const [placed, rows, width] of [
            [v, steps, m],
            [x, steps, m],
            [u, steps, n],
            [y, steps, n],
            [d, 1, steps],
            [e, 1, steps],
            [tauV, 1, steps],
            [tauU, 1, steps],
            [scratch, 1, 2 * steps],
          ] as const) {
            expect(damagedGuards(placed, rows, width)).toEqual([]);
          }
        });
      }),
      { numRuns: 120 },
    );
  });
});
