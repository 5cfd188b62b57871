/** Operands of factorizations and what their results must satisfy: identities, so no contestant is the judge. */
import { fill, places, sample, seeds } from './data';
import type { Factor } from './factorTasks';

/** n×n, uniform; symmetric for eigenvalues; n·I added where it must be positive definite. */
export function factorOperand({ operation, n }: Factor): Float64Array {
  const a = fill(new Float64Array(n * n), seeds.a);
  const symmetric = ['cholesky', 'eigh', 'eigvalsh'].includes(operation);
  for (let i = 0; symmetric && i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const mean = (a[i * n + j] + a[j * n + i]) / 2;
      a[i * n + j] = mean;
      a[j * n + i] = mean;
    }
    if (operation === 'cholesky') a[i * (n + 1)] += n;
  }
  return a;
}

/** One right-hand side of `solve`. */
export const rightHandSide = ({ n }: Factor): Float64Array => fill(new Float64Array(n), seeds.b);

/** Row-major n×n. */
type Square = ArrayLike<number>;

/** The sampled entries of op(left)·diag(values)·op(right); `ta`, `tb` transpose. */
export function productSample(
  n: number,
  left: Square,
  right: Square,
  { ta = false, tb = false, values }: { ta?: boolean; tb?: boolean; values?: ArrayLike<number> } = {},
): number[] {
  return places(n * n).map((at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) {
      sum += left[ta ? k * n + i : i * n + k] * (values?.[k] ?? 1) * right[tb ? j * n + k : k * n + j];
    }
    return sum;
  });
}

/** a·x at the sampled places. */
export function timesVector(a: Square, x: ArrayLike<number>): number[] {
  const n = x.length;
  return places(n).map((i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k] * x[k];
    return sum;
  });
}

/** Sums of the powers 1 to 4 of eigenvalues of size √n, each of order one. */
export const powerSums = (values: ArrayLike<number>): number[] =>
  [1, 2, 3, 4].map(
    (power) => Array.from(values).reduce((sum, x) => sum + x ** power, 0) / values.length ** (1 + power / 2),
  );

/** Σs² and Σs⁴ of singular values. */
export const evenPowerSums = (values: ArrayLike<number>): number[] => {
  const [, second, , fourth] = powerSums(values);
  return [second, fourth];
};

/** log|det| per row. */
export const logDetPerRow = (pivots: ArrayLike<number>): number[] => [
  Array.from(pivots).reduce((sum, x) => sum + Math.log(Math.abs(x)), 0) / pivots.length,
];

const identitySample = (n: number): number[] => places(n * n).map((at) => (at % (n + 1) === 0 ? 1 : 0));

/** What the checks of the contestants must give: entries of the operand, of the identity, traces of powers. */
export function expectedOfFactor(work: Factor): number[] {
  const { operation, n } = work;
  const a = factorOperand(work);
  if (operation === 'cholesky') return sample(a);
  if (operation === 'solve') return sample(rightHandSide(work));
  if (operation === 'qr') return [...sample(a), ...identitySample(n)];
  if (operation === 'lu') return logDetPerRow(pivotsOf(a, n));
  const square = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[k * n + i];
      for (let j = 0; j < n; j++) square[i * n + j] += factor * a[k * n + j];
    }
  }
  const dot = (x: Square, y: Square) => Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);
  const trace = (x: Square) =>
    Array.from({ length: n }, (_, i) => x[i * (n + 1)]).reduce((sum, value) => sum + value, 0);
  const even = [trace(square) / n ** 2, dot(square, square) / n ** 3];
  if (operation === 'singularValues') return even;
  if (operation === 'svd') return [...even, ...sample(a), ...identitySample(n), ...identitySample(n)];
  const sums = [trace(a) / n ** 1.5, even[0], dot(square, a) / n ** 2.5, even[1]];
  return operation === 'eigvalsh' ? sums : [...sums, ...sample(a), ...identitySample(n)];
}

/** Gaussian elimination with partial pivoting, one row at a time. */
function pivotsOf(a: Float64Array, n: number): number[] {
  const rows = Array.from({ length: n }, (_, i) => a.slice(i * n, (i + 1) * n));
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[best][k])) best = i;
    [rows[k], rows[best]] = [rows[best], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, k) => row[k]);
}
