import { describe, expect, it } from 'vitest';
import { type Matrix, matrix, NumericalError, svd, ValueError, workspace } from '../../src/index';
import { decompositionError, transposed } from '../reference/decompositionError';
import { testMatrices, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const shape = ({ rows, cols }: Matrix) => [rows, cols];
const descending = (s: Float64Array) => s.every((x, k) => x >= 0 && (k === 0 || s[k - 1] >= x));

describe('svd', () => {
  it.each([1, 2, 3, 4, 5, 31, 32, 33, 64, 65, 66, 100, 130])(
    'has small residuals on all test matrices of size %i',
    (n) => {
      for (const { name, make } of testMatrices) {
        const a = make(n);
        const thin = svd(a);
        expect(decompositionError(a, thin), name).toBeLessThanOrEqual(tolerance.backwardError);
        expect(descending(thin.s), name).toBe(true);
        const full = svd(a, { full: true });
        expect(decompositionError(a, full), name).toBeLessThanOrEqual(tolerance.backwardError);
        expect(full.s).toEqual(thin.s);
      }
    },
  );

  it('has small residuals at n = 300, where three levels of divisions meet', () => {
    for (const name of ['random', 'clustered singular values', 'rank-deficient', 'wide range, 1e-300 to 1e300']) {
      const a = testMatrix(name, 300);
      expect(decompositionError(a, svd(a)), name).toBeLessThanOrEqual(tolerance.backwardError);
    }
  });

  it.each([
    [7, 4],
    [4, 7],
    [40, 38],
    [38, 40],
    [90, 33],
    [33, 90],
    [200, 1],
    [1, 200],
    [5, 5],
  ])('gives thin and full factors of %i×%i', (m, n) => {
    const a = matrix(m, n, testMatrix('random', 200).data.slice(0, m * n));
    const k = Math.min(m, n);
    const thin = svd(a);
    expect([shape(thin.u), thin.s.length, shape(thin.vt)]).toEqual([[m, k], k, [k, n]]);
    const full = svd(a, { full: true });
    expect([shape(full.u), full.s.length, shape(full.vt)]).toEqual([[m, m], k, [n, n]]);
    for (const result of [thin, full]) {
      expect(decompositionError(a, result)).toBeLessThanOrEqual(tolerance.backwardError);
    }
    if (m !== n) expect(svd(transposed(a)).s).toEqual(thin.s);
  });

  it('finds the singular values of the Läuchli matrix, √(n + μ²) and μ, to rounding of the largest', () => {
    const n = 50;
    const { s } = svd(testMatrix('Läuchli, μ = 1e-8', n));
    s.forEach((x, k) => {
      const exact = k === 0 ? Math.sqrt(n + 1e-16) : 1e-8;
      expect(Math.abs(x - exact)).toBeLessThanOrEqual(s[0] * tolerance.eigenvalue(n));
    });
  });

  it('finds the singular values of a second difference, 2 − 2 cos(kπ/(n + 1))', () => {
    for (const n of [1, 2, 10, 77]) {
      svd(testMatrix('second difference', n)).s.forEach((x, k) => {
        const exact = 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1));
        expect(Math.abs(x - exact)).toBeLessThanOrEqual(4 * tolerance.eigenvalue(n));
      });
    }
  });

  it('has orthonormal vectors for a matrix of zeros', () => {
    for (const [m, n] of [
      [3, 3],
      [40, 50],
      [80, 40],
    ]) {
      const a = matrix(m, n);
      const result = svd(a, { full: true });
      expect(result.s).toEqual(new Float64Array(Math.min(m, n)));
      expect(decompositionError(a, result)).toBeLessThanOrEqual(tolerance.backwardError);
    }
  });

  it('works on matrices without entries and of one', () => {
    expect(svd(matrix(0, 0))).toEqual({ u: matrix(0, 0), s: new Float64Array(0), vt: matrix(0, 0) });
    expect(svd(matrix(0, 3))).toEqual({ u: matrix(0, 0), s: new Float64Array(0), vt: matrix(0, 3) });
    expect(svd(matrix(3, 0))).toEqual({ u: matrix(3, 0), s: new Float64Array(0), vt: matrix(0, 0) });
    const identity = matrix(2, 2, [1, 0, 0, 1]);
    expect(svd(matrix(0, 2), { full: true })).toEqual({ u: matrix(0, 0), s: new Float64Array(0), vt: identity });
    expect(svd(matrix(2, 0), { full: true })).toEqual({ u: identity, s: new Float64Array(0), vt: matrix(0, 0) });
    const { u, s, vt } = svd([[-3]]);
    expect([...s]).toEqual([3]);
    expect(u.data[0] * vt.data[0]).toBe(-1);
  });

  it('works on subnormal entries and refuses singular values beyond float64', () => {
    const a = matrix(2, 2, [2 ** -1074, 0, 0, 2 ** -1070]);
    expect([...svd(a).s]).toEqual([2 ** -1070, 2 ** -1074]);
    expect(() => svd(matrix(10, 10, new Float64Array(100).fill(1.7e308)))).toThrow(NumericalError);
  });

  it('leaves its argument alone and takes blocks of a workspace', () => {
    for (const [m, n] of [
      [9, 8],
      [8, 9],
      [30, 4],
      [4, 30],
    ]) {
      const a = matrix(m, n, testMatrix('random', 20).data.slice(0, m * n));
      const before = a.data.slice();
      const plain = svd(a);
      expect(a.data).toEqual(before);
      const ws = workspace();
      const block = ws.matrix(m + 3, n + 5).block(1, 2, m, n);
      block.set(a);
      expect(svd(block)).toEqual(plain);
      expect(block.copy().data).toEqual(before);
      ws.dispose();
    }
  });

  it('refuses what is not float64, not finite, or an unknown option', () => {
    expect(() => svd(matrix(2, 2, new Float32Array(4)))).toThrow(ValueError);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => svd([[1, x]])).toThrow('a: expected finite entries, got');
      expect(() => svd([[1], [x]])).toThrow('in row 1, column 0');
    }
    expect(() => svd([[1]], { full: 1 as never })).toThrow('full: expected true or false, got 1');
    expect(() => svd([[1]], { thin: true } as never)).toThrow('svd: expected options among full, got "thin"');
  });
});
