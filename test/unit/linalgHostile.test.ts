/** What every factorization must do with arguments, sizes and memory that nobody has in mind. */
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index';
import { DeepLinearError, type Matrix, matrix, NumericalError, runtime, ShapeError, ValueError } from '../../src/index';
import { arraysOf, cases, definite, identity, names, numbersOf, ofKind, wideOf } from '../reference/linalgCases';
import { backwardError, frobenius, orthogonality } from '../reference/residuals';
import { tolerance } from '../tolerances';

const { matmul, workspace } = d;
/** The same functions for arguments that their types refuse. */
const untyped = d as unknown as Record<string, (...args: unknown[]) => unknown>;

describe('arguments', () => {
  it.each(names)('%s refuses a float32 matrix', (name) => {
    const a = matrix(2, 2, Float32Array.of(2, 0, 0, 1));
    expect(() => cases[name].run(a)).toThrow(ValueError);
    expect(() => cases[name].run(a)).toThrow(/float64/);
  });

  it.each(names)('%s names the first entry that is not finite, wherever it is', (name) => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const at of [0, 4, 8]) {
        const a = identity(3);
        a.data[at] = wrong;
        const place = new RegExp(`${wrong} in row ${Math.floor(at / 3)}, column ${at % 3}`);
        expect(() => cases[name].run(a)).toThrow(ValueError);
        expect(() => cases[name].run(a)).toThrow(place);
      }
    }
  });

  it.each(['triangularSolve', 'solve', 'lstsq'])(
    '%s refuses such entries and float32 on the right-hand side',
    (name) => {
      const a = identity(2);
      expect(() => cases[name].run(a, matrix(2, 1, [1, Number.NaN]))).toThrow(ValueError);
      expect(() => cases[name].run(a, matrix(2, 1, [Number.NEGATIVE_INFINITY, 0]))).toThrow(
        /b: .*-Infinity in row 0, column 0/,
      );
      expect(() => cases[name].run(a, matrix(2, 1, Float32Array.of(1, 2)))).toThrow(ValueError);
      expect(() => cases[name].run(a, matrix(3, 1))).toThrow(ShapeError);
    },
  );

  it.each(ofKind('definite', 'symmetric', 'square'))('%s refuses a matrix that is not square', (name) => {
    expect(() => cases[name].run(matrix(2, 3))).toThrow(ShapeError);
    expect(() => cases[name].run(matrix(3, 0))).toThrow(ShapeError);
  });

  it.each(ofKind('definite', 'symmetric'))('%s refuses a matrix that is not symmetric', (name) => {
    expect(() => cases[name].run(matrix(2, 2, [2, 1, 0, 2]))).toThrow(ValueError);
    expect(() => cases[name].run(matrix(2, 2, [2e-300, 1e-300, 0, 2e-300]))).toThrow(ValueError);
    const rounded = matrix(2, 2, [2, 1, 1 + 2 ** -52, 2]);
    expect(() => cases[name].run(rounded)).not.toThrow();
  });

  it.each(names)('%s refuses what is no matrix', (name) => {
    const wrong = [
      undefined,
      null,
      3,
      'a',
      {},
      [[1, 2], [3]],
      [1, 2],
      { rows: 1, cols: 1, dtype: 'float64', data: [1] },
    ];
    for (const value of wrong) expect(() => cases[name].run(value as unknown as Matrix)).toThrow(DeepLinearError);
  });

  it('options that do not exist and values that mean nothing are refused', () => {
    const a = identity(2);
    for (const call of [
      () => untyped.qr(a, { pivot: true }),
      () => untyped.qr(a, { mode: 'complete' }),
      () => untyped.qr(a, { pivoting: 1 }),
      () => untyped.qr(a, { pivoting: true, tolerance: -1 }),
      () => untyped.svd(a, { full: 'yes' }),
      () => untyped.svd(a, { fullMatrices: true }),
      () => untyped.pinv(a, { tolerance: Number.NaN }),
      () => untyped.pinv(a, { rcond: 1e-3 }),
      () => untyped.lstsq(a, a, { tolerance: -1 }),
      () => untyped.solve(a, a, { assume: 'definite' }),
      () => untyped.solve(a, a, { assumeA: 'positiveDefinite' }),
      () => untyped.triangularSolve(a, a, { side: 'both' }),
      () => untyped.triangularSolve(a, a, { uplo: 'l' }),
      () => untyped.triangularSolve(a, a, { transpose: 'yes' }),
      () => untyped.triangularSolve(a, a, { transposed: true }),
      () => untyped.powm(a, Number.NaN),
      () => untyped.powm(a, Number.POSITIVE_INFINITY),
      () => untyped.powm(a),
      () => untyped.haarOrthogonal({ size: 3 }),
      () => untyped.haarOrthogonal({ seed: 1, size: -1 }),
      () => untyped.haarOrthogonal({ seed: 1, size: 2.5 }),
      () => untyped.haarOrthogonal({ seed: 1, size: 3, columns: 4 }),
      () => untyped.haarOrthogonal({ seed: 1, size: 3, rows: 4 }),
    ]) {
      expect(call, String(call)).toThrow(ValueError);
    }
  });

  it('nested arrays are matrices too', () => {
    const rows = [
      [2, 1],
      [1, 2],
    ];
    for (const name of names) {
      expect(numbersOf(cases[name].run(rows as unknown as Matrix))).toEqual(
        numbersOf(cases[name].run(matrix(2, 2, [2, 1, 1, 2]))),
      );
    }
    expect(d.solve(rows, [[1], [1]]).data).toEqual(d.solve(matrix(2, 2, [2, 1, 1, 2]), matrix(2, 1, [1, 1])).data);
  });
});

describe('memory', () => {
  it.each(names)('%s leaves its argument as it was, and nothing allocated', (name) => {
    const { run, kind } = cases[name];
    for (const n of [3, 40]) {
      const a = wideOf(kind, n);
      const before = a.data.slice();
      const live = runtime().liveBytes;
      const result = run(a);
      expect(a.data).toEqual(before);
      expect(runtime().liveBytes).toBe(live);
      for (const array of arraysOf(result)) expect(array.buffer).not.toBe(a.data.buffer);
    }
  });

  it.each(names)('%s of a block of a workspace matrix is that of its copy, and the whole is left as it was', (name) => {
    const { run, kind } = cases[name];
    for (const n of [1, 5, 33, 70]) {
      const a = wideOf(kind, n);
      const ws = workspace();
      try {
        const whole = ws.matrix(a.rows + 3, a.cols + 5);
        whole.fill(Number.NaN);
        const block = whole.block(1, 2, a.rows, a.cols);
        block.set(a);
        const before = whole.copy().data;
        const result = run(block);
        expect(numbersOf(result)).toEqual(numbersOf(run(a)));
        expect(whole.copy().data).toEqual(before);
        const own = whole.data.buffer;
        for (const array of arraysOf(result)) expect(array.buffer).not.toBe(own);
      } finally {
        ws.dispose();
      }
    }
  });

  it.each(names)('%s refuses a matrix whose workspace is gone', (name) => {
    const ws = workspace();
    const a = ws.matrix(2, 2, 'float64', [1, 0, 0, 1]);
    ws.dispose();
    expect(() => cases[name].run(a)).toThrow(/disposed/);
  });

  it('both operands may be the same matrix', () => {
    const a = definite(20);
    for (const x of [d.solve(a, a), d.solve(a, a, { assume: 'positiveDefinite' }), d.lstsq(a, a).x]) {
      expect(backwardError(a, matmul(a, x), frobenius(a.data) * frobenius(x.data))).toBeLessThanOrEqual(
        tolerance.backwardError,
      );
    }
    const ws = workspace();
    const resident = ws.matrix(20, 20, 'float64', a.data);
    expect(d.solve(resident, resident).data).toEqual(d.solve(a, a).data);
    ws.dispose();
  });

  it.each(names)('%s frees everything when it fails', (name) => {
    const live = runtime().liveBytes;
    const wrong = identity(40);
    wrong.data[5] = Number.NaN;
    expect(() => cases[name].run(wrong)).toThrow();
    try {
      cases[name].run(matrix(40, 40));
    } catch (error) {
      expect(error).toBeInstanceOf(NumericalError);
    }
    expect(runtime().liveBytes).toBe(live);
  });

  it('what cannot fit is refused with a clear error, at once and before memory grows', () => {
    const calls: Record<string, () => unknown> = {
      haarOrthogonal: () => d.haarOrthogonal({ seed: 1, size: 100_000 }),
      'qr, full': () => d.qr(matrix(100_000, 1, new Float64Array(100_000).fill(1)), { mode: 'full' }),
      'qr, full, no columns': () => d.qr(matrix(100_000, 0), { mode: 'full' }),
      'svd, full, tall': () => d.svd(matrix(100_000, 1, new Float64Array(100_000).fill(1)), { full: true }),
      'svd, full, wide': () => d.svd(matrix(1, 100_000, new Float64Array(100_000).fill(1)), { full: true }),
      'svd, full, no rows': () => d.svd(matrix(0, 100_000), { full: true }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const { liveBytes, wasmBytes } = runtime();
      const start = performance.now();
      expect(call, name).toThrow(DeepLinearError);
      expect(performance.now() - start, name).toBeLessThan(2000);
      expect(runtime().liveBytes, name).toBe(liveBytes);
      expect(runtime().wasmBytes - wasmBytes, name).toBeLessThan(2 ** 27);
    }
  });
});

describe('no rows, no columns, one entry', () => {
  const empty = matrix(0, 0);

  it.each(names)('%s takes a matrix without entries', (name) => {
    expect(() => cases[name].run(empty)).not.toThrow();
    for (const value of numbersOf(cases[name].run(empty))) expect(value).not.toBeNaN();
  });

  it('of 0×0 everything has its shape', () => {
    expect(d.cholesky(empty)).toEqual(empty);
    expect(d.logDeterminant(empty)).toEqual({ sign: 1, value: 0 });
    expect(d.solve(empty, matrix(0, 3))).toEqual(matrix(0, 3));
    expect(d.eigh(empty)).toEqual({ values: new Float64Array(0), vectors: empty });
    expect(d.expm(empty)).toEqual(empty);
    expect(d.sqrtm(empty)).toEqual(empty);
    expect(d.haarOrthogonal({ seed: 1, size: 0 })).toEqual(empty);
    expect(d.haarOrthogonal({ seed: 1, size: 5, columns: 0 })).toEqual(matrix(5, 0));
  });

  it('of m×0 and 0×n everything has its shape', () => {
    for (const [m, n] of [
      [4, 0],
      [0, 4],
    ]) {
      const a = matrix(m, n);
      expect(d.qr(a)).toEqual({ q: matrix(m, 0), r: matrix(0, n) });
      const full = d.qr(a, { mode: 'full' });
      expect([full.q.rows, full.q.cols, full.r.rows, full.r.cols]).toEqual([m, m, m, n]);
      expect(orthogonality(full.q)).toBeLessThanOrEqual(tolerance.backwardError);
      const pivoted = d.qr(a, { pivoting: true });
      expect(pivoted).toMatchObject({ rank: 0 });
      expect(pivoted.permutation).toEqual(Int32Array.from({ length: n }, (_, j) => j));
      expect(d.svd(a)).toEqual({ u: matrix(m, 0), s: new Float64Array(0), vt: matrix(0, n) });
      const { u, s, vt } = d.svd(a, { full: true });
      expect([u.rows, u.cols, s.length, vt.rows, vt.cols]).toEqual([m, m, 0, n, n]);
      expect(orthogonality(u)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(vt)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(d.pinv(a)).toEqual(matrix(n, m));
      const { l, u: upper, permutation } = d.lu(a);
      expect([l, upper]).toEqual([matrix(m, 0), matrix(0, n)]);
      expect(Array.from(permutation)).toEqual(Array.from({ length: m }, (_, i) => i));
      const b = matrix(m, 2, new Float64Array(2 * m).fill(3));
      const fit = d.lstsq(a, b);
      expect(fit.x).toEqual(matrix(n, 2));
      expect(fit.rank).toBe(0);
      const size = Math.sqrt(9 * m);
      expect(Array.from(fit.residual as Float64Array)).toEqual([size, size]);
    }
  });

  it('no right-hand side gives no solution', () => {
    const a = identity(3);
    expect(d.solve(a, matrix(3, 0))).toEqual(matrix(3, 0));
    expect(d.triangularSolve(a, matrix(3, 0))).toEqual(matrix(3, 0));
    expect(d.triangularSolve(a, matrix(0, 3), { side: 'right' })).toEqual(matrix(0, 3));
    expect(d.lstsq(a, matrix(3, 0)).x).toEqual(matrix(3, 0));
  });

  it('of one entry everything is that entry, its root, its inverse or its sign', () => {
    for (const x of [4, 4 * 2 ** -1000, 4 * 2 ** 1000]) {
      const a = matrix(1, 1, [x]);
      const inverse = 1 / x;
      expect(d.cholesky(a).data).toEqual(Float64Array.of(Math.sqrt(x)));
      expect(d.sqrtm(a).data).toEqual(Float64Array.of(Math.sqrt(x)));
      expect(d.solve(a, [[1]]).data).toEqual(Float64Array.of(inverse));
      expect(d.triangularSolve(a, [[1]]).data).toEqual(Float64Array.of(inverse));
      expect(d.pinv(a).data).toEqual(Float64Array.of(inverse));
      expect(d.lstsq(a, [[1]]).x.data).toEqual(Float64Array.of(inverse));
      expect(d.conditionNumber(a)).toBe(1);
      expect(d.logDeterminant(a)).toEqual({ sign: 1, value: Math.log(x) });
      for (const negative of [x, -x]) {
        const b = matrix(1, 1, [negative]);
        expect(d.eigvalsh(b)).toEqual(Float64Array.of(negative));
        expect(d.singularValues(b)).toEqual(Float64Array.of(x));
        const { u, s, vt } = d.svd(b);
        expect(u.data[0] * s[0] * vt.data[0]).toBe(negative);
        const { q, r } = d.qr(b);
        expect(Math.abs(q.data[0])).toBe(1);
        expect(q.data[0] * r.data[0]).toBe(negative);
        expect(d.lu(b).u.data).toEqual(Float64Array.of(negative));
        expect(d.logDeterminant(b).sign).toBe(Math.sign(negative));
      }
    }
    expect(Math.abs(d.expm([[1]]).data[0] / Math.E - 1)).toBeLessThanOrEqual(tolerance.matrixFunction * Number.EPSILON);
  });
});
