import { describe, expect, it } from 'vitest';
import { factorInput, largestEntry, symmetricInput } from '../../src/linalg/factorInput';
import { matrix } from '../../src/matrix';
import { runtime, withWorkspace } from '../../src/wasm/workspace';

describe('factorInput', () => {
  it('copies, also a block whose rows are not adjacent', () => {
    withWorkspace((ws) => {
      const parent = ws.matrix(2, 3, 'float64', [1, 2, 9, 3, 4, 9]);
      const copy = factorInput(ws, parent.block(0, 0, 2, 2), 'a');
      copy.fill(0);
      expect([...parent.data]).toEqual([1, 2, 9, 3, 4, 9]);
      expect(copy.stride).toBe(2);
    });
  });

  it('refuses float32 and names the first entry that is not finite', () => {
    withWorkspace((ws) => {
      expect(() => factorInput(ws, matrix(1, 1, Float32Array.of(1)), 'a')).toThrow('a: expected dtype float64');
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const rows = [
          [1, 1e308],
          [-1e308, bad],
        ];
        expect(() => factorInput(ws, rows, 'a')).toThrow(`a: expected finite entries, got ${bad} in row 1, column 1`);
      }
    });
  });
});

describe('symmetricInput', () => {
  const symmetric = (n: number, change?: (i: number, j: number) => number) =>
    matrix(
      n,
      n,
      Float64Array.from({ length: n * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return Math.cos(Math.min(i, j) + 3 * Math.max(i, j)) + (change?.(i, j) ?? 0);
      }),
    );

  it.each([0, 1, 2, 31, 32, 33, 70])('mirrors the lower triangle over rounding differences, n = %i', (n) => {
    const a = symmetric(n, (i, j) => (i < j ? 1e-14 : 0));
    withWorkspace((ws) => {
      const copy = symmetricInput(ws, a, 'a');
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) expect(copy.row(i)[j]).toBe(a.data[Math.max(i, j) * n + Math.min(i, j)]);
      }
    });
  });

  it.each([
    [1, 0],
    [40, 3],
    [40, 39],
    [69, 35],
  ])('refuses an entry (%i, %i) that differs from its mirror image', (i, j) => {
    const a = symmetric(70, (row, col) => (row === j && col === i ? 1e-9 : 0));
    expect(() => withWorkspace((ws) => symmetricInput(ws, a, 'a'))).toThrow(
      new RegExp(`a: expected a symmetric matrix, got .* in row ${i}, column ${j} and .* across the diagonal`),
    );
  });

  it('measures the difference relative to the largest entry', () => {
    const tiny = matrix(2, 2, Float64Array.of(1e-300, 2e-300, 3e-300, 1e-300));
    expect(() => withWorkspace((ws) => symmetricInput(ws, tiny, 'a'))).toThrow('symmetric');
    const huge = matrix(2, 2, Float64Array.of(1e300, -1e308, 1e308, 1e300));
    expect(() => withWorkspace((ws) => symmetricInput(ws, huge, 'a'))).toThrow('symmetric');
  });

  it('refuses a matrix that is not square and leaves nothing behind', () => {
    const before = runtime().liveBytes;
    expect(() => withWorkspace((ws) => symmetricInput(ws, matrix(2, 3), 'a'))).toThrow(
      'a: expected a square matrix, got 2×3',
    );
    expect(runtime().liveBytes).toBe(before);
  });
});

describe('largestEntry', () => {
  it('is the largest absolute value, 0 of nothing', () => {
    expect(largestEntry(matrix(1, 3, Float64Array.of(1, -7, 3)))).toBe(7);
    expect(largestEntry(matrix(0, 3))).toBe(0);
  });
});
