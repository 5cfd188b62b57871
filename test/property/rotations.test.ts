import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, release } from '../../src/wasm/arena';
import { core } from '../../src/wasm/load';
import { rotateRows, type Sweep } from '../reference/rotations';
import { tolerance } from '../tolerances';
import { damagedGuards, numbers, oddSize, withKernelMemory } from './kernelMemory';

const rowsAndSweeps = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 6 }), fc.nat())
  .map(([rows, count, seed]) => {
    const next = numbers(seed);
    const below = (n: number) => Math.min(n - 1, Math.floor(((next() + 1) / 2) * n));
    const sweeps = Array.from({ length: count }, (): Sweep => {
      const first = below(rows);
      const step = next() < 0 ? -1 : 1;
      const most = step > 0 ? rows - 1 - first : first;
      const angles = Array.from({ length: below(most + 1) }, () => 4 * next());
      return { first, step, rotations: angles.map((angle) => ({ c: Math.cos(angle), s: Math.sin(angle) })) };
    });
    return { rows, sweeps, seed };
  });

/** The sweeps as the kernel reads them, while `body` runs. */
function withRecord(sweeps: Sweep[], rows: number, body: (table: number, pairs: number, scratch: number) => void) {
  const pairs = sweeps.flatMap(({ rotations }) => rotations.flatMap(({ c, s }) => [c, s]));
  const blocks = [8 * sweeps.length, 8 * pairs.length, 64 * rows].map(allocate);
  try {
    const { buffer } = core().memory;
    const table = sweeps.flatMap(({ first, step, rotations }) => [first, step * rotations.length]);
    new Int32Array(buffer, blocks[0], table.length).set(table);
    new Float64Array(buffer, blocks[1], pairs.length).set(pairs);
    body(blocks[0], blocks[1], blocks[2]);
  } finally {
    for (const block of blocks) release(block);
  }
}

describe('recorded rotations', () => {
  it('turn the rows as the plain twin does, both ways, and touch nothing else', () => {
    fc.assert(
      fc.property(rowsAndSweeps, oddSize, fc.constantFrom(0, 3), ({ rows, sweeps, seed }, cols, padding) => {
        withKernelMemory('float64', (place) => {
          const next = numbers(seed + 1);
          const z = place(rows, cols, padding, () => next());
          const plain = Array.from({ length: rows }, (_, i) => [...z.data.subarray(i * z.stride, i * z.stride + cols)]);
          rotateRows(plain, sweeps);
          withRecord(sweeps, rows, (table, pairs, scratch) => {
            core().kernels.rotateRows(sweeps.length, table, pairs, cols, z.pointer, z.stride, scratch);
          });
          const turns = sweeps.reduce((sum, { rotations }) => sum + rotations.length, 0);
          const worst = Math.max(
            0,
            ...plain.flatMap((row, i) => row.map((x, j) => Math.abs(x - z.data[i * z.stride + j]))),
          );
          expect(worst).toBeLessThanOrEqual(tolerance.product('float64', turns));
          expect(damagedGuards(z, rows, cols)).toEqual([]);
        });
      }),
    );
  });
});
