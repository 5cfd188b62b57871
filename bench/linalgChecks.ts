/** What is measured of each function's result: identities, in units of n·ε·norm. */
import * as d from '../src/index';
import { type Matrix, matrix } from '../src/matrix';
import { rng } from '../src/random/rng';
import { backwardError, frobenius, orthogonality } from '../test/reference/residuals';
import { type Family, scaledColumns } from '../test/reference/testMatrices';

const { matmul } = d;

export interface Check {
  name: string;
  /** What the numbers are, in their order. */
  measures: string;
  families: readonly (Family | 'definite')[];
  /** Names of matrices for which the identity says nothing. */
  except?: readonly string[];
  run(a: Matrix): unknown;
  errors(a: Matrix): Record<string, number>;
}

const EPS = 2 ** -52;
const square = ['symmetric', 'general'] as const;
const all = ['symmetric', 'general', 'rectangular'] as const;
const transposeB = { transposeB: true };

function check<T>(
  name: string,
  families: Check['families'],
  measures: string,
  run: (a: Matrix) => T,
  errors: (a: Matrix, result: T) => Record<string, number>,
  except?: readonly string[],
): Check {
  return { name, families, measures, run, errors: (a) => errors(a, run(a)), ...(except && { except }) };
}

const scaledBy = (a: Matrix, factor: number) =>
  matrix(
    a.rows,
    a.cols,
    a.data.map((x) => x * factor),
  );
/** The power of two that brings the largest entry near 1: identities with squares of `a` are taken there. */
function exponentOf(a: Matrix): number {
  let largest = 0;
  for (const x of a.data) largest = Math.max(largest, Math.abs(x));
  return largest === 0 ? 0 : Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
}
const normal = (rows: number, cols: number) => matrix(rows, cols, rng(7).normal(rows * cols));
/** Rows of `a` in the order given. */
function rowsOf(a: Matrix, order: ArrayLike<number>): Matrix {
  const out = matrix(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++)
    out.data.set(a.data.subarray(order[i] * a.cols, (order[i] + 1) * a.cols), i * a.cols);
  return out;
}
function columnsOf(a: Matrix, order: ArrayLike<number>): Matrix {
  const out = matrix(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) out.data[i * a.cols + j] = a.data[i * a.cols + order[j]];
  }
  return out;
}
/** Largest difference of two lists over their largest entry, in units of n·ε. */
function listError(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const difference = Float64Array.from(x, (value, i) => value - y[i]);
  return difference.every((value) => value === 0) ? 0 : frobenius(difference) / frobenius(y) / (y.length * EPS);
}
/** ‖a x − b‖ against ‖a‖‖x‖ + ‖b‖. */
const systemError = (a: Matrix, x: Matrix, b: Matrix) =>
  backwardError(b, matmul(a, x), frobenius(a.data) * frobenius(x.data) + frobenius(b.data));

/** Two right-hand sides of the size of the matrix. */
const rightHandSides = (a: Matrix) => matmul(a, normal(a.cols, 2));
const lower = (a: Matrix) => {
  const out = matrix(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j <= i; j++) out.data[i * a.cols + j] = a.data[i * a.cols + j];
  return out;
};

interface Solution {
  x: Matrix;
  b: Matrix;
}
const solved = (name: string, families: Check['families'], how: string, solve: (a: Matrix, b: Matrix) => Matrix) =>
  check(
    name,
    families,
    how,
    (a): Solution => {
      const b = rightHandSides(a);
      return { b, x: solve(a, b) };
    },
    (a, { x, b }) => ({ residual: systemError(a, x, b) }),
  );

export const checks: Check[] = [
  check(
    'cholesky',
    ['definite'],
    '‖a − L·Lᵀ‖.',
    (a) => d.cholesky(a) as Matrix,
    (a, l) => ({ backward: backwardError(a, matmul(l, l, transposeB)) }),
  ),
  check(
    'lu',
    all,
    '‖P·a − L·U‖.',
    (a) => d.lu(a),
    (a, { l, u, permutation }) => ({ backward: backwardError(rowsOf(a, permutation), matmul(l, u)) }),
  ),
  solved('solve', square, '‖a·x − b‖ against ‖a‖‖x‖ + ‖b‖, two right-hand sides.', (a, b) => d.solve(a, b)),
  solved('solve, positive definite', ['definite'], 'The same, by Cholesky.', (a, b) =>
    d.solve(a, b, { assume: 'positiveDefinite' }),
  ),
  check(
    'triangularSolve',
    ['definite'],
    '‖L·x − b‖ and ‖Lᵀ·x − b‖ against ‖L‖‖x‖ + ‖b‖ for the lower triangle L of the matrix.',
    (a) => {
      const t = lower(a);
      const b = rightHandSides(a);
      return { t, b, x: d.triangularSolve(t, b), y: d.triangularSolve(t, b, { transpose: true }) };
    },
    (_, { t, b, x, y }) => ({
      plain: systemError(t, x, b),
      transposed: systemError(matmul(t, identity(t.rows), { transposeA: true }), y, b),
    }),
  ),
  check(
    'qr',
    all,
    '‖a − Q·R‖, ‖Qᵀ·Q − I‖.',
    (a) => d.qr(a),
    (a, { q, r }) => ({ backward: backwardError(a, matmul(q, r)), orthogonality: orthogonality(q) }),
  ),
  check(
    'qr, pivoting',
    all,
    '‖a·P − Q·R‖, ‖Qᵀ·Q − I‖, full Q.',
    (a) => d.qr(a, { pivoting: true, mode: 'full' }),
    (a, { q, r, permutation }) => ({
      backward: backwardError(columnsOf(a, permutation), matmul(q, r)),
      orthogonality: orthogonality(q),
    }),
  ),
  check(
    'lstsq',
    all,
    '‖aᵀ(a·x − b)‖ against ‖a‖(‖a‖‖x‖ + ‖b‖), two random right-hand sides.',
    (a) => {
      const b = normal(a.rows, 2);
      return { b, ...d.lstsq(a, b) } as Solution;
    },
    (a, { x, b }) => {
      const exponent = exponentOf(a);
      const [unit, y] = [scaledBy(a, 2 ** -exponent), scaledBy(x, 2 ** exponent)];
      const residual = matmul(unit, y);
      for (let i = 0; i < b.data.length; i++) residual.data[i] -= b.data[i];
      const size = frobenius(unit.data);
      const gradient = frobenius(matmul(unit, residual, { transposeA: true }).data);
      const scale = size * (size * frobenius(y.data) + frobenius(b.data));
      return { gradient: gradient === 0 ? 0 : gradient / scale / (Math.max(a.rows, a.cols) * EPS) };
    },
  ),
  check(
    'eigh',
    ['symmetric'],
    '‖a − V·Λ·Vᵀ‖, ‖Vᵀ·V − I‖.',
    (a) => d.eigh(a) as { values: Float64Array; vectors: Matrix },
    (a, { values, vectors }) => ({
      backward: backwardError(a, matmul(scaledColumns(vectors, values), vectors, transposeB)),
      orthogonality: orthogonality(vectors),
    }),
  ),
  check(
    'eigvalsh',
    ['symmetric'],
    'Distance from the eigenvalues of `eigh`.',
    (a) => d.eigvalsh(a) as Float64Array,
    (a, values) => ({ difference: listError(values, d.eigh(a).values) }),
  ),
  check(
    'svd',
    all,
    '‖a − U·S·Vᵀ‖, ‖Uᵀ·U − I‖, ‖Vᵀ·V − I‖.',
    (a) => d.svd(a),
    (a, { u, s, vt }) => ({
      backward: backwardError(a, matmul(scaledColumns(u, s), vt)),
      left: orthogonality(u),
      right: orthogonality(matmul(vt, identity(vt.rows), { transposeA: true })),
    }),
  ),
  check(
    'singularValues',
    all,
    'Distance from the singular values of `svd`.',
    (a) => d.singularValues(a) as Float64Array,
    (a, values) => ({ difference: listError(values, d.svd(a).s) }),
  ),
  check(
    'pinv',
    all,
    '‖a·X·a − a‖ against ‖a‖²‖X‖, ‖X·a·X − X‖ against ‖a‖‖X‖².',
    (a) => d.pinv(a) as Matrix,
    (a, x) => {
      const exponent = exponentOf(a);
      const [unit, inverse] = [scaledBy(a, 2 ** -exponent), scaledBy(x, 2 ** exponent)];
      const [size, other] = [frobenius(unit.data), frobenius(inverse.data)];
      return {
        first: backwardError(unit, matmul(matmul(unit, inverse), unit), size * size * other),
        second: backwardError(inverse, matmul(matmul(inverse, unit), inverse), size * other * other),
      };
    },
  ),
  check(
    'sqrtm',
    ['definite'],
    '‖a − S·S‖.',
    (a) => d.sqrtm(a) as Matrix,
    (a, s) => ({ backward: backwardError(a, matmul(s, s)) }),
  ),
  check(
    'powm, p = −1/2',
    ['definite'],
    '‖X·a·X − I‖ against ‖a‖‖X‖².',
    (a) => d.powm(a, -0.5) as Matrix,
    (a, x) => ({
      backward: backwardError(
        identity(a.rows),
        matmul(matmul(x, a), x),
        Math.max(Math.sqrt(a.rows), frobenius(x.data) ** 2 * frobenius(a.data)),
      ),
    }),
  ),
  check(
    'expm',
    square,
    '‖e^A·e^−A − I‖ against ‖e^A‖‖e^−A‖ for the matrix scaled to norm 4.',
    (a) => {
      const exponent = exponentOf(a);
      const unit = scaledBy(a, 2 ** -exponent);
      const size = frobenius(unit.data) / 4 || 1;
      return { forth: d.expm(scaledBy(unit, 1 / size)) as Matrix, back: d.expm(scaledBy(unit, -1 / size)) as Matrix };
    },
    (a, { forth, back }) => ({
      identity: backwardError(identity(a.rows), matmul(forth, back), frobenius(forth.data) * frobenius(back.data)),
    }),
  ),
];

function identity(n: number): Matrix {
  const out = matrix(n, n);
  for (let i = 0; i < n; i++) out.data[i * (n + 1)] = 1;
  return out;
}
