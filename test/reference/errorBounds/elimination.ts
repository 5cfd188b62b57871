/** Cholesky, LU, substitution and what stands on them, entry by entry (Higham 2002, chapters 8 to 10). */
import { cholesky } from '../../../src/linalg/cholesky';
import { conditionNumber } from '../../../src/linalg/conditionNumber';
import { logDeterminant } from '../../../src/linalg/logDeterminant';
import { lu } from '../../../src/linalg/lu';
import { matmul } from '../../../src/linalg/matmul';
import { solve } from '../../../src/linalg/solve';
import { triangularSolve } from '../../../src/linalg/triangularSolve';
import { type Matrix, matrix } from '../../../src/matrix';
import { DoubleDouble, logExact } from '../doubleDouble';
import { exactIdentity, exactly, exactProduct, exactSolve, exactTranspose, rounded } from '../exactMatrices';
import {
  absolute,
  type ErrorBound,
  type ErrorCase,
  gamma,
  knownSpectrum,
  larger,
  normals,
  worstEntry,
} from './errorBound';

const conditions = [1, 1e4, 1e8, 1e12];
const sizes = [1, 5, 33, 64, 150];

const general = (of: ErrorCase) => knownSpectrum(of.n, of.n, of).a;
const definite = (of: ErrorCase) => knownSpectrum(of.n, of.n, of, true).a;

function choleskyError(of: ErrorCase): number {
  const a = definite(of);
  const l = cholesky(a);
  const size = matmul(absolute(l), absolute(l), { transposeB: true }).data;
  const product = exactProduct(exactly(l), exactTranspose(exactly(l)));
  return worstEntry(a.data, product, (i) => gamma(of.n + 1) * size[i]);
}

/** Rows of the matrix in the order of elimination, and |L||U|. */
function eliminated(a: Matrix): { rows: Matrix; l: Matrix; u: Matrix; size: Matrix; permutation: Int32Array } {
  const { l, u, permutation } = lu(a);
  const rows = matrix(a.rows, a.cols);
  permutation.forEach((from, to) => {
    rows.data.set(a.data.subarray(from * a.cols, (from + 1) * a.cols), to * a.cols);
  });
  return { rows, l, u, size: matmul(absolute(l), absolute(u)), permutation };
}

function luError(of: ErrorCase): number {
  const { rows, l, u, size } = eliminated(general(of));
  return worstEntry(rows.data, exactProduct(exactly(l), exactly(u)), (i) => gamma(of.n) * size.data[i]);
}

function substitutionError(of: ErrorCase): number {
  const t = cholesky(definite(of));
  const b = normals(of.n, 2, of.seed);
  let worst = 0;
  for (const transpose of [false, true]) {
    const x = triangularSolve(t, b, { transpose });
    const size = matmul(absolute(t), absolute(x), { transposeA: transpose }).data;
    const exact = transpose ? exactTranspose(exactly(t)) : exactly(t);
    worst = larger(
      worst,
      worstEntry(b.data, exactProduct(exact, exactly(x)), (i) => gamma(of.n + 1) * size[i]),
    );
  }
  return worst;
}

/** What the rounding of a solution may leave of b − a·x, row by row: γ_3n |L||U||x|, in the order of the rows of a. */
function systemBound(a: Matrix, x: Matrix, assume: 'general' | 'positiveDefinite'): Matrix {
  const n = a.rows;
  if (assume === 'positiveDefinite') {
    const l = absolute(cholesky(a));
    const size = matmul(l, matmul(l, absolute(x), { transposeA: true }));
    return matrix(
      n,
      x.cols,
      size.data.map((v) => gamma(3 * n + 1) * v),
    );
  }
  const { size, permutation } = eliminated(a);
  const inOrder = matmul(size, absolute(x));
  const out = matrix(n, x.cols);
  permutation.forEach((to, from) => {
    for (let c = 0; c < x.cols; c++) out.data[to * x.cols + c] = gamma(3 * n) * inOrder.data[from * x.cols + c];
  });
  return out;
}

function solveError(of: ErrorCase, assume: 'general' | 'positiveDefinite', which: 'residual' | 'forward'): number {
  const a = assume === 'general' ? general(of) : definite(of);
  const b = normals(of.n, 2, of.seed);
  const x = solve(a, b, { assume });
  const bound = systemBound(a, x, assume);
  if (which === 'residual') {
    return worstEntry(b.data, exactProduct(exactly(a), exactly(x)), (i) => bound.data[i]);
  }
  const inverse = rounded(exactSolve(exactly(a), exactIdentity(of.n)).x);
  const reach = matmul(absolute(inverse), bound).data;
  return worstEntry(x.data, exactSolve(exactly(a), exactly(b)).x, (i) => reach[i]);
}

function logDeterminantError(of: ErrorCase): number {
  const a = general(of);
  const { size, permutation, u } = eliminated(a);
  const { x, pivots } = exactSolve(exactly(a), exactIdentity(of.n));
  const inverse = absolute(rounded(x));
  // First order: tr |a⁻¹||Δa|, then one rounding for each logarithm and sum.
  let bound = 0;
  permutation.forEach((to, from) => {
    for (let j = 0; j < of.n; j++) bound += gamma(of.n) * inverse.data[j * of.n + to] * size.data[from * of.n + j];
  });
  let logs = 0;
  for (let i = 0; i < of.n; i++) logs += Math.abs(Math.log(Math.abs(u.data[i * (of.n + 1)])));
  const exact = new DoubleDouble();
  for (const { hi, lo } of pivots) {
    const log = logExact(hi < 0 ? new DoubleDouble(-hi, -lo) : new DoubleDouble(hi, lo));
    exact.add(log.hi, log.lo);
  }
  const error = Math.abs(logDeterminant(a).value - exact.hi - exact.lo);
  return error === 0 ? 0 : error / (bound + gamma(of.n + 2) * logs);
}

/** How far below κ the estimate is, over a factor of three; above it, over the rounding of its factors. */
function conditionError(of: ErrorCase): number {
  const a = general(of);
  const inverse = rounded(exactSolve(exactly(a), exactIdentity(of.n)).x);
  const excess = Math.log(conditionNumber(a) / oneNorm(a) / oneNorm(inverse));
  return excess <= 0 ? -excess / Math.log(3) : excess / gamma(3 * of.n * oneNorm(inverse) * oneNorm(a));
}

function oneNorm(a: Matrix): number {
  const sums = new Float64Array(a.cols);
  a.data.forEach((x, i) => {
    sums[i % a.cols] += Math.abs(x);
  });
  return Math.max(...sums);
}

const common = { area: 'Elimination', dtype: 'float64', sizes, conditions, quick: 3 } as const;

export const elimination: ErrorBound[] = [
  {
    ...common,
    functions: ['cholesky'],
    kernels: ['choleskyBlock', 'mirrorLower'],
    error: '|A − LLᵀ|',
    bound: 'γ_(n+1) |L||L|ᵀ',
    measure: choleskyError,
  },
  {
    ...common,
    functions: ['lu'],
    kernels: ['luPanel', 'exchangeRows'],
    error: '|PA − LU|',
    bound: 'γ_n |L||U|',
    measure: luError,
  },
  {
    ...common,
    functions: ['triangularSolve'],
    kernels: ['solveTriangle'],
    error: '|b − Tx|',
    bound: 'γ_(n+1) |T||x|',
    measure: substitutionError,
  },
  {
    ...common,
    functions: ['solve'],
    error: '|b − Ax|',
    bound: 'γ_3n |L||U||x|',
    measure: (of) => solveError(of, 'general', 'residual'),
  },
  {
    ...common,
    functions: ['solve'],
    error: '|x̂ − x|',
    bound: 'γ_3n |A⁻¹||L||U||x|',
    measure: (of) => solveError(of, 'general', 'forward'),
  },
  {
    ...common,
    functions: ['solve, positive definite'],
    error: '|b − Ax|',
    bound: 'γ_(3n+1) |L||L|ᵀ|x|',
    measure: (of) => solveError(of, 'positiveDefinite', 'residual'),
  },
  {
    ...common,
    functions: ['solve, positive definite'],
    error: '|x̂ − x|',
    bound: 'γ_(3n+1) |A⁻¹||L||L|ᵀ|x|',
    measure: (of) => solveError(of, 'positiveDefinite', 'forward'),
  },
  {
    ...common,
    functions: ['logDeterminant'],
    error: '|value − log|det A||',
    bound: 'γ_n tr |A⁻¹||L||U| + γ_(n+2) Σ|log u_ii|',
    measure: logDeterminantError,
  },
  {
    ...common,
    functions: ['conditionNumber'],
    error: 'log of κ₁/estimate; above κ₁: estimate/κ₁ − 1',
    bound: 'log 3 (nearly always); γ_(3nκ)',
    measure: conditionError,
  },
];
