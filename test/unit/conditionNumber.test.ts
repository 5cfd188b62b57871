import { describe, expect, it } from 'vitest';
import { conditionNumber, type Matrix, matrix, solve } from '../../src/index';
import { inverseNormEstimate } from '../../src/linalg/inverseNormEstimate';
import { withWorkspace } from '../../src/linalg/resident';
import { familyOf, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

/** ‖a‖₁, column by column. */
function oneNorm({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let j = 0; j < cols; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += Math.abs(data[i * cols + j]);
    largest = Math.max(largest, sum);
  }
  return largest;
}

describe('conditionNumber', () => {
  it('of small matrices is exact', () => {
    expect(conditionNumber([[-4]])).toBe(1);
    const a = [
      [1, 2],
      [3, 4],
    ];
    // ‖a‖₁ = 6, and the inverse has columns (−2, 1.5) and (1, −0.5).
    expect(Math.abs(conditionNumber(a) / 21 - 1)).toBeLessThanOrEqual(tolerance.product('float64', 4));
    expect(conditionNumber(testMatrix('identity', 64))).toBe(1);
    expect(conditionNumber(matrix(0, 0))).toBe(0);
  });

  it('of the Hilbert matrix is the published value', () => {
    // Higham 2002, table 28.1 gives the 2-norm; the 1-norm of the 5×5 inverse is 413280, that of the matrix 137/60.
    const value = conditionNumber(testMatrix('Hilbert', 5));
    expect(Math.abs(value / ((413280 * 137) / 60) - 1)).toBeLessThanOrEqual(value * tolerance.product('float64', 5));
  });

  it('is Infinity for an exactly singular matrix', () => {
    expect(conditionNumber(matrix(3, 3))).toBe(Number.POSITIVE_INFINITY);
    const equal = matrix(40, 40, new Float64Array(1600).fill(3));
    expect(conditionNumber(equal)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([2, 3, 20, 40, 70])('is at most, and at least a third of, the condition number by inversion, n = %i', (n) => {
    let compared = 0;
    for (const { name, make } of [...familyOf('general', n), ...familyOf('symmetric', n)]) {
      const a = make(n);
      const estimate = conditionNumber(a);
      // Beyond, the computed inverse is no reference; the extremes' inverses are compared without their scale below.
      if (!(estimate < 1e12) || /tiny|huge/.test(name)) continue;
      const exact = oneNorm(a) * oneNorm(solve(a, testMatrix('identity', n)));
      expect(estimate, name).toBeLessThanOrEqual(exact * (1 + estimate * tolerance.product('float64', n)));
      expect(estimate, name).toBeGreaterThan(exact / 3);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(10);
  });

  it('does not change when the matrix is multiplied by a power of two', () => {
    const a = testMatrix('random', 30);
    const scaled = (factor: number) => ({ ...a, data: a.data.map((x) => x * factor) });
    const plain = conditionNumber(a);
    for (const factor of [2 ** -950, 2 ** 900, 2 ** 1015]) expect(conditionNumber(scaled(factor))).toBe(plain);
  });
});

describe('inverseNormEstimate', () => {
  it('does not stop at the matrix on which the search alone sees nothing', () => {
    // The inverse is I + c·wwᵀ with w orthogonal to ones and to signs: only the alternating vector sees the size c.
    const n = 8;
    const w = [1, -2, 1, 0, 0, 0, 0, 0];
    const size = 1e6;
    withWorkspace((ws) => {
      const apply = (v: { data: Float64Array | Float32Array }) => {
        const product = w.reduce((sum, x, i) => sum + x * v.data[i], 0);
        w.forEach((x, i) => {
          v.data[i] += size * x * product;
        });
      };
      const estimate = inverseNormEstimate(ws.matrix(n, 1), apply, apply);
      expect(estimate).toBeGreaterThan(size);
      expect(estimate).toBeLessThanOrEqual(1 + 8 * size);
    });
  });
});
