/**
 * QR, eigenvalues and singular values: stable in norm. Errors of entries and values follow from the backward error by
 * perturbation theory: Weyl for values, Wedin for least squares and pseudo-inverses.
 */
import { eigh } from '../../../src/linalg/eigh';
import { eigvalsh } from '../../../src/linalg/eigvalsh';
import { lstsq } from '../../../src/linalg/lstsq';
import { pinv } from '../../../src/linalg/pinv';
import { qr } from '../../../src/linalg/qr';
import { singularValues } from '../../../src/linalg/singularValues';
import { svd } from '../../../src/linalg/svd';
import { type Matrix, matrix } from '../../../src/matrix';
import { haarOrthogonal } from '../../../src/random/haarOrthogonal';
import { tolerance } from '../../tolerances';
import { DoubleDouble } from '../doubleDouble';
import {
  type ExactMatrix,
  exactIdentity,
  exactly,
  exactNorm,
  exactProduct,
  exactSandwich,
  exactSolve,
  exactTranspose,
} from '../exactMatrices';
import { type ErrorBound, type ErrorCase, knownSpectrum, larger, normals, normwise, unit } from './errorBound';

/** Backward error of a stable method, relative to ‖a‖: c·n·ε with the c that docs/linear-algebra.md promises. */
const stable = (n: number) => tolerance.backwardError * n * 2 * unit.float64;

/** Tall for even seeds, wide for odd ones. */
function tallOrWide({ n, seed }: ErrorCase): [number, number] {
  const other = n + Math.ceil(n / 2);
  return seed % 2 === 0 ? [other, n] : [n, other];
}

const orthogonality = (q: Matrix) =>
  normwise(matmulExact(exactTranspose(exactly(q)), exactly(q)), exactIdentity(q.cols), stable(q.rows));
const matmulExact = (a: ExactMatrix, b: ExactMatrix) => {
  const { hi, lo } = exactProduct(a, b);
  return hi.map((x, i) => x + lo[i]);
};
const plain = (values: ArrayLike<number>) => Array.from(values, DoubleDouble.of);

function qrError(of: ErrorCase, pivoting: boolean): number {
  const [rows, cols] = tallOrWide(of);
  const { a } = knownSpectrum(rows, cols, of);
  const found = pivoting ? qr(a, { pivoting: true }) : qr(a);
  const columns =
    'permutation' in found ? (found.permutation as Int32Array) : Int32Array.from({ length: cols }, (_, j) => j);
  const inOrder = matrix(rows, cols);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) inOrder.data[i * cols + j] = a.data[i * cols + columns[j]];
  const product = exactProduct(exactly(found.q), exactly(found.r));
  return larger(
    normwise(inOrder.data, product, stable(Math.max(rows, cols)) * exactNorm(exactly(a))),
    orthogonality(found.q),
  );
}

function lstsqError(of: ErrorCase): number {
  const rows = 2 * of.n;
  const { a } = knownSpectrum(rows, of.n, of);
  const b = normals(rows, 1, of.seed);
  const { x } = lstsq(a, b);
  // [I A; Aᵀ 0][r; x] = [b; 0] has no squared condition number to lose digits by.
  const size = rows + of.n;
  const system = exactIdentity(size);
  for (let i = rows; i < size; i++) system.hi[i * (size + 1)] = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < of.n; j++) {
      system.hi[i * size + rows + j] = a.data[i * of.n + j];
      system.hi[(rows + j) * size + i] = a.data[i * of.n + j];
    }
  }
  const right = exactly(matrix(size, 1, [...b.data, ...new Float64Array(of.n)]));
  const solution = exactSolve(system, right).x;
  const exact = { rows: of.n, cols: 1, hi: solution.hi.slice(rows), lo: solution.lo.slice(rows) };
  const residual = Math.hypot(...solution.hi.slice(0, rows));
  const length = exactNorm(exact);
  // Wedin (Higham 2002, theorem 20.1), the largest singular value being 1.
  return normwise(x.data, exact, stable(rows) * of.condition * (2 * length + (of.condition + 1) * residual));
}

function eighError(of: ErrorCase): number {
  const { a } = knownSpectrum(of.n, of.n, of, true);
  const { values, vectors } = eigh(a);
  const v = exactly(vectors);
  return larger(
    normwise(a.data, exactSandwich(v, plain(values), v), stable(of.n) * exactNorm(exactly(a))),
    orthogonality(vectors),
  );
}

function eigenvalueError(of: ErrorCase): number {
  const { a, values } = knownSpectrum(of.n, of.n, of, true);
  const ascending = {
    rows: of.n,
    cols: 1,
    hi: Float64Array.from(values, (v) => v.hi).reverse(),
    lo: new Float64Array(of.n),
  };
  const bound = stable(of.n) * exactNorm(exactly(a));
  return larger(normwise(eigh(a).values, ascending, bound), normwise(eigvalsh(a), ascending, bound));
}

function svdError(of: ErrorCase): number {
  const [rows, cols] = tallOrWide(of);
  const { a } = knownSpectrum(rows, cols, of);
  const { u, s, vt } = svd(a);
  const v = exactTranspose(exactly(vt));
  const back = normwise(
    a.data,
    exactSandwich(exactly(u), plain(s), v),
    stable(Math.max(rows, cols)) * exactNorm(exactly(a)),
  );
  return larger(back, larger(orthogonality(u), orthogonality(transposed(vt))));
}

function transposed(a: Matrix): Matrix {
  const { rows, cols, hi } = exactTranspose(exactly(a));
  return matrix(rows, cols, hi);
}

function singularValueError(of: ErrorCase): number {
  const [rows, cols] = tallOrWide(of);
  const { a, values } = knownSpectrum(rows, cols, of);
  const exact = {
    rows: values.length,
    cols: 1,
    hi: Float64Array.from(values, (v) => v.hi),
    lo: new Float64Array(of.n),
  };
  const bound = stable(Math.max(rows, cols)) * exactNorm(exactly(a));
  return larger(normwise(svd(a).s, exact, bound), normwise(singularValues(a), exact, bound));
}

function pinvError(of: ErrorCase): number {
  const [rows, cols] = tallOrWide(of);
  const { a, values, left, right } = knownSpectrum(rows, cols, of);
  const inverses = values.map(({ hi, lo }) => DoubleDouble.of(1).over(hi, lo));
  const exact = exactSandwich(right, inverses, left);
  // ‖A⁺‖ = κ: the relative error is κ times the backward one, √2 for a full-rank rectangle (Wedin 1973).
  const bound = Math.SQRT2 * stable(Math.max(rows, cols)) * of.condition * exactNorm(exact);
  return normwise(pinv(a).data, exact, bound);
}

const conditions = [1, 1e4, 1e8, 1e12];
const common = {
  area: 'Orthogonal methods',
  dtype: 'float64',
  sizes: [1, 5, 33, 64, 130],
  conditions,
  quick: 3,
} as const;

export const orthogonal: ErrorBound[] = [
  {
    ...common,
    functions: ['qr'],
    kernels: ['reflector', 'reflectRows', 'householderPanel', 'largestSize'],
    error: '‖A − QR‖/‖A‖, ‖QᵀQ − I‖',
    bound: 'c n ε',
    measure: (of) => qrError(of, false),
  },
  {
    ...common,
    functions: ['qr, pivoting'],
    error: '‖AP − QR‖/‖A‖, ‖QᵀQ − I‖',
    bound: 'c n ε',
    measure: (of) => qrError(of, true),
  },
  {
    ...common,
    functions: ['lstsq'],
    error: '‖x̂ − x‖',
    bound: 'c n ε κ (2‖x‖ + (κ+1)‖r‖/‖A‖)',
    conditions: [1, 1e4, 1e8],
    sizes: [1, 5, 33, 64],
    measure: lstsqError,
  },
  {
    ...common,
    functions: ['eigh'],
    kernels: ['tridiagonalPanel', 'tridiagonalQl', 'rotateRows'],
    error: '‖A − VΛVᵀ‖/‖A‖, ‖VᵀV − I‖',
    bound: 'c n ε',
    measure: eighError,
  },
  { ...common, functions: ['eigh', 'eigvalsh'], error: '‖λ̂ − λ‖/‖A‖', bound: 'c n ε', measure: eigenvalueError },
  {
    ...common,
    functions: ['svd'],
    kernels: ['bidiagonalPanel', 'bidiagonalQr'],
    error: '‖A − USVᵀ‖/‖A‖, ‖UᵀU − I‖, ‖VᵀV − I‖',
    bound: 'c n ε',
    measure: svdError,
  },
  {
    ...common,
    functions: ['svd', 'singularValues'],
    error: '‖σ̂ − σ‖/‖A‖',
    bound: 'c n ε',
    measure: singularValueError,
  },
  { ...common, functions: ['pinv'], error: '‖X − A⁺‖/‖A⁺‖', bound: '√2 c n ε κ', measure: pinvError },
  {
    ...common,
    functions: ['haarOrthogonal'],
    error: '‖QᵀQ − I‖',
    bound: 'c n ε',
    conditions: [1],
    measure: ({ n, seed }) => orthogonality(haarOrthogonal({ seed, size: n })),
  },
];
