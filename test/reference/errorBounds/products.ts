/** Products and level 1: every sum of k terms within γ_k of the sum of sizes, in whatever order it is taken. */

import { moments } from '../../../src/data/moments';
import { gram } from '../../../src/linalg/gram';
import { matmul } from '../../../src/linalg/matmul';
import { matmulChain } from '../../../src/linalg/matmulChain';
import type { Dtype, Matrix } from '../../../src/matrix';
import { core } from '../../../src/wasm/load';
import { dtypes, withKernelMemory } from '../../property/kernelMemory';
import { DoubleDouble } from '../doubleDouble';
import { exactly, exactProduct, exactScaled, exactSum, exactTranspose } from '../exactMatrices';
import { absolute, type ErrorBound, gamma, larger, normals, unit, worstEntry } from './errorBound';

/** Square, few rows, few columns, short inner side. */
const shapes = [
  (n: number) => [n, n, n],
  (n: number) => [3, n, 2 * n],
  (n: number) => [2 * n, 5, n],
  (n: number) => [n + 1, n, 4],
];

function matmulError(dtype: Dtype, n: number, seed: number): number {
  const [rows, cols, inner] = shapes[seed % 4](n);
  const [transposeA, transposeB] = [seed % 3 === 1, seed % 3 === 2];
  const a = transposeA ? normals(inner, rows, seed, dtype) : normals(rows, inner, seed, dtype);
  const b = transposeB ? normals(cols, inner, seed + 1e3, dtype) : normals(inner, cols, seed + 1e3, dtype);
  const exact = exactProduct(
    transposeA ? exactTranspose(exactly(a)) : exactly(a),
    transposeB ? exactTranspose(exactly(b)) : exactly(b),
  );
  const sizes = matmul(absolute(a), absolute(b), { transposeA, transposeB }).data;
  const actual = matmul(a, b, { transposeA, transposeB }).data;
  return worstEntry(actual, exact, (i) => gamma(inner, dtype) * sizes[i]);
}

function gramError(dtype: Dtype, n: number, seed: number): number {
  const x = normals(n, n + 3, seed, dtype);
  const exact = exactProduct(exactly(x), exactTranspose(exactly(x)));
  const sizes = gram(absolute(x)).data;
  return worstEntry(gram(x).data, exact, (i) => gamma(n + 3, dtype) * sizes[i]);
}

function chainError(dtype: Dtype, n: number, seed: number): number {
  const [a, b, c] = [normals(3, n, seed, dtype), normals(n, n, seed + 1e3, dtype), normals(n, 7, seed + 2e3, dtype)];
  const exact = exactProduct(exactProduct(exactly(a), exactly(b)), exactly(c));
  const sizes = matmul(matmul(absolute(a), absolute(b)), absolute(c)).data;
  return worstEntry(matmulChain(a, b, c).data, exact, (i) => gamma(2 * n, dtype) * sizes[i]);
}

type Level1 = 'dot' | 'axpy' | 'scal' | 'nrm2' | 'gemv';
/** The kernels themselves, on n numbers (gemv: n×(n + 1), both ways). */
function level1Error(name: Level1, dtype: Dtype, n: number, seed: number): number {
  const [x, y] = [normals(1, n, seed, dtype), normals(1, n, seed + 1e3, dtype)];
  const single = dtype === 'float32';
  const { kernels } = core();
  const alpha = -0.75;
  return withKernelMemory(dtype, (place) => {
    const put = (m: Matrix) => place(m.rows, m.cols, 0, (i, j) => m.data[i * m.cols + j]);
    const [px, py] = [put(x), put(y)];
    const [ex, ey] = [exactly(x), exactly(y)];
    const sum = (a: typeof ex, b: typeof ex) => exactProduct(a, exactTranspose(b));
    if (name === 'dot') {
      const value = (single ? kernels.dotF32 : kernels.dotF64)(n, px.pointer, py.pointer);
      const [size] = matmul(absolute(x), absolute(y), { transposeB: true }).data;
      return worstEntry([value], sum(ex, ey), () => gamma(n, dtype) * size);
    }
    if (name === 'nrm2') {
      const square = sum(ex, ex);
      const norm = new DoubleDouble(square.hi[0], square.lo[0]).sqrt();
      const value = (single ? kernels.nrm2F32 : kernels.nrm2F64)(n, px.pointer);
      const exact = { rows: 1, cols: 1, hi: Float64Array.of(norm.hi), lo: Float64Array.of(norm.lo) };
      return worstEntry([value], exact, () => gamma(n / 2 + 2, dtype) * norm.hi);
    }
    if (name === 'scal') {
      (single ? kernels.scalF32 : kernels.scalF64)(n, alpha, px.pointer);
      return worstEntry(
        px.data,
        exactScaled(ex, DoubleDouble.of(alpha)),
        (i) => unit[dtype] * Math.abs(alpha * x.data[i]),
      );
    }
    if (name === 'axpy') {
      (single ? kernels.axpyF32 : kernels.axpyF64)(n, alpha, px.pointer, py.pointer);
      const bound = (i: number) => gamma(2, dtype) * (Math.abs(alpha * x.data[i]) + Math.abs(y.data[i]));
      return worstEntry(py.data, exactSum(ey, ex, alpha), bound);
    }
    let worst = 0;
    for (const transposed of [false, true]) {
      const m = transposed ? normals(n, n + 1, seed + 2e3, dtype) : normals(n + 1, n, seed + 2e3, dtype);
      const pm = put(m);
      const out = place(1, n + 1, 0, () => Number.NaN);
      const gemv = single ? kernels.gemvF32 : kernels.gemvF64;
      gemv(+transposed, m.rows, m.cols, alpha, pm.pointer, m.cols, px.pointer, 0, out.pointer);
      const op = transposed ? exactTranspose(exactly(m)) : exactly(m);
      const sizes = matmul(absolute(m), absolute(x), { transposeA: transposed, transposeB: true }).data;
      const exact = exactScaled(exactProduct(op, exactTranspose(ex)), DoubleDouble.of(alpha));
      // Sums, and the product with alpha.
      worst = larger(
        worst,
        worstEntry(out.data, exact, (i) => gamma(n + 1, dtype) * Math.abs(alpha) * sizes[i]),
      );
    }
    return worst;
  });
}

const level1: { name: Level1; error: string; bound: string }[] = [
  { name: 'dot', error: '|Δ(x·y)|', bound: 'γ_n |x|·|y|' },
  { name: 'axpy', error: '|Δ(αx + y)|', bound: 'γ_2 (|αx| + |y|)' },
  { name: 'scal', error: '|Δ(αx)|', bound: 'u |αx|' },
  { name: 'nrm2', error: '|Δ‖x‖|', bound: 'γ_(n/2+2) ‖x‖' },
  { name: 'gemv', error: '|Δ(αAx)|', bound: 'γ_(k+1) |α||A||x|' },
];

function momentsError(n: number, seed: number): number {
  const bytes = seed % 2 === 1;
  const drawn = normals(n, 7, seed);
  const x = bytes
    ? { rows: n, cols: 7, data: Uint8Array.from(drawn.data, (v) => 128 + 60 * v) }
    : normals(n, 7, seed, seed % 4 === 2 ? 'float32' : 'float64');
  const y = normals(n, 2, seed + 1e3);
  const found = moments(x, y);
  const plain = { rows: n, cols: 7, data: Float64Array.from(x.data) };
  const part = DoubleDouble.of(1).over(n);
  const mean = (left: typeof plain | Matrix, right: typeof plain | Matrix) =>
    exactScaled(exactProduct(exactTranspose(exactly(left)), exactly(right)), part);
  const sizes = (left: Matrix, right: Matrix) => matmul(absolute(left), absolute(right), { transposeA: true }).data;
  const values: Matrix = { ...plain, dtype: 'float64' };
  const [xx, yx] = [sizes(values, values), sizes(y, values)];
  return larger(
    worstEntry(found.sxx.data, mean(plain, plain), (i) => (gamma(n + 2) * xx[i]) / n),
    worstEntry(found.syx.data, mean(y, plain), (i) => (gamma(n + 2) * yx[i]) / n),
  );
}

export const products: ErrorBound[] = dtypes.flatMap((dtype): ErrorBound[] => {
  const suffix = dtype === 'float32' ? 'F32' : 'F64';
  const common = { area: 'Products', dtype, quick: 3 } as const;
  return [
    {
      ...common,
      functions: ['matmul'],
      kernels: [`gemm${suffix}`],
      error: '|Δ(AB)|',
      bound: 'γ_k |A||B|',
      sizes: [1, 5, 33, 64, 150, 400],
      measure: ({ n, seed }) => matmulError(dtype, n, seed),
    },
    {
      ...common,
      functions: ['gram'],
      kernels: [`gram${suffix}`],
      error: '|Δ(AAᵀ)|',
      bound: 'γ_k |A||A|ᵀ',
      sizes: [1, 5, 33, 64, 150, 400],
      measure: ({ n, seed }) => gramError(dtype, n, seed),
    },
    {
      ...common,
      functions: ['matmulChain'],
      error: '|Δ(ABC)|',
      bound: 'γ_(k₁+k₂) |A||B||C|',
      sizes: [1, 5, 33, 64, 300],
      measure: ({ n, seed }) => chainError(dtype, n, seed),
    },
    ...level1.map(
      ({ name, error, bound }): ErrorBound => ({
        ...common,
        functions: [name],
        kernels: [`${name}${suffix}`],
        error,
        bound,
        sizes: [1, 7, 40, 257, 1000],
        measure: ({ n, seed }) => level1Error(name, dtype, n, seed),
      }),
    ),
  ];
});

products.push({
  area: 'Products',
  functions: ['moments', 'momentsSteps'],
  dtype: 'float64',
  error: '|Δ(XᵀX/P)|, |Δ(YᵀX/P)|',
  bound: 'γ_(P+2) mean |x||x|',
  sizes: [1, 6, 50, 500, 5000],
  quick: 4,
  measure: ({ n, seed }) => momentsError(n, seed),
});
