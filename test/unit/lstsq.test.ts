import { describe, expect, it } from 'vitest';
import { lstsq, matmul, matrix, NumericalError, randomNormal, ShapeError } from '../../src/index';
import { type Matrix, transpose } from '../../src/matrix';
import { frobenius } from '../reference/residuals';
import { testMatrices, testMatrix, withSingularValues } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const minus = (a: Matrix, b: Matrix) =>
  matrix(
    a.rows,
    a.cols,
    a.data.map((x, i) => x - b.data[i]),
  );
const columnNorm = (m: Matrix, j: number) =>
  frobenius(Array.from({ length: m.rows }, (_, i) => m.data[i * m.cols + j]));
/** In units of rounding of a problem of this size. */
const units = (a: Matrix) => 2 ** -52 * Math.max(1, a.rows, a.cols);

describe('lstsq', () => {
  it.each(testMatrices.filter(({ name }) => name !== 'zero'))(
    'with "$name" the residual is orthogonal to the columns',
    ({ make }) => {
      for (const n of [1, 2, 5, 33, 70]) {
        const a = make(n);
        // Scaled as a is, so that nothing overflows on the way to the test's own products.
        const size = frobenius(a.data);
        const b = randomNormal({ seed: 3, rows: a.rows, cols: 3 });
        if (size === 0) continue;
        const { x, residual } = lstsq(a, b);
        const unit = matrix(
          a.rows,
          a.cols,
          a.data.map((value) => value / size),
        );
        const scaled = matrix(
          x.rows,
          x.cols,
          x.data.map((value) => value * size),
        );
        const rest = minus(matmul(unit, scaled), b);
        const gradient = frobenius(matmul(unit, rest, { transposeA: true }).data);
        const natural = frobenius(scaled.data) + frobenius(b.data);
        expect(gradient / natural / units(a)).toBeLessThanOrEqual(tolerance.backwardError);
        for (let j = 0; j < 3; j++) {
          const error = Math.abs(residual[j] - columnNorm(rest, j));
          expect(error / natural / units(a)).toBeLessThanOrEqual(tolerance.backwardError);
        }
      }
    },
  );

  it('finds the solution of least norm of rank-deficient systems, from the known pseudoinverse', () => {
    for (const [rows, cols] of [
      [9, 6],
      [6, 9],
      [40, 70],
      [70, 40],
      [7, 7],
    ]) {
      const few = Math.min(rows, cols) - 2;
      const values = Array.from({ length: Math.min(rows, cols) }, (_, i) => (i < few ? 1 + i / few : 0));
      const inverse = values.map((s) => (s > 0 ? 1 / s : 0));
      const a = withSingularValues(rows, cols, values);
      const pseudoinverse = transpose(withSingularValues(rows, cols, inverse));
      const b = randomNormal({ seed: 4, rows, cols: 2 });
      const { x, rank } = lstsq(a, b);
      expect(rank).toBe(few);
      const expected = matmul(pseudoinverse, b);
      expect(frobenius(minus(x, expected).data) / frobenius(expected.data) / units(a)).toBeLessThanOrEqual(
        tolerance.backwardError,
      );
    }
  });

  it('returns a solution in the span of the rows when there are many, with residual 0 to rounding', () => {
    const a = testMatrix('random wide', 20);
    const y = randomNormal({ seed: 5, rows: 20, cols: 2 });
    const leastNorm = matmul(a, y, { transposeA: true });
    const b = matmul(a, leastNorm);
    const { x, rank, residual } = lstsq(a, b);
    expect(rank).toBe(20);
    expect(frobenius(minus(x, leastNorm).data) / frobenius(x.data) / units(a)).toBeLessThanOrEqual(
      tolerance.backwardError,
    );
    const scale = frobenius(a.data) * frobenius(x.data);
    for (const r of residual) expect(r / scale / units(a)).toBeLessThanOrEqual(tolerance.backwardError);
  });

  it('directions below the tolerance are left out', () => {
    const a = withSingularValues(8, 5, [1, 1, 1, 1e-6, 1e-6]);
    const b = randomNormal({ seed: 6, rows: 8, cols: 1 });
    expect(lstsq(a, b).rank).toBe(5);
    const cut = lstsq(a, b, { tolerance: 1e-3 });
    expect(cut.rank).toBe(3);
    expect(frobenius(cut.x.data)).toBeLessThan(2 * frobenius(b.data));
  });

  it('the solution has the scale it should, whatever the scales of a and b', () => {
    const a = randomNormal({ seed: 7, rows: 6, cols: 4 });
    const b = randomNormal({ seed: 8, rows: 6, cols: 1 });
    const { x, residual } = lstsq(a, b);
    const times = (m: Matrix, exponent: number) =>
      matrix(
        m.rows,
        m.cols,
        m.data.map((value) => value * 2 ** exponent),
      );
    for (const [ofA, ofB] of [
      [-1000, -1000],
      [1000, 1000],
      [-1000, 0],
      [0, 1000],
      [1000, 0],
      [500, -500],
    ]) {
      const scaled = lstsq(times(a, ofA), times(b, ofB));
      const error = minus(times(scaled.x, ofA - ofB), x);
      expect(frobenius(error.data) / frobenius(x.data) / units(a)).toBeLessThanOrEqual(tolerance.backwardError);
      const change = Math.abs(scaled.residual[0] / 2 ** ofB - residual[0]);
      expect(change / residual[0] / units(a)).toBeLessThanOrEqual(tolerance.backwardError);
    }
  });

  it('works from nothing upward', () => {
    const empty = (rows: number, cols: number) => matrix(rows, cols);
    expect(lstsq(empty(0, 0), empty(0, 0))).toEqual({ x: empty(0, 0), rank: 0, residual: new Float64Array(0) });
    expect(lstsq(empty(0, 3), empty(0, 2)).x).toEqual(empty(3, 2));
    expect(lstsq(empty(3, 0), [[3], [0], [4]])).toEqual({ x: empty(0, 1), rank: 0, residual: Float64Array.of(5) });
    expect(lstsq(empty(2, 2), [[3], [4]])).toEqual({ x: empty(2, 1), rank: 0, residual: Float64Array.of(5) });
    expect(lstsq([[2]], [[6]])).toEqual({ x: matrix(1, 1, [3]), rank: 1, residual: Float64Array.of(0) });
  });

  it('refuses what it cannot solve, naming it', () => {
    expect(() => lstsq([[1], [2]], [[1]])).toThrow(ShapeError);
    expect(() => lstsq([[1], [2]], [[1]])).toThrow('b: expected 2 rows as a has, got 1×1');
    expect(() => lstsq([[Number.POSITIVE_INFINITY]], [[1]])).toThrow('a: expected finite entries, got Infinity');
    expect(() => lstsq([[1]], [[Number.NaN]])).toThrow('b: expected finite entries, got NaN');
    expect(() => lstsq([[1]], [[1]], { tolerance: Number.NaN })).toThrow('tolerance: expected a non-negative finite');
    expect(() => lstsq([[1]], [[1]], { rcond: 1 } as object)).toThrow('lstsq: expected options among tolerance');
    expect(() => lstsq([[1e-300]], [[1e300]])).toThrow(NumericalError);
    expect(() => lstsq([[1e-300]], [[1e300]])).toThrow('x: expected entries below 1.8e308');
  });
});
