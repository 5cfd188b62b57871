import { NumericalError, ShapeError } from '../errors';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { booleanValue, knownOptions, oneOf } from '../validate';
import { core } from '../wasm/load';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { assertRepresentable, assertSquare, factorInput } from './factorInput';
import { multiply } from './multiply';
import { transposedInput, transposeInto } from './transposedInput';

export interface Triangle {
  /** Which triangle of t counts; the other one may hold anything finite. Default 'lower'. */
  uplo?: 'lower' | 'upper';
  /** Use tᵀ. Default false. */
  transpose?: boolean;
  /** Take ones for the diagonal, which does not count then. Default false. */
  unitDiagonal?: boolean;
}

export interface TriangularSolveOptions extends Triangle {
  /** 'left' (default): x of op(t)·x = b. 'right': x of x·op(t) = b. */
  side?: 'left' | 'right';
}

/**
 * Solves with a triangular matrix t (n×n) by substitution, blocked over products; float64. One column of b (one row, from
 * the right) per system. Backward stable column by column (Higham 2002, Accuracy and Stability, theorem 8.5).
 * @throws ShapeError when sizes do not fit; ValueError for float32 or entries that are not finite; NumericalError for a zero
 * on the diagonal (`step` is its index), or a result that float64 cannot hold.
 */
export function triangularSolve(t: MatrixLike, b: MatrixLike, options: TriangularSolveOptions = {}): Matrix {
  knownOptions('triangularSolve', options, ['side', 'uplo', 'transpose', 'unitDiagonal']);
  const right = oneOf('side', options.side ?? 'left', ['left', 'right']) === 'right';
  const uplo = oneOf('uplo', options.uplo ?? 'lower', ['lower', 'upper']);
  const transposed = booleanValue('transpose', options.transpose ?? false);
  const unitDiagonal = booleanValue('unitDiagonal', options.unitDiagonal ?? false);
  return withWorkspace((ws) => {
    const triangle = factorInput(ws, t, 't');
    assertSquare(triangle, 't');
    const n = triangle.rows;
    // x·op(t) = b is op(t)ᵀ·xᵀ = bᵀ.
    const x = right ? transposedInput(ws, b, 'b') : factorInput(ws, b, 'b');
    const [rows, cols] = right ? [x.cols, x.rows] : [x.rows, x.cols];
    if (x.rows !== n) {
      throw new ShapeError(`b: expected ${n} ${right ? 'columns' : 'rows'} as t has rows, got ${rows}×${cols}`);
    }
    if (!unitDiagonal) assertNoZeroPivot(triangle);
    triangularSolveInPlace(triangle, x, { uplo, transpose: transposed !== right, unitDiagonal });
    assertRepresentable(x, 'x');
    if (!right) return x.copy();
    const out = matrix(rows, cols);
    transposeInto(out.data, x);
    return out;
  });
}

function assertNoZeroPivot(t: WorkspaceMatrix): void {
  for (let i = 0; i < t.rows; i++) {
    if (t.row(i)[i] === 0) {
      throw new NumericalError(`t: expected a diagonal without zeros, got 0 in row ${i}`, { step: i });
    }
  }
}

/** Largest triangle that one kernel call takes; larger ones are halved around a product. 16 to 64 are within 2 % at n = 256. */
const LEAF = 32;

/**
 * b ← op(t)⁻¹·b on matrices in WebAssembly memory (float64, blocks allowed, t n×n, b n×m); nothing is checked. A zero on
 * the diagonal gives entries that are not finite. Twice this, with l and with lᵀ, solves with a Cholesky factor.
 */
export function triangularSolveInPlace(t: WorkspaceMatrix, b: WorkspaceMatrix, triangle: Triangle = {}): void {
  const n = t.rows;
  if (n === 0 || b.cols === 0) return;
  if (n <= LEAF) {
    solveLeaf(t, b, triangle);
    return;
  }
  const { uplo = 'lower', transpose: transposed = false } = triangle;
  const half = LEAF * Math.ceil(n / (2 * LEAF));
  const top = b.block(0, 0, half, b.cols);
  const bottom = b.block(half, 0, n - half, b.cols);
  const inner = t.block(0, 0, half, half);
  const outer = t.block(half, half, n - half, n - half);
  const off = uplo === 'lower' ? t.block(half, 0, n - half, half) : t.block(0, half, half, n - half);
  const update = { transposeA: transposed, alpha: -1, beta: 1 };
  if (isForward(triangle)) {
    triangularSolveInPlace(inner, top, triangle);
    multiply(bottom, off, top, update);
    triangularSolveInPlace(outer, bottom, triangle);
  } else {
    triangularSolveInPlace(outer, bottom, triangle);
    multiply(top, off, bottom, update);
    triangularSolveInPlace(inner, top, triangle);
  }
}

/** Whether op(t) is lower triangular, so that the first unknown is found first. */
function isForward({ uplo = 'lower', transpose: transposed = false }: Triangle): boolean {
  return (uplo === 'lower') !== transposed;
}

function solveLeaf(t: WorkspaceMatrix, b: WorkspaceMatrix, triangle: Triangle): void {
  const { kernels, scratch } = core();
  const n = t.rows;
  const { transpose: transposed = false, unitDiagonal = false } = triangle;
  const [row, rowB] = [8 * t.stride, 8 * b.stride];
  const [across, inner] = transposed ? [8, row] : [row, 8];
  const unit = unitDiagonal ? 1 : 0;
  if (isForward(triangle)) {
    kernels.solveTriangle(unit, n, b.cols, t.pointer, across, inner, b.pointer, rowB, scratch);
  } else {
    // Backwards from the last unknown: the same substitution with negative steps.
    const lastT = t.pointer + (n - 1) * (row + 8);
    const lastB = b.pointer + (n - 1) * rowB;
    kernels.solveTriangle(unit, n, b.cols, lastT, -across, -inner, lastB, -rowB, scratch);
  }
}
