/** Matrices on which factorizations are tested and tabulated: by name and n, the same entries in every run. */
import { matmul } from '../../src/linalg/matmul';
import { type Matrix, matrix } from '../../src/matrix';
import { rng } from '../../src/random/rng';

export type Family = 'symmetric' | 'general' | 'rectangular';

export interface TestMatrix {
  name: string;
  /** `symmetric` matrices are exactly so. `rectangular`: a shape that follows from n. */
  family: Family;
  /** Largest n at which it is positive definite far beyond rounding (a Cholesky factor exists). Default 0. */
  definiteUpTo?: number;
  make(n: number): Matrix;
}

function fromEntries(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  const out = matrix(rows, cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out.data[i * cols + j] = entry(i, j);
  return out;
}

const square = (entry: (i: number, j: number, n: number) => number) => (n: number) =>
  fromEntries(n, n, (i, j) => entry(i, j, n));

function normal(rows: number, cols: number, label: string): Matrix {
  return matrix(
    rows,
    cols,
    rng(2026)
      .fork(label)
      .normal(rows * cols),
  );
}

/** (a + aᵀ)/2. */
function symmetrized(a: Matrix): Matrix {
  const { rows: n, data } = a;
  return fromEntries(n, n, (i, j) => (data[i * n + j] + data[j * n + i]) / 2);
}

const scaled = (a: Matrix, factor: number): Matrix => fromEntries(a.rows, a.cols, (i, j) => factor * at(a, i, j));
const at = (a: Matrix, i: number, j: number) => a.data[i * a.cols + j];

/** q −= 2·part/‖v‖². */
function subtractTwice(q: Matrix, v: Matrix, part: Matrix): void {
  let square = 0;
  for (const x of v.data) square += x * x;
  for (let k = 0; k < q.data.length; k++) q.data[k] -= (2 / square) * part.data[k];
}

/** Dense and orthogonal, rows×cols with rows ≥ cols: a cosine transform between two random reflections. */
function orthogonal(rows: number, cols: number, label: string): Matrix {
  const q = fromEntries(rows, cols, (i, j) =>
    j === 0 ? Math.sqrt(1 / rows) : Math.sqrt(2 / rows) * Math.cos((Math.PI * (2 * i + 1) * j) / (2 * rows)),
  );
  const [left, right] = [rows, cols].map((size, side) => normal(size, 1, `${label}, reflection ${side}`));
  subtractTwice(q, left, matmul(left, matmul(left, q, { transposeA: true })));
  subtractTwice(q, right, matmul(matmul(q, right), right, { transposeB: true }));
  return q;
}

/** Columns of `a` times `values`. */
export const scaledColumns = (a: Matrix, values: ArrayLike<number>): Matrix =>
  fromEntries(a.rows, a.cols, (i, j) => at(a, i, j) * values[j]);

/** Symmetric with these eigenvalues, to rounding. */
export function withEigenvalues(values: readonly number[], label = 'eigenvectors'): Matrix {
  const q = orthogonal(values.length, values.length, label);
  return symmetrized(matmul(scaledColumns(q, values), q, { transposeB: true }));
}

/** rows×cols with these singular values (min(rows, cols) of them), to rounding. */
export function withSingularValues(rows: number, cols: number, values: readonly number[]): Matrix {
  const u = orthogonal(rows, values.length, 'left vectors');
  const v = orthogonal(cols, values.length, 'right vectors');
  return matmul(scaledColumns(u, values), v, { transposeB: true });
}

const list = (n: number, value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i));
/** From 1 down to 1e-12 by equal factors. */
const graded = (n: number) => list(n, (i) => 10 ** ((-12 * i) / Math.max(1, n - 1)));
/** Three clusters, each within 1e-10 of its middle. */
const clustered = (n: number) => list(n, (i) => [1, 2, 7][i % 3] * (1 + 1e-10 * (i / n)));
/** Rows and columns from 1e-150 to 1e150 in a random order. */
function wide(a: Matrix): Matrix {
  const n = a.rows;
  const order = rng(2026).fork('wide').permutation(n);
  const scale = list(n, (i) => 10 ** ((300 * order[i]) / Math.max(1, n - 1) - 150));
  return fromEntries(n, n, (i, j) => scale[i] * scale[j] * at(a, i, j));
}
const randomSymmetric = (n: number) => symmetrized(normal(n, n, 'symmetric'));
/** g·gᵀ/n + I of a random g: condition about 5. */
function randomDefinite(n: number): Matrix {
  const g = normal(n, n, 'definite');
  const product = matmul(g, g, { transposeB: true });
  return fromEntries(n, n, (i, j) => at(product, Math.max(i, j), Math.min(i, j)) / Math.max(1, n) + (i === j ? 1 : 0));
}
/** Integers from −2 to 2: products of them are exact, and so is their rank. */
const integers = (rows: number, cols: number, label: string) =>
  matrix(
    rows,
    cols,
    Float64Array.from(
      rng(2026)
        .fork(label)
        .integers(rows * cols, 5),
      (x) => x - 2,
    ),
  );
const half = (n: number) => Math.ceil(n / 2);
const always = Number.POSITIVE_INFINITY;

export const testMatrices: TestMatrix[] = [
  { name: 'random symmetric', family: 'symmetric', make: randomSymmetric },
  { name: 'random definite', family: 'symmetric', definiteUpTo: always, make: randomDefinite },
  {
    name: 'graded symmetric, condition 1e12',
    family: 'symmetric',
    definiteUpTo: always,
    make: (n) => withEigenvalues(graded(n)),
  },
  {
    name: 'graded entries, definite',
    family: 'symmetric',
    definiteUpTo: always,
    make(n) {
      const a = randomDefinite(n);
      const d = graded(n).map(Math.sqrt);
      return fromEntries(n, n, (i, j) => d[i] * d[j] * at(a, i, j));
    },
  },
  {
    name: 'rank-deficient symmetric',
    family: 'symmetric',
    make(n) {
      const g = integers(n, half(n), 'rank');
      return matmul(g, g, { transposeB: true });
    },
  },
  {
    name: 'clustered eigenvalues',
    family: 'symmetric',
    definiteUpTo: always,
    make: (n) => withEigenvalues(clustered(n)),
  },
  { name: 'tiny symmetric, 1e-300', family: 'symmetric', make: (n) => scaled(randomSymmetric(n), 1e-300) },
  { name: 'huge symmetric, 1e300', family: 'symmetric', make: (n) => scaled(randomSymmetric(n), 1e300) },
  {
    name: 'tiny definite, 1e-300',
    family: 'symmetric',
    definiteUpTo: always,
    make: (n) => scaled(randomDefinite(n), 1e-300),
  },
  {
    name: 'huge definite, 1e300',
    family: 'symmetric',
    definiteUpTo: always,
    make: (n) => scaled(randomDefinite(n), 1e300),
  },
  {
    name: 'wide range, 1e-300 to 1e300, definite',
    family: 'symmetric',
    definiteUpTo: always,
    make: (n) => wide(randomDefinite(n)),
  },
  { name: 'Hilbert', family: 'symmetric', definiteUpTo: 12, make: square((i, j) => 1 / (i + j + 1)) },
  {
    name: 'Wilkinson W+',
    family: 'symmetric',
    make: square((i, j, n) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0)),
  },
  {
    name: 'second difference',
    family: 'symmetric',
    definiteUpTo: always,
    make: square((i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
  },
  {
    name: 'minimum of i and j',
    family: 'symmetric',
    definiteUpTo: always,
    make: square((i, j) => Math.min(i, j) + 1),
  },
  { name: 'identity', family: 'symmetric', definiteUpTo: always, make: square((i, j) => (i === j ? 1 : 0)) },
  { name: 'zero', family: 'symmetric', make: square(() => 0) },

  { name: 'random', family: 'general', make: (n) => normal(n, n, 'general') },
  { name: 'graded, condition 1e12', family: 'general', make: (n) => withSingularValues(n, n, graded(n)) },
  {
    name: 'graded rows',
    family: 'general',
    make(n) {
      const a = normal(n, n, 'general');
      const d = graded(n);
      return fromEntries(n, n, (i, j) => d[i] * at(a, i, j));
    },
  },
  {
    name: 'rank-deficient',
    family: 'general',
    make: (n) => matmul(integers(n, half(n), 'rank, left'), integers(half(n), n, 'rank, right')),
  },
  { name: 'clustered singular values', family: 'general', make: (n) => withSingularValues(n, n, clustered(n)) },
  { name: 'tiny, 1e-300', family: 'general', make: (n) => scaled(normal(n, n, 'general'), 1e-300) },
  { name: 'huge, 1e300', family: 'general', make: (n) => scaled(normal(n, n, 'general'), 1e300) },
  { name: 'wide range, 1e-300 to 1e300', family: 'general', make: (n) => wide(normal(n, n, 'general')) },
  {
    name: 'Frank',
    family: 'general',
    make: square((i, j, n) => (j < i - 1 ? 0 : n - Math.max(i, j))),
  },
  {
    name: 'Kahan, θ = 1.2',
    family: 'general',
    make: square((i, j) => (j < i ? 0 : Math.sin(1.2) ** i * (i === j ? 1 : -Math.cos(1.2)))),
  },
  {
    name: 'Grcar',
    family: 'general',
    make: square((i, j) => (j === i - 1 ? -1 : j >= i && j <= i + 3 ? 1 : 0)),
  },
  { name: 'shift', family: 'general', make: square((i, j) => (j === i + 1 ? 1 : 0)) },
  {
    name: 'upper triangle of −1, condition 2^n',
    family: 'general',
    make: square((i, j) => (i === j ? 1 : j > i ? -1 : 0)),
  },

  { name: 'Läuchli, μ = 1e-8', family: 'rectangular', make: (n) => lauchli(n, 1e-8) },
  { name: 'random tall', family: 'rectangular', make: (n) => normal(2 * n + 1, n, 'tall') },
  { name: 'random wide', family: 'rectangular', make: (n) => normal(n, 2 * n + 1, 'wide') },
  {
    name: 'rank-deficient tall',
    family: 'rectangular',
    make: (n) => matmul(integers(2 * n + 1, half(n), 'tall, left'), integers(half(n), n, 'tall, right')),
  },
  { name: 'one column of n', family: 'rectangular', make: (n) => normal(n, 1, 'column') },
];

/** (n+1)×n: a row of ones above μ·I. */
function lauchli(n: number, mu: number): Matrix {
  return fromEntries(n + 1, n, (i, j) => (i === 0 ? 1 : i === j + 1 ? mu : 0));
}

/**
 * On this one Gaussian elimination with partial pivoting doubles the last column at every step: growth 2^(n−1), so the
 * error of LU is measured by |L||U|, not by the matrix, and it is no member of `testMatrices`. Wilkinson (1965), p. 212.
 */
export const pivotGrowth = square((i, j, n) => (i === j || j === n - 1 ? 1 : j < i ? -1 : 0));

/** Members of a family; `definite` asks for those that have a Cholesky factor at this n. */
export function familyOf(family: Family | 'definite', n: number): TestMatrix[] {
  return testMatrices.filter((m) => (family === 'definite' ? n <= (m.definiteUpTo ?? 0) : m.family === family));
}

export function testMatrix(name: string, n: number): Matrix {
  const found = testMatrices.find((m) => m.name === name);
  if (!found) throw new Error(`testMatrix: expected one of ${testMatrices.map((m) => m.name).join(', ')}, got ${name}`);
  return found.make(n);
}
