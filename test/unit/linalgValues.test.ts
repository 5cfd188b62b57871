/** Factorizations of zeros, of the largest and the least numbers, of published matrices and of entries of all kinds. */
import { describe, expect, it } from 'vitest';
import { checks } from '../../bench/linalgChecks';
import * as d from '../../src/index';
import { type Matrix, matrix, NumericalError } from '../../src/index';
import { cases, columnFor, identity, names, numbersOf, square, wideOf } from '../reference/linalgCases';
import { backwardError, frobenius, orthogonality } from '../reference/residuals';
import { pivotGrowth, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const { matmul } = d;

describe('values at the ends', () => {
  it('of the zero matrix nothing is NaN, and what has no answer is refused', () => {
    for (const n of [1, 2, 33, 70]) {
      const zero = matrix(n, n);
      expect(() => d.cholesky(zero)).toThrow(NumericalError);
      expect(() => d.solve(zero, columnFor(zero))).toThrow(NumericalError);
      expect(() => d.triangularSolve(zero, columnFor(zero))).toThrow(NumericalError);
      expect(() => d.powm(zero, -1)).toThrow(NumericalError);
      expect(d.conditionNumber(zero)).toBe(Number.POSITIVE_INFINITY);
      expect(d.logDeterminant(zero)).toEqual({ sign: 0, value: Number.NEGATIVE_INFINITY });
      expect(d.pinv(zero)).toEqual(zero);
      expect(d.sqrtm(zero)).toEqual(zero);
      expect(d.expm(zero)).toEqual(identity(n));
      const { values, vectors } = d.eigh(zero);
      expect(Array.from(values as Float64Array, Math.abs)).toEqual(Array(n).fill(0));
      expect(orthogonality(vectors)).toBeLessThanOrEqual(tolerance.backwardError);
      const { u, s, vt } = d.svd(zero);
      expect(s).toEqual(new Float64Array(n));
      expect(orthogonality(u)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(vt)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(d.qr(zero).q)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(d.qr(zero, { pivoting: true }).rank).toBe(0);
      const { x, rank } = d.lstsq(zero, columnFor(zero));
      expect([x, rank]).toEqual([matrix(n, 1), 0]);
      const { l, u: upper } = d.lu(zero);
      expect(l).toEqual(identity(n));
      expect(Array.from(upper.data as Float64Array, Math.abs)).toEqual(Array(n * n).fill(0));
    }
  });

  it.each(names)('%s gives finite numbers for entries near the largest and the least', (name) => {
    const { run, kind } = cases[name];
    // e to the power of such entries is larger still.
    const scales = name === 'expm' ? [1e-300, 5e-324] : [1e305, 1e300, 1e-300, 1e-308, 2 ** -1060];
    for (const n of [2, 40]) {
      for (const scale of scales) {
        const a = wideOf(kind, n);
        for (let i = 0; i < a.data.length; i++) a.data[i] *= scale;
        // 1/(n·1e305) and the inverse of a subnormal number lie outside float64.
        const inverse = /solve|pinv|lstsq|−1\/2/i.test(name);
        if (inverse && scale < 1e-307) continue;
        if (name === 'triangularSolve') for (let i = 0; i < n; i++) a.data[i * (n + 1)] = 4 * scale;
        expect(numbersOf(run(a)).every(Number.isFinite), `n = ${n}, ${scale}`).toBe(true);
      }
    }
  });

  it('subnormal numbers are factored to their last bit', () => {
    // Multiples of 2^-1074 that small integers count: the error is that of rounding to them.
    const least = Number.MIN_VALUE;
    const n = 12;
    const a = square(n, (i, j) => ((i * 7 + j * 7 + 3 * i * j) % 11) * 1000 * least);
    const allowed = tolerance.subnormal(n);
    const error = (b: Matrix) => frobenius(a.data.map((x, i) => (x - b.data[i]) / least));
    const { values, vectors } = d.eigh(a);
    const scaled = (m: Matrix, by: Float64Array) =>
      matrix(
        m.rows,
        m.cols,
        m.data.map((x, at) => (x * by[at % m.cols]) / least),
      );
    const back = (m: Matrix) =>
      matrix(
        m.rows,
        m.cols,
        m.data.map((x) => x * least),
      );
    expect(error(back(matmul(scaled(vectors, values), vectors, { transposeB: true })))).toBeLessThanOrEqual(allowed);
    const { u, s, vt } = d.svd(a);
    expect(error(back(matmul(scaled(u, s), vt)))).toBeLessThanOrEqual(allowed);
    const { q, r } = d.qr(a);
    expect(error(matmul(q, r))).toBeLessThanOrEqual(allowed);
  });
});

describe('published values', () => {
  const close = (value: number, exact: number, n: number) =>
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(tolerance.backwardError * n * Number.EPSILON * Math.abs(exact));

  it('the condition number of the Hilbert matrix of 6 is 29,070,279, its determinant 1/186,313,420,339,200,000', () => {
    const hilbert = testMatrix('Hilbert', 6);
    // Both carry the error of the matrix times its condition.
    const digits = 29070279;
    expect(Math.abs(d.conditionNumber(hilbert) / 29070279 - 1)).toBeLessThanOrEqual(6 * digits * Number.EPSILON);
    const { sign, value } = d.logDeterminant(hilbert);
    expect(sign).toBe(1);
    expect(Math.abs(value + Math.log(186313420339200000))).toBeLessThanOrEqual(6 * digits * Number.EPSILON);
  });

  it('the determinant of the Frank matrix is 1', () => {
    const { sign, value } = d.logDeterminant(testMatrix('Frank', 8));
    expect(sign).toBe(1);
    expect(Math.abs(value)).toBeLessThanOrEqual(8 * d.conditionNumber(testMatrix('Frank', 8)) * Number.EPSILON);
  });

  it('the singular values of the Läuchli matrix are √(n + μ²) and n − 1 times μ', () => {
    const [n, mu] = [7, 1e-8];
    const s = d.singularValues(testMatrix('Läuchli, μ = 1e-8', n));
    close(s[0], Math.sqrt(n + mu * mu), n);
    for (const small of s.slice(1)) expect(Math.abs(small - mu)).toBeLessThanOrEqual(n * s[0] * Number.EPSILON);
  });

  it('the solution for the matrix of growth 2^(n − 1) is still found at n = 30', () => {
    const a = pivotGrowth(30);
    const x = d.solve(a, columnFor(a));
    const growth = 2 ** 29;
    expect(backwardError(columnFor(a), matmul(a, x), frobenius(a.data) * frobenius(x.data))).toBeLessThanOrEqual(
      tolerance.backwardError * growth,
    );
  });

  it('a matrix of condition 1e12 is not singular: n = 500 has a power −1/2', () => {
    const a = testMatrix('graded symmetric, condition 1e12', 500);
    const x = d.powm(a, -0.5);
    const scale = frobenius(x.data) ** 2 * frobenius(a.data);
    expect(backwardError(identity(500), matmul(matmul(x, a), x), scale)).toBeLessThanOrEqual(tolerance.backwardError);
  });

  it('a shift has the singular values 1 and one 0, and a permutation turns into ones', () => {
    const s = d.singularValues(testMatrix('shift', 50));
    for (const one of s.subarray(0, 49)) close(one, 1, 50);
    expect(s[49]).toBeLessThanOrEqual(50 * Number.EPSILON);
    const turned = square(50, (i, j) => (j === (i * 7 + 3) % 50 ? 1 : 0));
    for (const one of d.singularValues(turned)) close(one, 1, 50);
    expect(d.logDeterminant(turned).value).toBe(0);
  });
});

describe('entries of all kinds', () => {
  /** In −1 … 1, by position. */
  const noise = (i: number, j: number, salt: number) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(j + 7, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1;
  };
  const scale = (i: number, digits: number) => 10 ** Math.round(digits * noise(i, 0, 5));
  const kinds: Record<string, (i: number, j: number) => number> = {
    signs: (i, j) => Math.sign(noise(i, j, 0)),
    'few of many': (i, j) => (noise(i, j, 1) > 0.85 ? noise(i, j, 2) : 0),
    'three rows again and again': (i, j) => noise(i % 3, j % 3, 3),
    'rows of all sizes': (i, j) => scale(i, 100) * noise(i, j, 0),
    'columns of all sizes': (i, j) => scale(j, 100) * noise(i, j, 0),
    'exponents of all sizes': (i, j) => 10 ** Math.round(290 * noise(i, j, 4)) * noise(i, j, 0),
    'one large entry': (i, j) => (i === 0 && j === 0 ? 1e200 : 1e-200 * noise(i, j, 0)),
    'three diagonals of all sizes': (i, j) => (Math.abs(i - j) <= 1 ? scale(i + j, 10) * noise(i, j, 0) : 0),
    'blocks of four': (i, j) => (i >> 2 === j >> 2 ? noise(i, j, 0) : 0),
    'every third column zero': (i, j) => (j % 3 === 0 ? 0 : noise(i, j, 0)),
    'the identity with noise of rounding': (i, j) => (i === j ? 1 : 0) + 1e-15 * noise(i, j, 0),
    'rank one': (i, j) => noise(i, 0, 0) * noise(0, j, 1),
    'halved again and again': (i, j) => 2 ** -(i + j),
  };

  it.each(Object.keys(kinds))('%s: what every function promises holds', (kind) => {
    const entry = kinds[kind];
    for (const n of [1, 2, 3, 17, 33, 66]) {
      for (const check of checks) {
        const a = square(
          n,
          check.families.includes('general') ? entry : (i, j) => entry(Math.max(i, j), Math.min(i, j)),
        );
        if (check.families.includes('definite')) {
          // Twice as much on the diagonal as beside it.
          for (let i = 0; i < n; i++) {
            const row = a.data.subarray(i * n, (i + 1) * n);
            row[i] = 2 * Array.from(row).reduce((sum, x) => sum + Math.abs(x), 0) || 1;
          }
        }
        let errors: Record<string, number> = {};
        try {
          errors = check.errors(a);
        } catch (error) {
          expect(error, `${check.name}, n = ${n}: ${error}`).toBeInstanceOf(NumericalError);
          expect(check.name).toMatch(/solve|powm/);
        }
        for (const [name, value] of Object.entries(errors)) {
          expect(value, `${check.name}, ${name}, n = ${n}`).toBeLessThanOrEqual(tolerance.backwardError);
        }
      }
    }
  });
});
