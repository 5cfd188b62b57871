import { beforeAll, describe, expect, it } from 'vitest';
import { eigh, matmul, matrix, NumericalError, runtime, ShapeError, ValueError, workspace } from '../../src/index';
import { backwardError, frobenius, orthogonality } from '../reference/residuals';
import { familyOf, scaledColumns, testMatrix } from '../reference/testMatrices';
import { tolerance } from '../tolerances';

describe('eigh', () => {
  // First, while this file's WebAssembly memory is still small: it never shrinks.
  describe('of 512×512', () => {
    const n = 512;
    let bytes = 0;
    let live = 0;
    beforeAll(() => {
      const a = testMatrix('random symmetric', n);
      eigh(matrix(2, 2));
      live = runtime().liveBytes;
      const before = runtime().wasmBytes;
      eigh(a);
      bytes = runtime().wasmBytes - before;
    });

    it('needs room for two matrices and some rows, and gives it back', () => {
      expect(bytes).toBeLessThan(2.5 * 8 * n * n);
      expect(runtime().liveBytes).toBe(live);
    });
  });

  it.each([1, 2, 3, 4, 5, 31, 32, 33, 65, 100, 130])('has small residuals on all test matrices of size %i', (n) => {
    for (const { name, make } of familyOf('symmetric', n)) {
      const a = make(n);
      const { values, vectors } = eigh(a);
      expect(backwardErrorOf(a, values, vectors), name).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(vectors), name).toBeLessThanOrEqual(tolerance.backwardError);
      expect(
        values.every((x, k) => k === 0 || values[k - 1] <= x),
        name,
      ).toBe(true);
    }
  });

  it.each(['random symmetric', 'clustered eigenvalues', 'graded entries, definite', 'Wilkinson W+'])(
    'has small residuals at 1024×1024: %s',
    (name) => {
      const a = testMatrix(name, 1024);
      const { values, vectors } = eigh(a);
      expect(backwardErrorOf(a, values, vectors)).toBeLessThanOrEqual(tolerance.backwardError);
      expect(orthogonality(vectors)).toBeLessThanOrEqual(tolerance.backwardError);
    },
  );

  it('finds the eigenvalues of the second difference, 2 − 2 cos(kπ/(n + 1)), and their sine waves', () => {
    for (const n of [1, 2, 10, 77]) {
      const { values, vectors } = eigh(testMatrix('second difference', n));
      values.forEach((x, k) => {
        const angle = ((k + 1) * Math.PI) / (n + 1);
        expect(Math.abs(x - (2 - 2 * Math.cos(angle)))).toBeLessThanOrEqual(4 * tolerance.eigenvalue(n));
        const wave = Array.from({ length: n }, (_, i) => Math.sqrt(2 / (n + 1)) * Math.sin((i + 1) * angle));
        const overlap = wave.reduce((sum, w, i) => sum + w * vectors.data[i * n + k], 0);
        // Neighbouring eigenvalues are closer than 1/n² in few cases; the overlap sees the error squared.
        expect(Math.abs(Math.abs(overlap) - 1)).toBeLessThanOrEqual(n * tolerance.eigenvalue(n));
      });
    }
  });

  it('finds the two close largest eigenvalues of W21+ (Wilkinson 1965, p. 309)', () => {
    const { values } = eigh(testMatrix('Wilkinson W+', 21));
    const norm = values[20];
    expect(Math.abs(values[20] - 10.746194182903393)).toBeLessThanOrEqual(norm * tolerance.eigenvalue(21));
    expect(Math.abs(values[19] - 10.746194182903322)).toBeLessThanOrEqual(norm * tolerance.eigenvalue(21));
  });

  it.each([
    ['up', (i: number) => i],
    ['down', (i: number) => 19 - i],
  ])('keeps relative digits of small eigenvalues when the diagonal is graded %s', (_, place) => {
    // Diagonal 10^(-2k) with neighbours coupled at 1 % of their geometric mean: each eigenvalue is its diagonal entry, to 1e-4.
    const n = 20;
    const size = (i: number) => 100 ** -place(i);
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) {
      a.data[i * n + i] = size(i);
      if (i > 0) a.data[i * n + i - 1] = a.data[(i - 1) * n + i] = 0.01 * Math.sqrt(size(i) * size(i - 1));
    }
    eigh(a).values.forEach((x, k) => {
      const ratio = x / 100 ** -(n - 1 - k);
      expect(Math.abs(ratio - 1)).toBeLessThan(3e-4);
    });
  });

  it('works on matrices without entries and of one', () => {
    expect(eigh(matrix(0, 0))).toEqual({ values: new Float64Array(0), vectors: matrix(0, 0) });
    const { values, vectors } = eigh([[-3]]);
    expect([...values]).toEqual([-3]);
    expect(Math.abs(vectors.data[0])).toBe(1);
  });

  it('reaches to both ends of float64', () => {
    const least = 2 ** -1074;
    expect([...eigh(matrix(2, 2, [3 * least, 0, 0, -5 * least])).values]).toEqual([-5 * least, 3 * least]);
    const most = Number.MAX_VALUE;
    expect([...eigh(matrix(2, 2, [most, 0, 0, -most])).values]).toEqual([-most, most]);
    expect(() => eigh(matrix(2, 2, [most, most, most, most]))).toThrow(NumericalError);
  });

  it('leaves its argument alone and takes blocks of a workspace', () => {
    const a = testMatrix('random symmetric', 9);
    const before = a.data.slice();
    const plain = eigh(a);
    expect(a.data).toEqual(before);
    const ws = workspace();
    const block = ws.matrix(12, 15).block(1, 2, 9, 9);
    block.set(a);
    expect(eigh(block)).toEqual(plain);
    ws.dispose();
  });

  it('refuses what is not symmetric, not square, not float64 or not finite', () => {
    expect(() => eigh(matrix(2, 3))).toThrow(ShapeError);
    expect(() =>
      eigh([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow(/a: expected a symmetric matrix, got 3/);
    expect(() => eigh(matrix(2, 2, new Float32Array(4)))).toThrow(ValueError);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() =>
        eigh([
          [1, x],
          [x, 1],
        ]),
      ).toThrow(/a: expected finite entries/);
    }
  });
});

/** In units of n·eps·‖a‖, on matrices brought to order one: powers of two change no digit. */
function backwardErrorOf(a: ReturnType<typeof matrix>, values: Float64Array, vectors: ReturnType<typeof matrix>) {
  const scale = 2 ** Math.round(Math.log2(frobenius(a.data) || 1));
  const scaled = scaledColumns(
    vectors,
    values.map((x) => x / scale),
  );
  const product = matmul(scaled, vectors, { transposeB: true });
  return backwardError(
    matrix(
      a.rows,
      a.cols,
      Float64Array.from(a.data, (x) => x / scale),
    ),
    product,
  );
}
