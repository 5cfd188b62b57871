import { describe, expect, it } from 'vitest';
import {
  conditionNumber,
  eigh,
  expm,
  logDeterminant,
  matmul,
  matrix,
  NumericalError,
  randomNormal,
  ShapeError,
} from '../../src/index';
import { type Matrix, transpose } from '../../src/matrix';
import { backwardError, frobenius, orthogonality } from '../reference/residuals';
import { scaledColumns, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const map = (m: Matrix, f: (value: number, at: number) => number) => matrix(m.rows, m.cols, m.data.map(f));
const times = (m: Matrix, factor: number) => map(m, (value) => value * factor);
const identity = (n: number) => map(matrix(n, n), (_, at) => (at % (n + 1) === 0 ? 1 : 0));
const oneNorm = (m: Matrix) =>
  Math.max(
    ...Array.from({ length: m.cols }, (_, j) =>
      Array.from({ length: m.rows }, (_, i) => Math.abs(m.data[i * m.cols + j])).reduce((a, b) => a + b, 0),
    ),
  );

/** The power series, term by term, and the sum of the norms of its terms (what its rounding is relative to). */
function series(a: Matrix): { value: Matrix; scale: number } {
  let term = identity(a.rows);
  let value = term;
  let scale = frobenius(term.data);
  for (let k = 1; k < 80; k++) {
    term = times(matmul(term, a), 1 / k);
    value = map(value, (x, at) => x + term.data[at]);
    scale += frobenius(term.data);
  }
  return { value, scale };
}

describe('expm', () => {
  it('equals the power series on both sides of every change of degree', () => {
    const a = randomNormal({ seed: 1, rows: 9, cols: 9 });
    for (const norm of [1e-20, 0.0149, 0.015, 0.253, 0.255, 0.95, 0.951, 2.09, 2.1, 5.37, 5.38, 8]) {
      const scaled = times(a, norm / oneNorm(a));
      const { value, scale } = series(scaled);
      expect(backwardError(value, expm(scaled), scale), `norm ${norm}`).toBeLessThanOrEqual(tolerance.matrixFunction);
    }
  });

  it('equals the spectral sum on symmetric matrices, small and large', () => {
    for (const n of [1, 2, 7, 40]) {
      for (const factor of [1e-3, 1, 20]) {
        const a = times(testMatrix('random symmetric', n), factor / Math.sqrt(n));
        const { values, vectors } = eigh(a);
        const expected = matmul(scaledColumns(vectors, values.map(Math.exp)), vectors, { transposeB: true });
        // An error of ‖a‖·eps in an eigenvalue is one of that size, relative, in its exponential.
        const scale = frobenius(expected.data) * (1 + frobenius(a.data));
        expect(backwardError(expected, expm(a), scale), `n = ${n}, factor ${factor}`).toBeLessThanOrEqual(
          tolerance.matrixFunction,
        );
      }
    }
  });

  it('of a skew-symmetric matrix is a rotation', () => {
    for (const n of [2, 3, 30]) {
      for (const factor of [1e-3, 1, 100]) {
        const g = times(randomNormal({ seed: 2, rows: n, cols: n }), factor);
        const skew = map(g, (value, at) => (value - transpose(g).data[at]) / 2);
        const rotation = expm(skew);
        // Each squaring doubles the loss of orthogonality.
        expect(orthogonality(rotation) / (1 + oneNorm(skew))).toBeLessThanOrEqual(tolerance.backwardError);
        expect(Math.abs(logDeterminant(rotation).value) / 2 ** -52 / (1 + oneNorm(skew)) / n).toBeLessThanOrEqual(
          tolerance.backwardError,
        );
        expect(logDeterminant(rotation).sign).toBe(1);
      }
    }
    const angle = 2.5;
    const plane = expm([
      [0, -angle],
      [angle, 0],
    ]);
    const expected = matrix(2, 2, [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)]);
    expect(backwardError(expected, plane)).toBeLessThanOrEqual(tolerance.matrixFunction);
  });

  it('has the determinant exp(trace)', () => {
    const a = randomNormal({ seed: 3, rows: 20, cols: 20 });
    const trace = Array.from({ length: 20 }, (_, i) => a.data[i * 21]).reduce((x, y) => x + y, 0);
    const exponential = expm(a);
    const { sign, value } = logDeterminant(exponential);
    expect(sign).toBe(1);
    // A relative error of the matrix is one of the condition number times that in the least singular value.
    const error = Math.abs(value - trace) / (20 * 2 ** -52 * conditionNumber(exponential));
    expect(error).toBeLessThanOrEqual(tolerance.matrixFunction);
  });

  it('agrees with published closed forms', () => {
    // Moler & Van Loan (2003), example 2: eigenvalues −1 and −17, hopeless for the power series.
    const [slow, fast] = [Math.exp(-1), Math.exp(-17)];
    const expected = [3 * fast - 2 * slow, 1.5 * (slow - fast), 4 * (fast - slow), 3 * slow - 2 * fast];
    const a = matrix(2, 2, [-49, 24, -64, 31]);
    expect(backwardError(matrix(2, 2, expected), expm(a), oneNorm(a))).toBeLessThanOrEqual(tolerance.matrixFunction);
    // A Jordan block: e^λ/k! on the k-th diagonal.
    const n = 6;
    const jordan = map(matrix(n, n), (_, at) => (at % (n + 1) === 0 ? -2 : at % (n + 1) === 1 ? 1 : 0));
    const factorials = [1, 1, 2, 6, 24, 120];
    const ofJordan = map(jordan, (_, at) => {
      const k = (at % n) - Math.floor(at / n);
      return k < 0 ? 0 : Math.exp(-2) / factorials[k];
    });
    expect(backwardError(ofJordan, expm(jordan))).toBeLessThanOrEqual(tolerance.matrixFunction);
  });

  it('works from nothing upward, also where entries or squares leave the range of numbers', () => {
    expect(expm([])).toEqual(matrix(0, 0));
    expect(expm([[0]])).toEqual(matrix(1, 1, [1]));
    expect(expm([[-1000]])).toEqual(matrix(1, 1, [0]));
    expect([...expm(matrix(3, 3)).data]).toEqual([...identity(3).data]);
    for (const entry of [1e300, 1e-300, 2 ** -1074]) {
      expect([
        ...expm([
          [0, entry],
          [0, 0],
        ]).data,
      ]).toEqual([1, entry, 0, 1]);
    }
  });

  it('refuses what has no exponential, naming it', () => {
    expect(() => expm([[1, 2]])).toThrow(ShapeError);
    expect(() => expm([[Number.NaN]])).toThrow('a: expected finite entries, got NaN');
    expect(() => expm(matrix(1, 1, Float32Array.of(1)))).toThrow('a: expected dtype float64');
    for (const a of [
      [[1000]],
      [
        [800, 1],
        [0, -1],
      ],
      [
        [1e308, 1e308],
        [1e308, 1e308],
      ],
    ]) {
      expect(() => expm(a)).toThrow(NumericalError);
      expect(() => expm(a)).toThrow('expm: expected entries below 1.8e308');
    }
  });

  it('is right where matrices are far from normal: triangular with any coupling, stiff oscillators', () => {
    for (let power = 0; power <= 40; power += 0.25) {
      const b = 10 ** power;
      // f(−1), and the divided difference of exp
      const { data } = expm([
        [0, b],
        [0, -1],
      ]);
      for (const [at, expected] of [1, -b * Math.expm1(-1), 0, Math.exp(-1)].entries()) {
        // as many squarings as the eighth root asks for
        expect(Math.abs(data[at] - expected), `coupling ${b}`).toBeLessThanOrEqual(
          1e-15 * (10 + b ** 0.125) * Math.abs(expected),
        );
      }
    }
    for (const k of [1, 1e2, 1e4, 1e6, 1e8]) {
      const frequency = Math.sqrt(k - 1);
      const [c, s] = [Math.cos(frequency), k === 1 ? 1 : Math.sin(frequency) / frequency];
      const expected = [c + s, s, -k * s, c - s].map((v) => v * Math.exp(-1));
      const { data } = expm([
        [0, 1],
        [-k, -2],
      ]);
      // rounding of k turns the phase by as much of √k
      const off = Math.hypot(...expected.map((v, at) => data[at] - v)) / Math.hypot(...expected);
      expect(off, `stiffness ${k}`).toBeLessThan(1e-14 * (10 + k ** 0.75));
    }
  });
});
