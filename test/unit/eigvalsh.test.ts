import { describe, expect, it } from 'vitest';
import { eigh, eigvalsh, matrix, ShapeError } from '../../src/index';
import { eigenvalues } from '../reference/eigenvalues';
import { frobenius } from '../reference/residuals';
import { familyOf } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('eigvalsh', () => {
  it('gives the eigenvalues of eigh to the last bit', () => {
    for (const n of [0, 1, 2, 7, 33, 90]) {
      for (const { name, make } of n === 0 ? [] : familyOf('symmetric', n)) {
        const a = make(n);
        expect(eigvalsh(a), name).toEqual(eigh(a).values);
      }
    }
    expect(eigvalsh(matrix(0, 0))).toEqual(new Float64Array(0));
  });

  it('agrees with Jacobi rotations', () => {
    for (const n of [2, 5, 24]) {
      for (const { name, make } of familyOf('symmetric', n)) {
        const a = make(n);
        const size = frobenius(a.data) || 1;
        const rows = Array.from({ length: n }, (_, i) => Array.from(a.data.slice(i * n, (i + 1) * n), (x) => x / size));
        const slow = eigenvalues(rows);
        eigvalsh(a).forEach((x, k) => {
          expect(Math.abs(x / size - slow[k]), name).toBeLessThanOrEqual(tolerance.eigenvalue(n));
        });
      }
    }
  });

  it('refuses what eigh refuses', () => {
    expect(() => eigvalsh(matrix(3, 2))).toThrow(ShapeError);
    expect(() => eigvalsh([[Number.NaN]])).toThrow(/a: expected finite entries/);
  });
});
