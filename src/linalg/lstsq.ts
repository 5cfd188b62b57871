import { ShapeError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { knownOptions, nonNegative } from '../validate';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { applyReflectors } from './blockReflector';
import { scaleFromExtremes, unscale } from './extremeScale';
import { factorInput } from './factorInput';
import { householderQr } from './householderQr';
import { multiply } from './multiply';
import { pivotedQr } from './pivotedQr';
import { rankOf } from './qr';
import { transposedInput, transposeInto } from './transposedInput';
import { triangularSolveInPlace } from './triangularSolve';

export interface LstsqOptions {
  /**
   * Directions count as missing below this fraction of the largest (diagonal of the pivoted R, which matrices like Kahan's deceive: `pinv`
   * has their singular values). Default max(m, n)·2^−52.
   */
  tolerance?: number;
}

export interface LeastSquares {
  /** n×k: among the x of least ‖a·x − b‖, that of least norm. */
  x: Matrix;
  /** Numerical rank of a. */
  rank: number;
  /** ‖a·x − b‖ of each column. */
  residual: Float64Array;
}

/**
 * Least squares of least norm: a (m×n, of any rank), b (m×k), float64. Complete orthogonal decomposition: QR with column
 * pivoting, then reflectors from the right remove what is left of the dependent columns (Golub & Van Loan 2013, 5.5.2).
 * Errors are those of a change of a by a few units of rounding.
 * @throws ShapeError when b has other rows than a; ValueError for float32 or entries that are not finite; NumericalError
 * when x exceeds 1.8e308.
 */
export function lstsq(a: MatrixLike, b: MatrixLike, options: LstsqOptions = {}): LeastSquares {
  knownOptions('lstsq', options, ['tolerance']);
  const { tolerance } = options;
  if (tolerance !== undefined) nonNegative('tolerance', tolerance);
  return withWorkspace((ws) => {
    const at = transposedInput(ws, a, 'a');
    const rhs = factorInput(ws, b, 'b');
    const { rows: n, cols: m } = at;
    if (rhs.rows !== m) throw new ShapeError(`b: expected ${m} rows as a has, got ${rhs.rows}×${rhs.cols}`);
    const backA = scaleFromExtremes(at);
    const backB = scaleFromExtremes(rhs);
    const before = copyOf(ws, at);
    const rest = copyOf(ws, rhs);
    const { blocks, r, permutation } = pivotedQr(ws, at);
    const rank = rankOf(r, m, n, tolerance);
    applyReflectors(rhs, blocks, { transpose: true });
    const solved = solveTrapezoid(ws, r, n, rank, rhs.block(0, 0, rank, rhs.cols));
    const scaled = ws.matrix(n, rhs.cols);
    for (let j = 0; j < n; j++) scaled.row(permutation[j]).set(solved.row(j));
    const x = unscale(scaled.copy(), 'x', backB, 1 / backA);
    multiply(rest, before, scaled, { transposeA: true, beta: -1 });
    return { x, rank, residual: columnNorms(ws, rest).map((norm) => norm * backB) };
  });
}

function copyOf(ws: Workspace, m: WorkspaceMatrix): WorkspaceMatrix {
  const copy = ws.matrix(m.rows, m.cols);
  copy.set(m);
  return copy;
}

/** The x (n×k) of least norm with [R11 R12]·x = c, of the first `rank` rows of r (n columns); c is overwritten. */
function solveTrapezoid(ws: Workspace, r: Float64Array, n: number, rank: number, c: WorkspaceMatrix): WorkspaceMatrix {
  const x = ws.matrix(n, c.cols);
  const top = x.block(0, 0, rank, c.cols);
  top.set(c);
  const rows = ws.matrix(rank, n, 'float64', r.subarray(0, rank * n));
  if (rank === n) {
    triangularSolveInPlace(rows, top, { uplo: 'upper' });
    return x;
  }
  // The QR of [R11 R12]ᵀ: x = Z·S⁻ᵀ·c.
  const { blocks, r: s } = householderQr(ws, rows);
  triangularSolveInPlace(ws.matrix(rank, rank, 'float64', s), top, { uplo: 'upper', transpose: true });
  applyReflectors(x, blocks);
  return x;
}

function columnNorms(ws: Workspace, m: WorkspaceMatrix): Float64Array {
  const { kernels } = core();
  const columns = ws.matrix(m.cols, m.rows);
  transposeInto(columns.data, m);
  return Float64Array.from({ length: m.cols }, (_, j) => kernels.nrm2F64(m.rows, columns.pointer + 8 * j * m.rows));
}
