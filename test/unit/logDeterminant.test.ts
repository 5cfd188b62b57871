import { describe, expect, it } from 'vitest';
import { cholesky, logDeterminant, matrix } from '../../src/index';
import { testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('logDeterminant', () => {
  it('has the sign of the determinant', () => {
    expect(
      logDeterminant([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual({ sign: -1, value: 0 });
    expect(logDeterminant([[-1]])).toEqual({ sign: -1, value: 0 });
    expect(
      logDeterminant([
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ]),
    ).toEqual({ sign: 1, value: 0 });
    expect(logDeterminant(matrix(0, 0))).toEqual({ sign: 1, value: 0 });
  });

  it('of a singular matrix is minus infinity without a sign', () => {
    expect(
      logDeterminant([
        [1, 2],
        [2, 4],
      ]),
    ).toEqual({ sign: 0, value: Number.NEGATIVE_INFINITY });
  });

  it.each([1, 5, 33, 100])('of the second difference is log(n + 1), of min(i, j) zero, n = %i', (n) => {
    const second = logDeterminant(testMatrix('second difference', n));
    expect(second.sign).toBe(1);
    expect(Math.abs(second.value - Math.log(n + 1))).toBeLessThanOrEqual(n * tolerance.product('float64', n));
    const { sign, value } = logDeterminant(testMatrix('minimum of i and j', n));
    expect(sign).toBe(1);
    expect(Math.abs(value)).toBeLessThanOrEqual(n * n * tolerance.product('float64', n));
  });

  it('neither over- nor underflows, also at the ends of the exponents', () => {
    const n = 40;
    const a = testMatrix('random definite', n);
    const { value } = logDeterminant(a);
    for (const factor of [2 ** -1010, 2 ** -300, 2 ** 1015]) {
      const scaled = logDeterminant({ ...a, data: a.data.map((x) => x * factor) });
      expect(scaled.sign).toBe(1);
      const shift = n * Math.log(factor);
      expect(Math.abs(scaled.value - value - shift)).toBeLessThanOrEqual(
        tolerance.product('float64', n) * Math.abs(shift),
      );
    }
  });

  it('is twice that of the Cholesky factor, also on a wide range of scales', () => {
    for (const name of ['random definite', 'wide range, 1e-300 to 1e300, definite']) {
      const n = 50;
      const a = testMatrix(name, n);
      const l = cholesky(a);
      let half = 0;
      let size = 0;
      for (let i = 0; i < n; i++) {
        half += Math.log(l.data[i * (n + 1)]);
        size += Math.abs(Math.log(l.data[i * (n + 1)]));
      }
      expect(Math.abs(logDeterminant(a).value - 2 * half)).toBeLessThanOrEqual(
        tolerance.product('float64', n) * (n + size),
      );
    }
  });
});
