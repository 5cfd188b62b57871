import { NumericalError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { core } from '../wasm/load';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { symmetricInput } from './factorInput';
import { rankUpdate } from './rankUpdate';
import { scaleForElimination } from './scaleForElimination';
import { triangularSolveInPlace } from './triangularSolve';

/**
 * Largest block that one kernel call factors; larger ones are halved around a solve and a rank-k update. 16 to 64 are within
 * 3 % at n = 256 and 512; at 128, 64 costs 9 %.
 */
const LEAF = 32;

/**
 * Lower triangular L with L·Lᵀ = a, for a symmetric positive definite matrix in float64; its lower triangle counts.
 * Backward stable: L·Lᵀ differs from a by at most about n·eps·max aᵢᵢ (Higham 2002, theorem 10.3).
 * @throws ShapeError when a is not square; ValueError for float32, entries that are not finite, or an asymmetry beyond
 * rounding; NumericalError when a is not positive definite in working precision (`step` is the index of the pivot).
 */
export function cholesky(a: MatrixLike): Matrix {
  return withWorkspace((ws) => {
    const l = symmetricInput(ws, a, 'a');
    const unscale = scaleForElimination(l);
    choleskyInPlace(l, { unscale });
    // The scale is an even power of two.
    if (unscale !== 1) core().kernels.scalF64(l.rows * l.cols, Math.sqrt(unscale), l.pointer);
    return l.copy();
  });
}

interface Blame {
  /** Argument to name in the message. Default 'a'. */
  name?: string;
  /** Factor of the pivot in the message, of a matrix that was scaled. Default 1. */
  unscale?: number;
  /** Smallest ridge that the message suggests, for callers who ask for more than positive pivots. Default 0. */
  ridge?: number;
}

/**
 * A symmetric matrix in WebAssembly memory (float64, blocks allowed) becomes its lower Cholesky factor, zeros above the
 * diagonal. Only the upper triangle is read; shape, symmetry and finite entries are not checked.
 * @throws NumericalError as `cholesky`; the matrix is then overwritten in part.
 */
export function choleskyInPlace(a: WorkspaceMatrix, blame: Blame = {}): void {
  const n = a.rows;
  if (n === 0) return;
  factorUpper(a, 0, n, blame);
  // A rank-0 update mirrors the upper triangle.
  rankUpdate(a, a.block(0, 0, n, 0), { beta: 1 });
  for (let i = 0; i < n; i++) a.row(i).fill(0, i + 1);
}

/** Block (from, from) of n rows → R above and on its diagonal, RᵀR = block. */
function factorUpper(a: WorkspaceMatrix, from: number, n: number, blame: Blame): void {
  const block = a.block(from, from, n, n);
  if (n <= LEAF) {
    const failed = core().kernels.choleskyBlock(n, block.pointer, a.stride);
    if (failed < n) refuse(a, from + failed, blame);
    return;
  }
  const half = LEAF * Math.ceil(n / (2 * LEAF));
  const right = block.block(0, half, half, n - half);
  factorUpper(a, from, half, blame);
  triangularSolveInPlace(block.block(0, 0, half, half), right, { uplo: 'upper', transpose: true });
  rankUpdate(block.block(half, half, n - half, n - half), right, { transpose: true, alpha: -1, beta: 1 });
  factorUpper(a, from + half, n - half, blame);
}

function refuse(a: WorkspaceMatrix, step: number, { name = 'a', unscale = 1, ridge: least = 0 }: Blame): never {
  const pivot = unscale * a.row(step)[step];
  let scale = 0;
  for (let i = 0; i < a.rows; i++) {
    const entry = a.row(i)[i];
    scale = Math.max(scale, i < step ? entry * entry : Math.abs(entry));
  }
  const ridge = Math.max(2 * Math.abs(pivot), a.rows * Number.EPSILON * scale * unscale, least);
  throw new NumericalError(
    `${name}: expected a positive definite matrix, got pivot ${pivot} in row ${step}; try adding a ridge${ridge > 0 ? ` of ${ridge.toPrecision(2)} or more` : ''} to the diagonal`,
    { step },
  );
}
