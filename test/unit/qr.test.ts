import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matmul, matrix, NumericalError, type Qr, qr, randomNormal, ShapeError, ValueError } from '../../src/index';
import type { Matrix } from '../../src/matrix';
import { withWorkspace } from '../../src/wasm/workspace';
import { backwardError, orthogonality } from '../reference/residuals';
import { testMatrices, testMatrix, withSingularValues } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

function permuted({ rows, cols, data }: Matrix, order: Int32Array): Matrix {
  const entries = Float64Array.from({ length: rows * cols }, (_, at) => data[at - (at % cols) + order[at % cols]]);
  return matrix(rows, cols, entries);
}

function expectFactors(a: Matrix, { q, r }: Qr, name: string): void {
  expect(backwardError(a, matmul(q, r)), `${name}: residual`).toBeLessThanOrEqual(tolerance.backwardError);
  expect(orthogonality(q), `${name}: orthogonality`).toBeLessThanOrEqual(tolerance.backwardError);
  const below = r.data.filter((_, at) => at % r.cols < Math.floor(at / r.cols));
  expect(
    below.every((x) => x === 0),
    `${name}: zeros below the diagonal`,
  ).toBe(true);
}

describe('qr', () => {
  it.each(testMatrices)('factors "$name", with and without pivoting, thin and full', ({ name, make }) => {
    for (const n of [1, 2, 5, 33, 70]) {
      const a = make(n);
      const k = Math.min(a.rows, a.cols);
      for (const mode of ['thin', 'full'] as const) {
        const where = `${name}, n = ${n}, ${mode}`;
        const plain = qr(a, { mode });
        const sizes = [plain.q.rows, plain.q.cols, plain.r.rows, plain.r.cols];
        const middle = mode === 'thin' ? k : a.rows;
        expect(sizes).toEqual([a.rows, middle, middle, a.cols]);
        expectFactors(a, plain, where);
        const pivoted = qr(a, { mode, pivoting: true });
        expectFactors(permuted(a, pivoted.permutation), pivoted, `${where}, pivoted`);
        expect([...pivoted.permutation].sort((x, y) => x - y)).toEqual(Array.from({ length: a.cols }, (_, j) => j));
      }
    }
  });

  it('with pivoting each diagonal entry is at least the norm of what is left of every later column', () => {
    for (const { name, make } of testMatrices) {
      for (const n of [5, 33, 70]) {
        const { r } = qr(make(n), { pivoting: true });
        const scale = Math.abs(r.data[0]);
        const wrong: string[] = [];
        for (let i = 0; i < r.rows; i++) {
          const diagonal = Math.abs(r.data[i * r.cols + i]);
          for (let j = i + 1; j < r.cols; j++) {
            const rest = Array.from({ length: Math.min(j + 1, r.rows) - i }, (_, l) => r.data[(i + l) * r.cols + j]);
            const norm = Math.hypot(...rest.map((x) => (scale > 0 ? x / scale : x)));
            const least = norm * (1 - tolerance.pivotNorm) - tolerance.orthogonal(n);
            const relative = scale > 0 ? diagonal / scale : diagonal;
            if (!(relative >= least)) wrong.push(`n = ${n}, column ${j} below entry ${i}: ${relative}, least ${least}`);
          }
        }
        expect(wrong, name).toEqual([]);
      }
    }
  });

  it('finds the rank of matrices made of integers, and of graded ones by the tolerance', () => {
    for (const n of [2, 5, 33, 70]) {
      const rank = Math.ceil(n / 2);
      for (const name of ['rank-deficient symmetric', 'rank-deficient', 'rank-deficient tall']) {
        expect(qr(testMatrix(name, n), { pivoting: true }).rank, `${name}, n = ${n}`).toBe(rank);
      }
      for (const name of ['tiny, 1e-300', 'huge, 1e300', 'random wide', 'Läuchli, μ = 1e-8']) {
        expect(qr(testMatrix(name, n), { pivoting: true }).rank, `${name}, n = ${n}`).toBe(n);
      }
    }
    const graded = withSingularValues(12, 9, [1, 1, 1, 1, 1e-7, 1e-7, 1e-7, 0, 0]);
    expect(qr(graded, { pivoting: true }).rank).toBe(7);
    expect(qr(graded, { pivoting: true, tolerance: 1e-4 }).rank).toBe(4);
    expect(qr(graded, { pivoting: true, tolerance: 1 }).rank).toBe(0);
  });

  it('takes shapes around the blocks', () => {
    const size = fc.constantFrom(0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 97);
    fc.assert(
      fc.property(size, size, fc.boolean(), fc.nat(1000), (rows, cols, full, seed) => {
        const a = randomNormal({ seed, rows, cols });
        const mode = full ? 'full' : 'thin';
        expectFactors(a, qr(a, { mode }), `${rows}×${cols}`);
        const pivoted = qr(a, { mode, pivoting: true });
        expectFactors(permuted(a, pivoted.permutation), pivoted, `${rows}×${cols}, pivoted`);
        expect(pivoted.rank).toBe(Math.min(rows, cols));
      }),
      { numRuns: 150 },
    );
  });

  it('leaves its argument alone, and reads blocks of matrices in WebAssembly memory', () => {
    const rows = [
      [3, 1],
      [4, 2],
    ];
    const expected = qr(rows);
    expect(rows).toEqual([
      [3, 1],
      [4, 2],
    ]);
    expect(Math.abs(expected.r.data[0])).toBe(5);
    withWorkspace((ws) => {
      const parent = ws.matrix(2, 3, 'float64', [3, 1, 9, 4, 2, 9]);
      expect(qr(parent.block(0, 0, 2, 2))).toEqual(expected);
      expect([...parent.data]).toEqual([3, 1, 9, 4, 2, 9]);
    });
  });

  it('refuses what it cannot factor, naming it', () => {
    expect(() => qr([[1, Number.NaN]])).toThrow(ValueError);
    expect(() => qr([[1, Number.NaN]])).toThrow('a: expected finite entries, got NaN in row 0, column 1');
    expect(() => qr(matrix(1, 1, Float32Array.of(1)))).toThrow('a: expected dtype float64');
    expect(() => qr([[1, 2], [3]])).toThrow(ShapeError);
    expect(() => qr([[1]], { mode: 'economy' as 'thin' })).toThrow(
      'mode: expected one of "thin", "full", got "economy"',
    );
    expect(() => qr([[1]], { tolerance: 0.1 })).toThrow('tolerance: expected none without pivoting, got 0.1');
    expect(() => qr([[1]], { pivoting: true, tolerance: -1 })).toThrow(
      'tolerance: expected a non-negative finite number',
    );
    expect(() => qr([[1]], { pivot: true } as object)).toThrow('qr: expected options among mode, pivoting, tolerance');
    const overflowing = [[1.5e308], [1.5e308]];
    expect(() => qr(overflowing)).toThrow(NumericalError);
    expect(() => qr(overflowing)).toThrow('r: expected entries below 1.8e308');
  });
});
