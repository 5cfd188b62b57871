import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { haarOrthogonal, matmul, randomNormal } from '../../src/index';
import type { Matrix } from '../../src/matrix';
import { fillHaar } from '../../src/random/fillHaar';
import { withWorkspace } from '../../src/wasm/workspace';
import { orthogonality } from '../reference/residuals';
import { significance, tolerance } from '../tolerances';

/** Mean of the values less `expected`, in standard errors. */
function score(values: readonly number[], expected: number): number {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return (mean - expected) / Math.sqrt(variance / n);
}

const trace = ({ rows, data }: Matrix) =>
  Array.from({ length: rows }, (_, i) => data[i * (rows + 1)]).reduce((a, b) => a + b, 0);
const hash = (m: Matrix) => createHash('sha256').update(new Uint8Array(m.data.buffer)).digest('hex').slice(0, 16);

describe('haarOrthogonal', () => {
  it('has orthonormal columns', () => {
    for (const [size, columns] of [
      [1, 1],
      [2, 2],
      [5, 3],
      [33, 33],
      [40, 1],
      [130, 65],
    ]) {
      const q = haarOrthogonal({ seed: 1, size, columns });
      expect([q.rows, q.cols, q.dtype]).toEqual([size, columns, 'float64']);
      expect(orthogonality(q)).toBeLessThanOrEqual(tolerance.backwardError);
    }
    expect(haarOrthogonal({ seed: 1, size: 0 }).data.length).toBe(0);
    expect(haarOrthogonal({ seed: 1, size: 3, columns: 0 }).data.length).toBe(0);
  });

  it('is a function of seed and stream, to the bit', () => {
    const q = (seed: number, stream?: number) => hash(haarOrthogonal({ seed, size: 40, stream }));
    expect(q(1)).toBe(q(1, 0));
    expect(new Set([q(1), q(2), q(1, 1), q(1, 2 ** 53 - 1)]).size).toBe(4);
    expect(q(1)).toBe('8a2f04ddbf368d25');
  });

  it('has the moments of Haar measure: traces of Q, Q² and Q³, entries, and both determinants alike', () => {
    const samples = Array.from({ length: 4000 }, (_, seed) => haarOrthogonal({ seed, size: 4 }));
    const squares = samples.map((q) => matmul(q, q));
    const cubes = samples.map((q, i) => matmul(squares[i], q));
    // Diaconis & Shahshahani (1994): tr Q, tr Q², tr Q³ have means 0, 1, 0 and variances 1, 2, 3 (size ≥ 2k).
    const traces = samples.map(trace);
    const ofSquares = squares.map(trace);
    const ofCubes = cubes.map(trace);
    const checks: [string, readonly number[], number][] = [
      ['mean of tr Q', traces, 0],
      ['mean of (tr Q)²', traces.map((t) => t ** 2), 1],
      ['mean of (tr Q)⁴', traces.map((t) => t ** 4), 3],
      ['mean of tr Q²', ofSquares, 1],
      ['variance of tr Q²', ofSquares.map((t) => (t - 1) ** 2), 2],
      ['mean of tr Q³', ofCubes, 0],
    ];
    for (const at of [0, 3, 6, 12, 15]) {
      const entries = samples.map((q) => q.data[at]);
      checks.push([`entry ${at}`, entries, 0]);
      checks.push([`square of entry ${at}`, entries.map((x) => x ** 2), 1 / 4]);
      checks.push([`fourth power of entry ${at}`, entries.map((x) => x ** 4), 3 / (4 * 6)]);
    }
    for (const [name, values, expected] of checks) {
      expect(Math.abs(score(values, expected)), name).toBeLessThan(significance.most);
    }
    // Signs as they fall from the factorization are not Haar: the test must see that.
    const unsigned = samples.map((q) =>
      Array.from(q.data.filter((_, i) => i % 5 === 0)).reduce((a, b) => a - Math.abs(b), 0),
    );
    expect(Math.abs(score(unsigned, 0))).toBeGreaterThan(significance.decisive);
    const determinants = Array.from({ length: 4000 }, (_, seed) => {
      const [a, b, c, d] = haarOrthogonal({ seed, size: 2, stream: 1 }).data;
      return Math.sign(a * d - b * c);
    });
    expect(Math.abs(score(determinants, 0))).toBeLessThan(significance.most);
  });

  it('shares no draw with randomNormal of the same seed', () => {
    const q = haarOrthogonal({ seed: 1, size: 50, columns: 1 });
    const g = randomNormal({ seed: 1, rows: 50, cols: 1 });
    const overlap = Array.from(q.data).reduce((sum, x, i) => sum + x * g.data[i], 0);
    expect(Math.abs(overlap)).toBeLessThan(significance.most);
  });

  it('refuses sizes and seeds that are none, and matrices beyond memory', () => {
    expect(() => haarOrthogonal({ seed: -1, size: 2 })).toThrow('seed: expected a non-negative integer');
    expect(() => haarOrthogonal({ seed: 1, size: 1.5 })).toThrow('size: expected an integer of at least 0');
    expect(() => haarOrthogonal({ seed: 1, size: 2, columns: 3 })).toThrow(
      'columns: expected an integer of at least 0 and at most 2',
    );
    expect(() => haarOrthogonal({ seed: 1, size: 2, stream: -1 })).toThrow('stream: expected a non-negative integer');
    expect(() => haarOrthogonal({ seed: 1, size: 2, rows: 2 } as never)).toThrow(
      'haarOrthogonal: expected options among',
    );
    expect(() => haarOrthogonal({ seed: 1, size: 30_000 })).toThrow('size: expected a run within');
  });
});

describe('fillHaar', () => {
  it('makes orthonormal rows where there are fewer rows, scales, and rounds to float32', () => {
    withWorkspace((ws) => {
      const wide = ws.matrix(3, 8);
      const tall = ws.matrix(8, 3);
      const rounded = ws.matrix(3, 8, 'float32');
      for (const target of [wide, tall, rounded]) fillHaar(target, { seed: 2, scale: 3 });
      const unit = matmul(wide, wide, { transposeB: true, alpha: 1 / 9 });
      for (let i = 0; i < 9; i++) {
        expect(Math.abs(unit.data[i] - (i % 4 === 0 ? 1 : 0))).toBeLessThanOrEqual(tolerance.orthogonal(8));
      }
      for (let i = 0; i < 3; i++) for (let j = 0; j < 8; j++) expect(wide.row(i)[j]).toBe(tall.row(j)[i]);
      expect([...rounded.data]).toEqual([...wide.data].map(Math.fround));
    });
  });
});
