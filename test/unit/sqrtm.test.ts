import { describe, expect, it } from 'vitest';
import { matmul, matrix, sqrtm } from '../../src/index';
import { backwardError } from '../reference/residuals';
import { familyOf, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('sqrtm', () => {
  it.each([1, 2, 5, 40, 100])('squares to its argument on all definite test matrices of size %i', (n) => {
    for (const { name, make } of familyOf('definite', n)) {
      const a = make(n);
      const root = sqrtm(a);
      expect(backwardError(a, matmul(root, root)), name).toBeLessThanOrEqual(tolerance.matrixFunction);
      const lopsided = root.data.findIndex(
        (value, at) => !Object.is(value, root.data[(at % n) * n + Math.floor(at / n)]),
      );
      expect(lopsided, name).toBe(-1);
    }
  });

  it('is the positive root, also of a matrix of low rank', () => {
    const a = testMatrix('rank-deficient symmetric', 30);
    const root = sqrtm(a);
    expect(backwardError(a, matmul(root, root))).toBeLessThanOrEqual(tolerance.matrixFunction);
    expect([
      ...sqrtm([
        [4, 0],
        [0, 9],
      ]).data,
    ]).toEqual([2, 0, 0, 3]);
    expect(sqrtm(matrix(3, 3))).toEqual(matrix(3, 3));
    expect(sqrtm(matrix(0, 0))).toEqual(matrix(0, 0));
  });

  it('refuses a negative eigenvalue and names it', () => {
    expect(() =>
      sqrtm([
        [1, 0],
        [0, -2],
      ]),
    ).toThrow('a: expected a positive semidefinite matrix for its square root, got the eigenvalue -2');
  });
});
