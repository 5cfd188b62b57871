import { describe, expect, it } from 'vitest';
import { matrix, NumericalError } from '../../src/index';
import { cholesky, choleskyInPlace } from '../../src/linalg/cholesky';
import { withWorkspace } from '../../src/linalg/resident';
import { triangularSolveInPlace } from '../../src/linalg/triangularSolve';
import { productOf } from '../reference/factors';
import { backwardError } from '../reference/residuals';
import { familyOf, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const failure = (run: () => unknown): NumericalError => {
  try {
    run();
  } catch (error) {
    if (error instanceof NumericalError) return error;
    throw error;
  }
  throw new Error('expected a NumericalError, got a result');
};

describe('cholesky', () => {
  it('of a published example is its factor', () => {
    const l = cholesky([
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ]);
    expect([...l.data]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it.each([1, 2, 3, 5, 12, 31, 32, 33, 63, 64, 65, 100, 131, 257])(
    'multiplies to every definite test matrix of size %i, and is lower triangular with a positive diagonal',
    (n) => {
      for (const { name, make } of familyOf('definite', n)) {
        const a = make(n);
        const l = cholesky(a);
        expect(backwardError(a, productOf(l, l, { transposeB: true })), name).toBeLessThanOrEqual(
          tolerance.backwardError,
        );
        for (let i = 0; i < n; i++) {
          expect(l.data[i * n + i], name).toBeGreaterThan(0);
          expect(
            l.data.subarray(i * n + i + 1, (i + 1) * n).every((x) => x === 0),
            name,
          ).toBe(true);
        }
      }
    },
  );

  it('counts the lower triangle where rounding made the triangles differ', () => {
    const rounded = matrix(2, 2, [1, 0.5 + 1e-13, 0.5, 1]);
    expect([...cholesky(rounded).data]).toEqual([...cholesky(matrix(2, 2, [1, 0.5, 0.5, 1])).data]);
  });

  it.each([1, 7, 40, 70, 150])('names the pivot that fails, wherever it is in %i rows', (n) => {
    for (const step of [0, Math.floor(n / 2), n - 1]) {
      const a = testMatrix('identity', n);
      a.data[step * (n + 1)] = -3;
      const error = failure(() => cholesky(a));
      expect(error.step).toBe(step);
      expect(error.message).toContain(`got pivot -3 in row ${step}; try adding a ridge of 6.0 or more`);
    }
  });

  it('reports the pivot of an extreme matrix as it would be without scaling, and the suggested ridge suffices here', () => {
    for (const size of [1e-305, 1, 1e305]) {
      const a = [
        [size, 2 * size],
        [2 * size, size],
      ];
      const error = failure(() => cholesky(a));
      const [, pivot, ridge] = /got pivot (\S+) in row 1; try adding a ridge of (\S+) /.exec(error.message) ?? [];
      expect(Math.abs(Number(pivot) / (-3 * size) - 1)).toBeLessThanOrEqual(tolerance.product('float64', 2));
      expect(() =>
        cholesky([
          [size + Number(ridge), 2 * size],
          [2 * size, size + Number(ridge)],
        ]),
      ).not.toThrow();
    }
  });

  it('refuses a pivot of exactly zero and asks for a positive ridge', () => {
    const error = failure(() => cholesky(testMatrix('zero', 3)));
    expect(error.step).toBe(0);
    expect(error.message).toContain('try adding a ridge to the diagonal');
    const singular = failure(() =>
      cholesky([
        [1, 1],
        [1, 1],
      ]),
    );
    expect(singular.message).toMatch(/pivot 0 in row 1; try adding a ridge of 4.4e-16/);
  });
});

it('the factor of a matrix without entries has none', () => {
  expect(cholesky(matrix(0, 0))).toEqual(matrix(0, 0));
});

describe('choleskyInPlace', () => {
  it.each([0, 1, 33, 80])(
    'reads the upper triangle of a block of %i rows, leaves the rest of the parent alone',
    (n) => {
      withWorkspace((ws) => {
        const a = testMatrix('random definite', n);
        const parent = ws.matrix(n + 2, n + 3);
        parent.fill(7);
        const block = parent.block(1, 2, n, n);
        for (let i = 0; i < n; i++) {
          block.row(i).set(a.data.subarray(i * n, (i + 1) * n));
          block.row(i).fill(Number.NaN, 0, i);
        }
        choleskyInPlace(block);
        expect(block.copy().data).toEqual(cholesky(a).data);
        let outside = 0;
        for (const x of parent.data) outside += x === 7 ? 1 : 0;
        expect(outside).toBe((n + 2) * (n + 3) - n * n);
      });
    },
  );

  it('with two triangular solves in place answers a system', () => {
    withWorkspace((ws) => {
      const n = 75;
      const a = testMatrix('random definite', n);
      const l = ws.matrix(n, n, 'float64', a.data);
      choleskyInPlace(l);
      const x = ws.matrix(n, 3, 'float64', a.data.subarray(0, 3 * n));
      const b = x.copy();
      triangularSolveInPlace(l, x);
      triangularSolveInPlace(l, x, { transpose: true });
      expect(backwardError(b, productOf(a, x.copy()))).toBeLessThanOrEqual(tolerance.backwardError);
    });
  });
});
