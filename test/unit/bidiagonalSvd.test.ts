import { describe, expect, it } from 'vitest';
import { matmul, matrix } from '../../src/index';
import { bidiagonalSvd } from '../../src/linalg/bidiagonalSvd';
import { rng } from '../../src/random/rng';
import { withWorkspace } from '../../src/wasm/workspace';
import { backwardError, orthogonality } from '../reference/residuals';
import { scaledColumns } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

type Entries = (n: number) => { d: ArrayLike<number>; e: ArrayLike<number> };
const list = (n: number, value: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => value(i));
const random = (n: number, label: string) => rng(6).fork(label).normal(n);

/** What makes a division deflate, turn, or lose its coupling row. */
const bidiagonals: [string, Entries][] = [
  ['random', (n) => ({ d: random(n, 'd'), e: random(n, 'e') })],
  ['equal halves: every value of one half is in the other', (n) => ({ d: list(n, () => 1), e: list(n, () => 1) })],
  ['equal halves barely coupled', (n) => ({ d: list(n, () => 2), e: list(n, (i) => (i === n >> 1 ? 1e-13 : 1)) })],
  ['diagonal', (n) => ({ d: list(n, (i) => (i % 3) + 1), e: list(n, () => 0) })],
  ['negative diagonal', (n) => ({ d: list(n, (i) => -1 - (i % 5)), e: list(n, () => 0.1) })],
  ['zeros on the diagonal', (n) => ({ d: list(n, (i) => (i % 4 === 0 ? 0 : 1)), e: random(n, 'e') })],
  ['zero diagonal', (n) => ({ d: list(n, () => 0), e: random(n, 'e') })],
  [
    'zero middle rows',
    (n) => ({ d: list(n, (i) => (i === n >> 1 ? 0 : 1)), e: list(n, (i) => (i === n >> 1 ? 0 : 0.5)) }),
  ],
  ['graded down', (n) => ({ d: list(n, (i) => 10 ** ((-40 * i) / n)), e: list(n, (i) => 10 ** ((-40 * i) / n)) })],
  ['graded up', (n) => ({ d: list(n, (i) => 10 ** (40 * (i / n - 1))), e: list(n, (i) => 10 ** (40 * (i / n - 1))) })],
  ['clusters', (n) => ({ d: list(n, (i) => 1 + (i % 2)), e: list(n, (i) => 1e-9 * (1 + (i % 7))) })],
  ['one row among zeros', (n) => ({ d: list(n, (i) => (i === 40 ? 3 : 0)), e: list(n, (i) => (i === 40 ? 4 : 0)) })],
  ['zero', (n) => ({ d: list(n, () => 0), e: list(n, () => 0) })],
];

describe('bidiagonalSvd', () => {
  it.each(bidiagonals)('has small residuals at every number of divisions: %s', (_, entries) => {
    for (const n of [1, 2, 33, 64, 65, 66, 129, 130, 131, 132, 200, 263]) {
      const { d, e } = entries(n);
      const { s, ut, vt } = withWorkspace((ws) => {
        const diagonal = ws.matrix(1, n, 'float64', d);
        const vectors = bidiagonalSvd(ws, diagonal, ws.matrix(1, n, 'float64', e));
        return { s: diagonal.data.slice(), ut: vectors.ut.copy(), vt: vectors.vt.copy() };
      });
      const b = matrix(n, n);
      for (let i = 0; i < n; i++) {
        b.data[i * n + i] = d[i];
        if (i + 1 < n) b.data[i * n + i + 1] = e[i];
      }
      const identity = scaledColumns(b, new Float64Array(n));
      for (let i = 0; i < n; i++) identity.data[i * n + i] = 1;
      const u = matmul(ut, identity, { transposeA: true });
      expect(backwardError(b, matmul(scaledColumns(u, s), vt)), `${n}`).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(ut), `${n}`).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(vt), `${n}`).toBeLessThanOrEqual(tolerance.backwardError);
      expect(Math.min(...s)).toBeGreaterThanOrEqual(0);
    }
  });
});
