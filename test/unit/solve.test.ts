import { describe, expect, it } from 'vitest';
import { conditionNumber, matrix, NumericalError, randomNormal, ShapeError, solve } from '../../src/index';
import { productOf } from '../reference/factors';
import { backwardError, frobenius } from '../reference/residuals';
import { familyOf, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('solve', () => {
  it('answers a small system, exactly where float64 can', () => {
    const x = solve(
      [
        [2, 1],
        [1, 3],
      ],
      [[3], [5]],
    );
    expect([x.rows, x.cols]).toEqual([2, 1]);
    expect(Math.abs(x.data[0] - 0.8) + Math.abs(x.data[1] - 1.4)).toBeLessThanOrEqual(4 * Number.EPSILON);
    expect(solve([[49]], [[49]]).data[0]).toBe(1);
  });

  it.each([1, 2, 3, 17, 33, 64, 100, 130])(
    'has small backward errors on all test matrices of size %i that are not singular, and refuses the others',
    (n) => {
      for (const { name, make, family } of [...familyOf('general', n), ...familyOf('symmetric', n)]) {
        const a = make(n);
        const size = frobenius(a.data);
        const b = randomNormal({ seed: 7, rows: n, cols: 3 });
        const condition = conditionNumber(a);
        if (!(condition < 1 / Number.EPSILON)) {
          expect(() => solve(a, b), name).toThrow(NumericalError);
          continue;
        }
        const x = solve(a, b);
        const scale = size * frobenius(x.data) + frobenius(b.data);
        expect(backwardError(b, productOf(a, x), scale), `${family} ${name}`).toBeLessThanOrEqual(
          tolerance.backwardError,
        );
      }
    },
  );

  it.each([1, 2, 12, 33, 64, 130])('assuming positive definite matrices of size %i it is as accurate', (n) => {
    for (const { name, make } of familyOf('definite', n)) {
      const a = make(n);
      if (!(conditionNumber(a) < 1e15)) continue;
      const b = randomNormal({ seed: 7, rows: n, cols: 5 });
      const x = solve(a, b, { assume: 'positiveDefinite' });
      const scale = frobenius(a.data) * frobenius(x.data) + frobenius(b.data);
      expect(backwardError(b, productOf(a, x), scale), name).toBeLessThanOrEqual(tolerance.backwardError);
    }
  });

  it('scales back what it scaled', () => {
    for (const assume of ['general', 'positiveDefinite'] as const) {
      for (const size of [2 ** -1060, 2 ** -1000, 2 ** 1010]) {
        const a = [
          [2 * size, size],
          [size, 2 * size],
        ];
        const { data } = solve(a, [[3 * size], [3 * size]], { assume });
        for (const x of data) expect(Math.abs(x - 1)).toBeLessThanOrEqual(tolerance.product('float64', 2));
      }
    }
  });

  it('refuses singular matrices with their condition number and a ridge that helps', () => {
    const n = 40;
    const a = testMatrix('rank-deficient symmetric', n);
    const b = matrix(n, 1, new Float64Array(n).fill(1));
    try {
      solve(a, b);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(NumericalError);
      const { message, conditionNumber: reported } = error as NumericalError;
      expect(reported).toBeGreaterThan(1 / Number.EPSILON);
      const ridge = Number(/ridge of (\S+) or more/.exec(message)?.[1]);
      for (let i = 0; i < n; i++) a.data[i * (n + 1)] += 2 * ridge;
      expect(() => solve(a, b)).not.toThrow();
    }
    expect(() => solve([[0]], [[1]])).toThrow('got Infinity');
  });

  it('assuming positive definite refuses a matrix that is not, naming the pivot', () => {
    const run = () =>
      solve(
        [
          [1, 2],
          [2, 1],
        ],
        [[1], [1]],
        { assume: 'positiveDefinite' },
      );
    expect(run).toThrow(NumericalError);
    expect(run).toThrow('got pivot -3 in row 1');
  });

  it('refuses what does not fit, and a solution that overflows', () => {
    expect(() => solve([[1]], matrix(2, 1))).toThrow(new ShapeError('b: expected 1 rows as a has, got 2×1'));
    expect(() => solve([[1e-300]], [[1e300]])).toThrow(/x: .*overflow/);
  });

  it('without equations or right-hand sides gives a matrix of that shape', () => {
    expect(solve(matrix(0, 0), matrix(0, 3))).toEqual(matrix(0, 3));
    expect(solve([[2]], matrix(1, 0))).toEqual(matrix(1, 0));
  });
});
