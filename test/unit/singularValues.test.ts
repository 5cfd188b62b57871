import { describe, expect, it } from 'vitest';
import { matrix, NumericalError, runtime, singularValues, svd, ValueError } from '../../src/index';
import { testMatrices, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('singularValues', () => {
  it.each([1, 2, 5, 33, 70, 130])('equal those of svd, another algorithm, on all test matrices of size %i', (n) => {
    for (const { name, make } of testMatrices) {
      const a = make(n);
      const s = singularValues(a);
      const twin = svd(a).s;
      expect(s.length, name).toBe(twin.length);
      s.forEach((x, k) => {
        expect(Math.abs(x - twin[k]), name).toBeLessThanOrEqual(2 * s[0] * tolerance.eigenvalue(n));
      });
    }
  });

  it('finds the singular values of the difference of neighbours, 2 cos(kπ/(2n + 1)), to all digits', () => {
    // Bidiagonal already, so even the least keeps its digits.
    const n = 60;
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      a.data[i * n + i] = 1;
      if (i + 1 < n) a.data[i * n + i + 1] = -1;
    }
    singularValues(a).forEach((x, k) => {
      const exact = 2 * Math.cos(((k + 1) * Math.PI) / (2 * n + 1));
      expect(Math.abs(x / exact - 1)).toBeLessThanOrEqual(tolerance.bidiagonalValue);
    });
  });

  it('works on matrices without entries, of zeros, of one row and at both ends of the exponents', () => {
    expect(singularValues(matrix(0, 4))).toEqual(new Float64Array(0));
    expect(singularValues(matrix(4, 0))).toEqual(new Float64Array(0));
    // nothing is reserved for panels of no columns
    const reserved = runtime().wasmBytes;
    expect(singularValues(matrix(0, 2 ** 24))).toEqual(new Float64Array(0));
    expect(runtime().wasmBytes - reserved).toBeLessThan(2 ** 27);
    expect([...singularValues(matrix(3, 2))]).toEqual([0, 0]);
    expect([...singularValues([[-2]])]).toEqual([2]);
    const [scale, tiny, huge] = [1, 1e-300, 1e300].map((factor) => {
      return singularValues(matrix(1, 2, [3 * factor, 4 * factor]))[0] / factor;
    });
    for (const x of [scale, tiny, huge]) expect(Math.abs(x - 5)).toBeLessThanOrEqual(5 * tolerance.eigenvalue(2));
    expect(() => singularValues(matrix(10, 10, new Float64Array(100).fill(1.7e308)))).toThrow(NumericalError);
  });

  it('refuses what is not float64 or not finite', () => {
    expect(() => singularValues(matrix(2, 2, new Float32Array(4)))).toThrow(ValueError);
    expect(() => singularValues(testMatrixWith(Number.NaN))).toThrow('a: expected finite entries, got NaN in row 0');
  });
});

function testMatrixWith(x: number) {
  const a = testMatrix('random', 5);
  a.data[2] = x;
  return a;
}
