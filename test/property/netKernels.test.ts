import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dtype } from '../../src/matrix';
import { padded, panelSize } from '../../src/nets/field';
import { core } from '../../src/wasm/load';
import { tolerance } from '../tolerances';
import {
  closeTo,
  damagedGuards,
  dtypes,
  firstDifference,
  numbers,
  type Placed,
  withKernelMemory,
} from './kernelMemory';

/** Sizes in panels, so that kernels meet one block of rows, two, and many. */
const panels = fc.constantFrom(1, 2, 3, 4, 5, 9, 13);
const classes = fc.constantFrom(1, 2, 3, 4, 5, 7, 10, 32, 33);
interface Special {
  at: number;
  value: number;
}
const cases = fc.record({
  classes,
  rows: panels,
  cols: panels,
  m: fc.constantFrom(1, -1, 0.25),
  kappa: fc.constantFrom(0.5, -0.125),
  skip: fc.boolean(),
  update: fc.boolean(),
  /** Elements between the rows of W. */
  padding: fc.constantFrom(0, 4, 16),
  seed: fc.nat(),
  /** NaN or Infinity in W. */
  special: fc.option(fc.record({ at: fc.nat(), value: fc.constantFrom(Number.NaN, Infinity, -Infinity) }), {
    freq: 3,
    nil: undefined,
  }),
});

/** Fields of more than IMAGE_BYTES (assembly/config.ts), whose columns are taken in blocks. */
const plainCase = { rows: 1, m: 0.25, kappa: 0.5, skip: false, update: true, padding: 4, seed: 1, special: undefined };
const inBlocks = [
  { ...plainCase, classes: 33, cols: 60 },
  { ...plainCase, classes: 40, cols: 39, skip: true },
  { ...plainCase, classes: 3, cols: 1100, rows: 2 },
  { ...plainCase, classes: 2, cols: 800, update: false },
  { ...plainCase, classes: 1, cols: 1601, special: { at: 12_000, value: Number.NaN } },
].map((c): [typeof c] => [c]);

/** Where class c, neuron i of a field lies. */
function place(dtype: Dtype, count: number, c: number, i: number): number {
  const p = panelSize(dtype);
  return Math.floor(i / p) * p * count + c * p + (i % p);
}

function poison(w: Placed, rows: number, cols: number, special: Special | undefined): void {
  if (!special) return;
  const at = special.at % (rows * cols);
  w.data[Math.floor(at / cols) * w.stride + (at % cols)] = special.value;
}

describe.each(dtypes)('net kernels %s', (dtype) => {
  it('netBackward adds m·g·W to the field and touches nothing else', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const rows = c.rows * panelSize(dtype);
        const cols = c.cols * panelSize(dtype);
        withKernelMemory(dtype, (matrix) => {
          const next = numbers(c.seed);
          const g = matrix(1, c.classes * rows, 0, next);
          const w = matrix(rows, cols, c.padding, next);
          const out = matrix(1, c.classes * cols, 0, next);
          const scratch = matrix(1, core().kernels.netScratchEntries() * c.classes, 0, () => Number.NaN);
          poison(w, rows, cols, c.special);
          const before = { g: g.all.slice(), w: w.all.slice(), out: out.data.slice() };
          const { kernels } = core();
          const kernel = dtype === 'float32' ? kernels.netBackwardF32 : kernels.netBackwardF64;
          kernel(c.classes, rows, cols, w.stride, c.m, g.pointer, w.pointer, out.pointer, scratch.pointer);
          expect(firstDifference(g.all, before.g)).toBe(-1);
          expect(firstDifference(w.all, before.w)).toBe(-1);
          expect(damagedGuards(out, 1, c.classes * cols)).toEqual([]);
          expect(damagedGuards(scratch, 1, core().kernels.netScratchEntries() * c.classes)).toEqual([]);
          let wrong = 0;
          const gs = g.data;
          const ws = w.data;
          const outs = out.data;
          for (let k = 0; k < c.classes; k++) {
            for (let j = 0; j < cols; j++) {
              const to = place(dtype, c.classes, k, j);
              let sum = before.out[to];
              let scale = Math.abs(sum);
              for (let i = 0; i < rows; i++) {
                const term = c.m * gs[place(dtype, c.classes, k, i)] * ws[i * w.stride + j];
                sum += term;
                scale += Math.abs(term);
              }
              if (!closeTo(outs[to], sum, scale, tolerance.product(dtype, rows))) wrong++;
            }
          }
          expect(wrong).toBe(0);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('netForward images z through W as it was, then adds kappa·gᵀz to W, and touches nothing else', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const rows = (c.skip ? c.cols : c.rows) * panelSize(dtype);
        const cols = c.cols * panelSize(dtype);
        withKernelMemory(dtype, (matrix) => {
          const next = numbers(c.seed);
          const z = matrix(1, c.classes * cols, 0, next);
          const g = matrix(1, c.classes * rows, 0, next);
          const w = matrix(rows, cols, c.padding, next);
          const out = matrix(1, c.classes * rows, 0, () => Number.NaN);
          const scratch = matrix(1, 4 * c.classes, 0, () => Number.NaN);
          poison(w, rows, cols, c.special);
          const before = { z: z.all.slice(), g: g.all.slice(), w: w.data.slice() };
          const { kernels } = core();
          (dtype === 'float32' ? kernels.netForwardF32 : kernels.netForwardF64)(
            c.classes,
            rows,
            cols,
            w.stride,
            c.m,
            c.skip ? 1 : 0,
            c.kappa,
            z.pointer,
            w.pointer,
            c.update ? g.pointer : 0,
            out.pointer,
            scratch.pointer,
          );
          expect(firstDifference(z.all, before.z)).toBe(-1);
          expect(firstDifference(g.all, before.g)).toBe(-1);
          expect(damagedGuards(out, 1, c.classes * rows)).toEqual([]);
          expect(damagedGuards(w, rows, cols)).toEqual([]);
          expect(damagedGuards(scratch, 1, 4 * c.classes)).toEqual([]);
          let wrong = 0;
          const zs = z.data;
          const gs = g.data;
          const ws = w.data;
          const images = out.data;
          for (let i = 0; i < rows; i++) {
            for (let k = 0; k < c.classes; k++) {
              let sum = c.skip ? zs[place(dtype, c.classes, k, i)] : 0;
              let scale = Math.abs(sum);
              for (let j = 0; j < cols; j++) {
                const term = c.m * before.w[i * w.stride + j] * zs[place(dtype, c.classes, k, j)];
                sum += term;
                scale += Math.abs(term);
              }
              const image = images[place(dtype, c.classes, k, i)];
              if (!closeTo(image, sum, scale, tolerance.product(dtype, cols))) wrong++;
            }
            for (let j = 0; j < cols; j++) {
              let sum = before.w[i * w.stride + j];
              let scale = Math.abs(sum);
              for (let k = 0; k < c.classes && c.update; k++) {
                const term = c.kappa * gs[place(dtype, c.classes, k, i)] * zs[place(dtype, c.classes, k, j)];
                sum += term;
                scale += Math.abs(term);
              }
              if (!closeTo(ws[i * w.stride + j], sum, scale, tolerance.product(dtype, c.classes))) wrong++;
            }
          }
          expect(wrong).toBe(0);
        });
      }),
      { numRuns: 60, examples: inBlocks },
    );
  });

  it('padding that is zero stays zero through a run of both kernels', () => {
    fc.assert(
      fc.property(
        classes,
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 19 }),
        fc.nat(),
        (count, n, m, seed) => {
          const rows = padded(n, dtype);
          const cols = padded(m, dtype);
          withKernelMemory(dtype, (matrix) => {
            const next = numbers(seed);
            const zero = () => 0;
            const z = matrix(1, count * cols, 0, zero);
            const g = matrix(1, count * rows, 0, zero);
            const w = matrix(rows, cols, 0, (i, j) => (i < n && j < m ? next() : 0));
            const image = matrix(1, count * rows, 0, zero);
            const field = matrix(1, count * cols, 0, zero);
            const scratch = matrix(1, core().kernels.netScratchEntries() * count, 0, zero);
            for (let k = 0; k < count; k++) {
              for (let i = 0; i < n; i++) g.data[place(dtype, count, k, i)] = next();
              for (let j = 0; j < m; j++) z.data[place(dtype, count, k, j)] = next();
            }
            const { kernels } = core();
            const single = dtype === 'float32';
            const sizes = [count, rows, cols, cols, 1] as const;
            (single ? kernels.netForwardF32 : kernels.netForwardF64)(
              ...sizes,
              0,
              1,
              z.pointer,
              w.pointer,
              g.pointer,
              image.pointer,
              scratch.pointer,
            );
            (single ? kernels.netBackwardF32 : kernels.netBackwardF64)(
              ...sizes,
              g.pointer,
              w.pointer,
              field.pointer,
              scratch.pointer,
            );
            for (let i = 0; i < rows; i++) {
              for (let j = 0; j < cols; j++) if (i >= n || j >= m) expect(w.data[i * w.stride + j]).toBe(0);
            }
            for (let k = 0; k < count; k++) {
              for (let i = n; i < rows; i++) expect(image.data[place(dtype, count, k, i)]).toBe(0);
              for (let j = m; j < cols; j++) expect(field.data[place(dtype, count, k, j)]).toBe(0);
            }
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});
