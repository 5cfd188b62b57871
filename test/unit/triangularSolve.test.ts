import { describe, expect, it } from 'vitest';
import { type Matrix, matrix, NumericalError, randomNormal, ShapeError } from '../../src/index';
import { withWorkspace } from '../../src/linalg/resident';
import { triangularSolve, triangularSolveInPlace } from '../../src/linalg/triangularSolve';
import { productOf, triangleOf } from '../reference/factors';
import { backwardError, frobenius } from '../reference/residuals';
import { tolerance } from '../tolerances';

const every = (['left', 'right'] as const).flatMap((side) =>
  (['lower', 'upper'] as const).flatMap((uplo) =>
    [false, true].flatMap((transpose) =>
      [false, true].map((unitDiagonal) => ({ side, uplo, transpose, unitDiagonal })),
    ),
  ),
);

/** Random in both triangles; off the diagonal small enough that the solution does not grow with n. */
function triangular(n: number): Matrix {
  const t = randomNormal({ seed: 5, rows: n, cols: n });
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i !== j) t.data[i * n + j] /= n;
      else t.data[i * n + i] += t.data[i * n + i] < 0 ? -1 : 1;
    }
  }
  return t;
}

describe('triangularSolve', () => {
  describe.each(every)('from the $side, $uplo, transpose $transpose, unit diagonal $unitDiagonal', (options) => {
    it.each([
      [0, 0],
      [0, 3],
      [3, 0],
      [1, 1],
      [2, 5],
      [4, 4],
      [5, 1],
      [31, 2],
      [32, 3],
      [33, 7],
      [64, 4],
      [97, 5],
      [150, 33],
    ])('multiplies back to b, n = %i with %i systems', (n, systems) => {
      const t = triangular(n);
      const right = options.side === 'right';
      const b = randomNormal({ seed: 6, rows: right ? systems : n, cols: right ? n : systems });
      const x = triangularSolve(t, b, options);
      const op = triangleOf(t, options);
      const back = right ? productOf(x, op) : productOf(op, x);
      const scale = frobenius(op.data) * frobenius(x.data);
      expect(backwardError(b, back, scale)).toBeLessThanOrEqual(tolerance.backwardError);
    });
  });

  it('by default solves with the lower triangle from the left', () => {
    const x = triangularSolve(
      [
        [2, 99],
        [1, 4],
      ],
      [
        [2, 4],
        [9, 6],
      ],
    );
    expect([...x.data]).toEqual([1, 2, 2, 1]);
  });

  it('divides, so that quotients float64 holds are exact', () => {
    const odd = Float64Array.from({ length: 99 }, (_, i) => 2 * i + 1);
    for (const d of odd) expect(triangularSolve([[d]], [[7 * d]]).data[0]).toBe(7);
    expect(triangularSolve([[5e-324]], [[5e-324]]).data[0]).toBe(1);
    expect(triangularSolve([[1.7e308]], [[1.7e308]]).data[0]).toBe(1);
  });

  it('names a zero on the diagonal, unless the diagonal is taken for ones', () => {
    const t = matrix(40, 40);
    for (let i = 0; i < 40; i++) t.data[41 * i] = i === 35 ? 0 : 1;
    const b = matrix(40, 1, new Float64Array(40).fill(1));
    expect(() => triangularSolve(t, b)).toThrow(NumericalError);
    expect(() => triangularSolve(t, b)).toThrow('t: expected a diagonal without zeros, got 0 in row 35');
    expect([...triangularSolve(t, b, { unitDiagonal: true }).data]).toEqual([...b.data]);
  });

  it('refuses a solution that overflows', () => {
    expect(() => triangularSolve([[1e-200]], [[1e200]])).toThrow(/x: .*overflow/);
  });

  it('refuses right-hand sides that do not fit', () => {
    expect(() => triangularSolve([[1]], matrix(2, 1))).toThrow(
      new ShapeError('b: expected 1 rows as t has rows, got 2×1'),
    );
    expect(() => triangularSolve([[1]], matrix(1, 2), { side: 'right' })).toThrow(
      'b: expected 1 columns as t has rows, got 1×2',
    );
  });
});

describe('triangularSolveInPlace', () => {
  it.each([
    [3, 2],
    [33, 9],
    [70, 6],
  ])('reads only its triangle of a block and writes only its block, n = %i with %i columns', (n, systems) => {
    for (const { uplo, transpose, unitDiagonal } of every) {
      withWorkspace((ws) => {
        const t = triangular(n);
        const b = randomNormal({ seed: 6, rows: n, cols: systems });
        const expected = triangularSolve(t, b, { uplo, transpose, unitDiagonal });
        for (let i = 0; i < n; i++) {
          const row = t.data.subarray(i * n, (i + 1) * n);
          if (uplo === 'lower') row.fill(Number.NaN, i + 1);
          else row.fill(Number.NaN, 0, i);
          if (unitDiagonal) row[i] = Number.NaN;
        }
        const triangle = ws.matrix(n + 1, n + 5).block(1, 3, n, n);
        triangle.set(t);
        const parent = ws.matrix(n + 2, systems + 3);
        parent.fill(7);
        const x = parent.block(1, 1, n, systems);
        x.set(b);
        triangularSolveInPlace(triangle, x, { uplo, transpose, unitDiagonal });
        expect(x.copy().data).toEqual(expected.data);
        let outside = 0;
        for (const value of parent.data) outside += value === 7 ? 1 : 0;
        expect(outside).toBe((n + 2) * (systems + 3) - n * systems);
      });
    }
  });
});
