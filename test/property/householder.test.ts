import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { core } from '../../src/wasm/load';
import { tolerance } from '../tolerances';
import { damagedGuards, numbers, oddSize, withKernelMemory } from './kernelMemory';

/** Scales at which squares underflow, are harmless, and overflow; the first is subnormal. */
const scales = fc.constantFrom(2 ** -1070, 2 ** -1000, 1, 2 ** 1000);

describe('reflector', () => {
  it('maps its vector to a multiple of the first axis and is orthogonal, at every scale', () => {
    fc.assert(
      fc.property(oddSize, scales, fc.nat(), (n, scale, seed) => {
        if (n === 0) return;
        withKernelMemory('float64', (place) => {
          const next = numbers(seed);
          const placed = place(1, n, 0, () => next() * scale);
          const x = Array.from(placed.data);
          const tau = core().kernels.reflector(n, placed.pointer);
          const beta = placed.data[0];
          const v = Array.from(placed.data);
          v[0] = 1;
          const norm = Math.hypot(...x.map((value) => value / scale));
          // Subnormal results have no digits left to compare.
          const floor = 2 ** -1074 / scale;
          const within = tolerance.orthogonal(n) + 2 * floor;
          expect(Math.abs(Math.abs(beta / scale) - norm)).toBeLessThanOrEqual(within * norm + floor);
          const overlap = v.reduce((sum, value, i) => sum + value * (x[i] / scale), 0);
          x.forEach((value, i) => {
            const image = value / scale - tau * overlap * v[i];
            expect(Math.abs(image - (i === 0 ? beta / scale : 0))).toBeLessThanOrEqual(within * norm + floor);
          });
          // H is orthogonal exactly when tau·‖v‖² = 2, or tau = 0.
          const square = v.reduce((sum, value) => sum + value * value, 0);
          if (tau !== 0) expect(Math.abs(tau * square - 2)).toBeLessThanOrEqual(tolerance.orthogonal(n));
          expect(damagedGuards(placed, 1, n)).toEqual([]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('leaves multiples of the first axis and single numbers alone', () => {
    withKernelMemory('float64', (place) => {
      for (const n of [1, 2, 5]) {
        for (const value of [0, -3, 2 ** -1074]) {
          const placed = place(1, n, 0, (_, j) => (j === 0 ? value : 0));
          expect(core().kernels.reflector(n, placed.pointer)).toBe(0);
          expect([...placed.data]).toEqual(Array.from({ length: n }, (_, j) => (j === 0 ? value : 0)));
        }
      }
    });
  });
});

describe('reflectRows', () => {
  it('equals the plain twin', () => {
    fc.assert(
      fc.property(
        oddSize,
        oddSize,
        fc.constantFrom(0, 1, 3),
        fc.constantFrom(0, 1.25, 2),
        fc.nat(),
        (rows, n, padding, tau, seed) => {
          withKernelMemory('float64', (place) => {
            const next = numbers(seed);
            const a = place(rows, n, padding, next);
            const v = place(1, n, 0, next);
            const before = Float64Array.from(a.data);
            const vector = Float64Array.from(v.data);
            core().kernels.reflectRows(rows, n, tau, v.pointer, a.pointer, a.stride);
            const after = Float64Array.from(a.data);
            let worst = 0;
            for (let i = 0; i < rows; i++) {
              const row = before.subarray(i * a.stride, i * a.stride + n);
              const overlap = row.reduce((sum, value, j) => sum + value * vector[j], 0);
              const size = row.reduce((sum, value, j) => sum + Math.abs(value * vector[j]), 1);
              for (let j = 0; j < n; j++) {
                const error = Math.abs(after[i * a.stride + j] - (row[j] - tau * overlap * vector[j]));
                worst = Math.max(worst, error / size);
              }
            }
            expect(worst).toBeLessThanOrEqual(2 * tolerance.product('float64', n));
            expect(damagedGuards(a, rows, n)).toEqual([]);
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('householderPanel', () => {
  it('gives reflectors and a triangle whose product is the panel', () => {
    fc.assert(
      fc.property(oddSize, oddSize, fc.constantFrom(0, 1, 3), fc.nat(), (k, n, padding, seed) => {
        withKernelMemory('float64', (place) => {
          const next = numbers(seed);
          const a = place(k, n, padding, next);
          const steps = Math.min(k, n);
          const tau = place(1, steps, 0, () => Number.NaN);
          const before = Float64Array.from(a.data);
          core().kernels.householderPanel(k, n, a.pointer, a.stride, tau.pointer);
          const after = Float64Array.from(a.data);
          const factors = Float64Array.from(tau.data);
          let worst = 0;
          for (let row = 0; row < k; row++) {
            // Row of Aᵀ: column `row` of R, through the reflectors from the last to the first.
            const column = Array.from({ length: n }, (_, j) => (j <= row ? after[row * a.stride + j] : 0));
            for (let i = Math.min(row, steps - 1); i >= 0; i--) {
              const v = after.subarray(i * a.stride, i * a.stride + n);
              let overlap = column[i];
              for (let j = i + 1; j < n; j++) overlap += column[j] * v[j];
              column[i] -= factors[i] * overlap;
              for (let j = i + 1; j < n; j++) column[j] -= factors[i] * overlap * v[j];
            }
            const norm = Math.hypot(...column);
            for (let j = 0; j < n; j++) {
              worst = Math.max(worst, Math.abs(column[j] - before[row * a.stride + j]) / norm);
            }
          }
          expect(worst).toBeLessThanOrEqual(tolerance.orthogonal(n));
          expect(damagedGuards(a, k, n)).toEqual([]);
          expect(damagedGuards(tau, 1, steps)).toEqual([]);
        });
      }),
      { numRuns: 100 },
    );
  });
});
