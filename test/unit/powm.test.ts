import { describe, expect, it } from 'vitest';
import { eigvalsh, matmul, matrix, NumericalError, powm, sqrtm } from '../../src/index';
import { backwardError, orthogonality } from '../reference/residuals';
import { testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

const a = testMatrix('random symmetric', 37);
const definite = testMatrix('random definite', 37);

describe('powm', () => {
  it('of positive integers equals repeated products, negative eigenvalues included', () => {
    let product = a;
    for (let p = 1; p <= 5; p++) {
      expect(backwardError(product, powm(a, p)), `power ${p}`).toBeLessThanOrEqual(tolerance.matrixFunction);
      product = matmul(product, a);
    }
  });

  it('of −1 and −3 multiplies back to the identity', () => {
    for (const [p, power] of [
      [-1, definite],
      [-3, matmul(definite, matmul(definite, definite))],
    ] as const) {
      const identity = matmul(powm(definite, p), power);
      const size = Math.max(...eigvalsh(definite)) ** -p;
      const deviation = identity.data.map((x, k) => x - (k % 38 === 0 ? 1 : 0));
      expect(Math.max(...deviation.map(Math.abs))).toBeLessThanOrEqual(tolerance.matrixFunction * 37 * 2 ** -52 * size);
    }
    expect([
      ...powm(
        [
          [-2, 0],
          [0, 4],
        ],
        -1,
      ).data,
    ]).toEqual([-0.5, 0, 0, 0.25]);
  });

  it('of fractions adds exponents, and 1/2 is the square root', () => {
    const product = matmul(powm(definite, 0.3), powm(definite, 0.7));
    expect(backwardError(definite, product)).toBeLessThanOrEqual(tolerance.matrixFunction);
    expect(backwardError(sqrtm(definite), powm(definite, 0.5))).toBeLessThanOrEqual(tolerance.matrixFunction);
  });

  it('of 0 is the identity, also of a singular matrix', () => {
    expect(orthogonality(powm(testMatrix('rank-deficient symmetric', 20), 0))).toBeLessThanOrEqual(
      tolerance.matrixFunction,
    );
    expect(powm(matrix(0, 0), 0)).toEqual(matrix(0, 0));
  });

  it('is symmetric to the last bit', () => {
    const cube = powm(a, 3).data;
    for (let i = 0; i < 37; i++) for (let j = 0; j < i; j++) expect(cube[i * 37 + j]).toBe(cube[j * 37 + i]);
  });

  it('refuses powers that do not exist', () => {
    expect(() => powm(a, Number.NaN)).toThrow('p: expected a finite number');
    expect(() =>
      powm(
        [
          [1, 0],
          [0, -2],
        ],
        0.5,
      ),
    ).toThrow(/positive semidefinite matrix for the power 0.5, got the eigenvalue -2/);
    expect(() => powm([[1e300]], 2)).toThrow(/overflows/);
    const singular = testMatrix('rank-deficient symmetric', 20);
    expect(() => powm(singular, -1)).toThrow(NumericalError);
    expect(() => powm(singular, -0.5)).toThrow(/singular to working precision .* try adding a ridge/);
    expect(() => powm(matrix(2, 2), -1)).toThrow(/condition number Infinity/);
  });
});
