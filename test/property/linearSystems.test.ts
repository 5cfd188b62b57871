import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, lu, type Matrix, matrix, triangularSolve } from '../../src/index';
import { permutedRows, productOf, triangleOf } from '../reference/factors';
import { backwardError, frobenius } from '../reference/residuals';
import { tolerance } from '../tolerances';
import { numbers, oddSize } from './kernelMemory';

const seed = fc.nat();
/** Powers of two by which rows are scaled: none, some, or far apart. */
const spread = fc.constantFrom(0, 3, 200);

function random(rows: number, cols: number, next: () => number, spread: number): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    const scale = 2 ** Math.round(spread * next());
    for (let j = 0; j < cols; j++) out.data[i * cols + j] = scale * next();
  }
  return out;
}

describe('on random shapes and scales', () => {
  it('l·u is the permuted matrix', () => {
    fc.assert(
      fc.property(oddSize, oddSize, spread, seed, (m, n, spread, seed) => {
        const a = random(m, n, numbers(seed), spread);
        const { l, u, permutation } = lu(a);
        expect(backwardError(permutedRows(a, permutation), productOf(l, u))).toBeLessThanOrEqual(
          tolerance.backwardError,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('L·Lᵀ is the definite matrix, row by row relative to its diagonal', () => {
    fc.assert(
      fc.property(oddSize, spread, seed, (n, spread, seed) => {
        const x = random(n, n, numbers(seed), spread);
        const a = productOf(x, x, { transposeB: true });
        for (let i = 0; i < n; i++) a.data[i * (n + 1)] *= 2;
        const l = cholesky(a);
        const back = productOf(l, l, { transposeB: true });
        let worst = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const size = Math.sqrt(a.data[i * (n + 1)]) * Math.sqrt(a.data[j * (n + 1)]);
            worst = Math.max(worst, Math.abs(back.data[i * n + j] - a.data[i * n + j]) / size);
          }
        }
        expect(worst).toBeLessThanOrEqual(tolerance.backwardError * n * Number.EPSILON);
      }),
      { numRuns: 100 },
    );
  });

  it('op(t)·x is b for every triangle', () => {
    const options = fc.record({
      uplo: fc.constantFrom('lower' as const, 'upper' as const),
      transpose: fc.boolean(),
      unitDiagonal: fc.boolean(),
    });
    fc.assert(
      fc.property(oddSize, oddSize, options, seed, (n, systems, options, seed) => {
        const next = numbers(seed);
        const t = random(n, n, next, 0);
        // Off the diagonal small, so that the solution stays near b.
        for (let i = 0; i < n * n; i++) t.data[i] /= n;
        for (let i = 0; i < n; i++) t.data[i * (n + 1)] += t.data[i * (n + 1)] < 0 ? -1 : 1;
        const b = random(n, systems, next, 0);
        const x = triangularSolve(t, b, options);
        const op = triangleOf(t, options);
        const scale = frobenius(op.data) * frobenius(x.data);
        expect(backwardError(b, productOf(op, x), scale)).toBeLessThanOrEqual(tolerance.backwardError);
      }),
      { numRuns: 150 },
    );
  });
});
