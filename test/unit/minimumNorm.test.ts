import { describe, expect, it } from 'vitest';
import { lazyLimit, matmul, matrix, minimumNorm, moments, pinv, randomNormal } from '../../src/index';
import { tolerance } from '../tolerances';

/** Fewer samples than inputs: Sxx has rank 3 of 6. */
const x = randomNormal({ seed: 4, rows: 3, cols: 6 });
const y = randomNormal({ seed: 5, rows: 3, cols: 2 });
const data = moments(x, y);
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.hypot(...Array.from(a, (v, i) => v - b[i]));

describe('minimumNorm', () => {
  it('is the predictor that the pseudoinverse of the inputs gives', () => {
    const expected = matmul(y, pinv(x), { transposeA: true, transposeB: true });
    expect(distance(minimumNorm(data).data, expected.data)).toBeLessThan(tolerance.pseudoInverse(6, 1e3));
  });

  it('fits the samples and has no part in the null space of the inputs', () => {
    const beta = minimumNorm(data);
    expect(distance(matmul(x, beta, { transposeB: true }).data, y.data)).toBeLessThan(tolerance.pseudoInverse(6, 1e3));
    const projector = matmul(pinv(x), x);
    expect(distance(matmul(beta, projector).data, beta.data)).toBeLessThan(tolerance.pseudoInverse(6, 1e3));
  });

  it('is where the flow of the lazy limit ends', () => {
    const end = lazyLimit({ moments: data, hidden: 2, times: [1e4] }).predictor(0);
    expect(distance(end.data, minimumNorm(data).data)).toBeLessThan(tolerance.pseudoInverse(6, 1e3));
  });

  it('is the least-squares solution of noisy data', () => {
    const many = moments(randomNormal({ seed: 6, rows: 30, cols: 4 }), randomNormal({ seed: 7, rows: 30, cols: 1 }));
    const beta = minimumNorm(many);
    expect(distance(matmul(beta, many.sxx).data, many.syx.data)).toBeLessThan(tolerance.pseudoInverse(4, 1e2));
  });

  it('is the same in inputs of any units, where the samples leave one only', () => {
    const x = randomNormal({ seed: 11, rows: 50, cols: 3 });
    for (const unit of [1, 1e4, 1e7, 1e9, 1e-9]) {
      const columns = [1, 1, unit];
      const inUnits = matrix(50, 3, x.data.map((v, i) => v * columns[i % 3]) as Float64Array);
      const slopes = [1, 2, 3 / unit];
      const y = matrix(50, 1);
      inUnits.data.forEach((v, i) => {
        y.data[Math.floor(i / 3)] += v * slopes[i % 3];
      });
      minimumNorm(moments(inUnits, y)).data.forEach((v, j) => {
        expect(Math.abs(v / slopes[j] - 1), `unit ${unit}`).toBeLessThan(1e-12);
      });
    }
  });

  it('is that of the data where moments of fewer samples than inputs were kept in some digits', () => {
    const few = moments(randomNormal({ seed: 3, rows: 5, cols: 20 }), randomNormal({ seed: 4, rows: 5, cols: 1 }));
    const beta = minimumNorm(few);
    for (const digits of [8, 12]) {
      const printed = ({ rows, cols, data }: typeof few.sxx) =>
        matrix(
          rows,
          cols,
          [...data].map((v) => Number(v.toPrecision(digits))),
        );
      const kept = { ...few, sxx: printed(few.sxx), syx: printed(few.syx) };
      expect(distance(minimumNorm(kept).data, beta.data)).toBeLessThan(10 ** (1 - digits));
      const late = lazyLimit({ moments: kept, hidden: 2, times: [1e25] }).predictor(0);
      expect(distance(late.data, beta.data)).toBeLessThan(10 ** (1 - digits));
    }
  });

  it('counts small eigenvalues as zero when told to', () => {
    const graded = { sxx: matrix(2, 2, [1, 0, 0, 1e-6]), syx: matrix(1, 2, [1, 1e-6]), syy: 2 };
    expect(minimumNorm(graded).data[1]).toBeCloseTo(1, 9);
    expect(minimumNorm(graded, { tolerance: 1e-3 }).data[1]).toBe(0);
    expect([...minimumNorm({ sxx: matrix(2, 2), syx: matrix(1, 2), syy: 0 }).data]).toEqual([0, 0]);
  });

  it('refuses bad moments and options by name', () => {
    expect(() => minimumNorm({ sxx: [[1]], syx: [[1, 2]], syy: 1 })).toThrow('moments.syx');
    expect(() => minimumNorm(data, { tolerance: -1 })).toThrow('tolerance');
    const sxx = [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ];
    expect(() => minimumNorm({ sxx, syx: [[0, 0, 0]], syy: 1 })).toThrow('moments, whose eigenvalues are not negative');
  });
});
