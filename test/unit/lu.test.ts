import { describe, expect, it } from 'vitest';
import { type Matrix, randomNormal } from '../../src/index';
import { lu, luInPlace, pivotRows } from '../../src/linalg/lu';
import { withWorkspace } from '../../src/linalg/resident';
import { permutedRows, productOf } from '../reference/factors';
import { backwardError, frobenius } from '../reference/residuals';
import { pivotGrowth, testMatrices } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

/** The backward error, after what the factors must look like was checked. */
function checkedError(a: Matrix, name: string, scaleByFactors = false): number {
  const { l, u, permutation, sign } = lu(a);
  const k = Math.min(a.rows, a.cols);
  expect([l.rows, l.cols, u.rows, u.cols], name).toEqual([a.rows, k, k, a.cols]);
  const strange: string[] = [];
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < k; j++) {
      const entry = l.data[i * k + j];
      const fits = j < i ? Math.abs(entry) <= 1 : entry === (i === j ? 1 : 0);
      if (!fits) strange.push(`l has ${entry} at (${i}, ${j})`);
    }
  }
  for (let i = 0; i < k; i++) {
    if (u.data.subarray(i * a.cols, i * a.cols + i).some((x) => x !== 0))
      strange.push(`u has entries below (${i}, ${i})`);
  }
  expect(strange, name).toEqual([]);
  expect([...permutation].sort((x, y) => x - y)).toEqual(Array.from({ length: a.rows }, (_, i) => i));
  expect(sign).toBe(parity(permutation));
  const scale = scaleByFactors ? frobenius(l.data) * frobenius(u.data) : undefined;
  return backwardError(permutedRows(a, permutation), productOf(l, u), scale);
}

function parity(permutation: Int32Array): number {
  const seen = new Set<number>();
  let sign = 1;
  for (let i = 0; i < permutation.length; i++) {
    let length = 0;
    for (let at = i; !seen.has(at); at = permutation[at]) {
      seen.add(at);
      length++;
    }
    if (length % 2 === 0 && length > 0) sign = -sign;
  }
  return sign;
}

describe('lu', () => {
  it('takes the largest entry of each column as pivot', () => {
    const { l, u, permutation, sign } = lu([
      [1, 2],
      [4, 4],
      [2, 6],
    ]);
    expect([...permutation]).toEqual([1, 2, 0]);
    expect(sign).toBe(1);
    expect([...l.data]).toEqual([1, 0, 0.5, 1, 0.25, 0.25]);
    expect([...u.data]).toEqual([4, 4, 0, 4]);
  });

  it.each([1, 2, 3, 5, 15, 16, 17, 31, 33, 64, 65, 100, 131, 257])(
    'multiplies to every test matrix of size %i',
    (n) => {
      for (const { name, make } of testMatrices) {
        expect(checkedError(make(n), name), name).toBeLessThanOrEqual(tolerance.backwardError);
      }
    },
  );

  it('takes any shape', () => {
    for (const [m, n] of [
      [0, 0],
      [0, 4],
      [4, 0],
      [1, 5],
      [5, 1],
      [3, 40],
      [40, 3],
      [17, 16],
      [16, 17],
      [50, 130],
      [130, 50],
      [33, 34],
    ]) {
      const a = randomNormal({ seed: 4, rows: m, cols: n });
      expect(checkedError(a, `${m}×${n}`), `${m}×${n}`).toBeLessThanOrEqual(tolerance.backwardError);
    }
  });

  it('stays within the bound by |l||u| where pivots grow like 2^n', () => {
    expect(checkedError(pivotGrowth(60), 'growth', true)).toBeLessThanOrEqual(tolerance.backwardError);
    expect(lu(pivotGrowth(60)).u.data[60 * 60 - 1]).toBe(2 ** 59);
  });

  it('goes on after a column of zeros', () => {
    const { l, u } = lu([
      [0, 1, 2],
      [0, 3, 4],
      [0, 0, 5],
    ]);
    expect([...u.data]).toEqual([0, 1, 2, 0, 3, 4, 0, 0, 5]);
    expect([...l.data]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('takes matrices near the ends of the exponents, and refuses a u that overflows', () => {
    for (const size of [1e-310, 1e307]) {
      const a = randomNormal({ seed: 4, rows: 40, cols: 40 });
      for (let i = 0; i < a.data.length; i++) a.data[i] *= size;
      const { l, u, permutation } = lu(a);
      const spacing = size < 1 ? tolerance.subnormal(40) * 5e-324 : 0;
      const allowed = tolerance.backwardError * 40 * Number.EPSILON * frobenius(a.data) + 40 * spacing;
      const product = productOf(l, u).data;
      const error = permutedRows(a, permutation).data.map((x, at) => x - product[at]);
      expect(frobenius(error)).toBeLessThanOrEqual(allowed);
    }
    expect(() =>
      lu([
        [1e308, 1.7e308],
        [-1e308, 1.7e308],
      ]),
    ).toThrow(/u: .*overflow/);
  });
});

describe('luInPlace', () => {
  it.each([
    [20, 20],
    [40, 70],
    [70, 40],
  ])('factors a %i×%i block and writes nothing else', (m, n) => {
    withWorkspace((ws) => {
      const a = randomNormal({ seed: 4, rows: m, cols: n });
      const parent = ws.matrix(m + 2, n + 3);
      parent.fill(7);
      const block = parent.block(1, 2, m, n);
      block.set(a);
      const pivots = luInPlace(ws, block);
      const { l, u } = lu(a);
      const k = Math.min(m, n);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) expect(block.row(i)[j]).toBe(j < i ? l.data[i * k + j] : u.data[i * n + j]);
      }
      expect(pivotRows(pivots).every((other, i) => other >= i && other < m)).toBe(true);
      let outside = 0;
      for (const x of parent.data) outside += x === 7 ? 1 : 0;
      expect(outside).toBe((m + 2) * (n + 3) - m * n);
    });
  });
});
