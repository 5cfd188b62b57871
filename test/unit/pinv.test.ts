import { describe, expect, it } from 'vitest';
import { type Matrix, matmul, matrix, NumericalError, pinv, ValueError } from '../../src/index';
import { transposed } from '../reference/decompositionError';
import { frobenius } from '../reference/residuals';
import { testMatrix, withSingularValues } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

/** Largest of ‖a − b‖/‖b‖ over the pairs. */
function difference(...pairs: [Matrix, Matrix][]): number {
  return Math.max(...pairs.map(([a, b]) => frobenius(a.data.map((x, k) => x - b.data[k])) / frobenius(b.data)));
}

/** How far p is from the pseudo-inverse of a: Penrose's four conditions (1955). */
function penrose(a: Matrix, p: Matrix): number {
  const [ap, pa] = [matmul(a, p), matmul(p, a)];
  return difference([matmul(ap, a), a], [matmul(pa, p), p], [ap, transposed(ap)], [pa, transposed(pa)]);
}

describe('pinv', () => {
  it('satisfies the four conditions of Penrose for every shape and rank', () => {
    for (const [m, n, values] of [
      [6, 6, [5, 4, 3, 2, 1, 1]],
      [9, 4, [8, 4, 2, 1]],
      [4, 9, [8, 4, 2, 1]],
      [40, 50, [100, 10, 1]],
      [70, 30, [3, 2, 1]],
      [5, 5, [2]],
    ] as const) {
      const a = withSingularValues(m, n, [...values]);
      const p = pinv(a);
      expect([p.rows, p.cols]).toEqual([n, m]);
      const condition = values[0] / values[values.length - 1];
      expect(penrose(a, p)).toBeLessThanOrEqual(tolerance.pseudoInverse(Math.max(m, n), condition));
    }
  });

  it('is the inverse of a regular matrix and the transpose of an orthonormal one', () => {
    const a = matrix(2, 2, [4, 7, 2, 6]);
    const inverse = matrix(2, 2, [0.6, -0.7, -0.2, 0.4]);
    expect(difference([pinv(a), inverse])).toBeLessThanOrEqual(tolerance.pseudoInverse(2, 11));
    const q = withSingularValues(12, 5, [1, 1, 1, 1, 1]);
    expect(difference([pinv(q), transposed(q)])).toBeLessThanOrEqual(tolerance.pseudoInverse(12, 1));
  });

  it('counts singular values up to tolerance times the largest as zero', () => {
    const a = matrix(2, 2, [1, 0, 0, 1e-6]);
    expect([...pinv(a).data].map(Math.round)).toEqual([1, 0, 0, 1e6]);
    expect([...pinv(a, { tolerance: 1e-5 }).data]).toEqual([1, 0, 0, 0]);
    expect([...pinv(a, { tolerance: 1 }).data]).toEqual([0, 0, 0, 0]);
  });

  it('drops rounding noise of a rank-deficient matrix by default', () => {
    const p = pinv(testMatrix('rank-deficient', 40));
    expect(frobenius(p.data)).toBeLessThan(100);
    expect(penrose(testMatrix('rank-deficient', 40), p)).toBeLessThanOrEqual(tolerance.pseudoInverse(40, 1000));
  });

  it('works on zeros, without entries, and at both ends of the exponents', () => {
    expect(pinv(matrix(2, 3))).toEqual(matrix(3, 2));
    expect(pinv(matrix(0, 3))).toEqual(matrix(3, 0));
    expect(pinv(matrix(3, 0))).toEqual(matrix(0, 3));
    for (const x of [1e-300, 1e300]) {
      const p = pinv([
        [x, 0],
        [0, 2 * x],
      ]);
      expect(Math.abs(p.data[0] * x - 1)).toBeLessThanOrEqual(tolerance.pseudoInverse(2, 2));
      expect(Math.abs(p.data[3] * 2 * x - 1)).toBeLessThanOrEqual(tolerance.pseudoInverse(2, 2));
    }
    expect(() => pinv([[1e-320]])).toThrow(NumericalError);
  });

  it('refuses bad arguments', () => {
    expect(() => pinv(matrix(2, 2, new Float32Array(4)))).toThrow(ValueError);
    expect(() => pinv([[Number.NaN]])).toThrow('a: expected finite entries, got NaN');
    expect(() => pinv([[1]], { tolerance: -1 })).toThrow('tolerance: expected a non-negative finite number, got -1');
    expect(() => pinv([[1]], { rank: 1 } as never)).toThrow('pinv: expected options among tolerance, got "rank"');
  });
});
