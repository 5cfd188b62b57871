import { describe, expect, it } from 'vitest';
import { NumericalError } from '../../src/errors';
import { bidiagonalQr } from '../../src/linalg/bidiagonalQr';
import { rng } from '../../src/random/rng';
import { withWorkspace } from '../../src/wasm/workspace';
import reference from '../reference/data/bidiagonal.json';
import { tolerance } from '../tolerances';

function valuesOf(d: ArrayLike<number>, e: ArrayLike<number>): Float64Array {
  return withWorkspace((ws) => {
    const diagonal = ws.matrix(1, d.length, 'float64', d);
    bidiagonalQr(d.length, diagonal.pointer, ws.matrix(1, e.length, 'float64', e).pointer);
    return (diagonal.data.slice() as Float64Array).sort().reverse();
  });
}

/** The values in their order, Uᵀ and Vᵀ. */
function decomposed(d: ArrayLike<number>, e: ArrayLike<number>) {
  const n = d.length;
  const identity = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
  return withWorkspace((ws) => {
    const diagonal = ws.matrix(1, n, 'float64', d);
    const beside = ws.matrix(1, e.length, 'float64', e);
    const [ut, vt] = [0, 1].map(() => ws.matrix(n, n, 'float64', identity));
    bidiagonalQr(n, diagonal.pointer, beside.pointer, { ut, vt });
    return { s: diagonal.data.slice(), ut: ut.data.slice(), vt: vt.data.slice() };
  });
}

describe('bidiagonalQr', () => {
  it.each(reference.cases)('keeps all digits of small singular values: $name', ({ d, e, s }) => {
    valuesOf(d, e).forEach((x, k) => {
      expect(Math.abs(x / s[k] - 1)).toBeLessThanOrEqual(tolerance.bidiagonalValue);
    });
  });

  it.each(reference.cases)('finds the same values with vectors: $name', ({ d, e }) => {
    expect(decomposed(d, e).s.sort().reverse()).toEqual(valuesOf(d, e));
  });

  it('chases from the large end of graded matrices: upside down, the transposed one takes the same steps to the same bits', () => {
    for (const { d, e } of reference.cases.filter(({ name }) => name.startsWith('graded'))) {
      expect(valuesOf([...d].reverse(), [...e].reverse())).toEqual(valuesOf(d, e));
    }
  });

  it('records the rotations, in batches, that belong to the values', () => {
    for (const n of [1, 2, 3, 30, 75, 150]) {
      const random = rng(5).fork(`${n}`);
      const [d, e] = [random.fork('d').normal(n), random.fork('e').normal(n - 1)];
      const { s, ut, vt } = decomposed(d, e);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += ut[k * n + i] * s[k] * vt[k * n + j];
          const entry = i === j ? d[i] : j === i + 1 ? e[i] : 0;
          expect(Math.abs(sum - entry)).toBeLessThanOrEqual(8 * tolerance.orthogonal(n));
        }
      }
    }
  });

  it('splits at zeros of either diagonal and makes values positive', () => {
    expect([...valuesOf([3, -2, 5], [0, 0])]).toEqual([5, 3, 2]);
    expect([...valuesOf([0, 0, 0], [0, 0])]).toEqual([0, 0, 0]);
    // Its singular values are those of the diagonal [3, 4] and a zero: rows (0, 3, 0), (0, 0, 4), (0, 0, 0).
    const shifted = valuesOf([0, 0, 0], [3, 4]);
    [4, 3, 0].forEach((x, k) => {
      expect(Math.abs(shifted[k] - x)).toBeLessThanOrEqual(4 * tolerance.bidiagonalValue);
    });
  });

  it('does nothing without rows', () => {
    expect(valuesOf([], [])).toEqual(new Float64Array(0));
  });

  it('gives up on what cannot converge instead of looping', () => {
    expect(() => valuesOf([1, Number.NaN, 1], [1, 1])).toThrow(NumericalError);
  });
});
