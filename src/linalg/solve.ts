import { NumericalError, ShapeError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { knownOptions, oneOf } from '../validate';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { choleskyInPlace } from './cholesky';
import { conditionFromLu, oneNorm } from './conditionNumber';
import { assertRepresentable, assertSquare, factorInput, symmetricInput } from './factorInput';
import { inverseNormEstimate } from './inverseNormEstimate';
import { luInPlace, luSolveInPlace } from './lu';
import { scaleForElimination } from './scaleForElimination';
import { triangularSolveInPlace } from './triangularSolve';

export interface SolveOptions {
  /**
   * What is known of a. 'general' (default): LU with partial pivoting. 'positiveDefinite': Cholesky, half the work; a must be
   * symmetric.
   */
  assume?: 'general' | 'positiveDefinite';
}

/**
 * x of a·x = b for a square float64 matrix (n×n) and right-hand sides in the columns of b (n×k). Refuses what it cannot
 * answer: beyond a condition number of 1/eps no digit of x is right (`lstsq` has an answer then).
 * @throws ShapeError when sizes do not fit; ValueError for float32 or entries that are not finite; NumericalError when a is
 * singular to working precision (with its `conditionNumber`, and a ridge to try), not positive definite although assumed
 * to be (`step` is the pivot that failed), or when x overflows.
 */
export function solve(a: MatrixLike, b: MatrixLike, options: SolveOptions = {}): Matrix {
  knownOptions('solve', options, ['assume']);
  const definite = oneOf('assume', options.assume ?? 'general', ['general', 'positiveDefinite']) === 'positiveDefinite';
  return withWorkspace((ws) => {
    const factors = definite ? symmetricInput(ws, a, 'a') : factorInput(ws, a, 'a');
    assertSquare(factors, 'a');
    const x = factorInput(ws, b, 'b');
    if (x.rows !== factors.rows) {
      throw new ShapeError(`b: expected ${factors.rows} rows as a has, got ${x.rows}×${x.cols}`);
    }
    const unscale = scaleForElimination(factors);
    if (definite) solveDefinite(ws, factors, x, unscale);
    else solveGeneral(ws, factors, x, unscale);
    if (unscale !== 1) core().kernels.scalF64(x.rows * x.cols, 1 / unscale, x.pointer);
    assertRepresentable(x, 'x');
    return x.copy();
  });
}

function solveGeneral(ws: Workspace, a: WorkspaceMatrix, x: WorkspaceMatrix, unscale: number): void {
  const norm = oneNorm(a);
  const pivots = luInPlace(ws, a);
  refuseSingular(conditionFromLu(ws, norm, a, pivots), norm * unscale, a.rows);
  luSolveInPlace(a, pivots, x);
}

function solveDefinite(ws: Workspace, a: WorkspaceMatrix, x: WorkspaceMatrix, unscale: number): void {
  const norm = oneNorm(a);
  choleskyInPlace(a, { unscale });
  const apply = (v: WorkspaceMatrix) => {
    triangularSolveInPlace(a, v);
    triangularSolveInPlace(a, v, { transpose: true });
  };
  refuseSingular(norm * inverseNormEstimate(ws.matrix(a.rows, 1), apply, apply), norm * unscale, a.rows);
  apply(x);
}

function refuseSingular(conditionNumber: number, norm: number, n: number): void {
  if (conditionNumber < 1 / Number.EPSILON) return;
  const ridge = (n * Number.EPSILON * norm).toPrecision(2);
  throw new NumericalError(
    `a: expected a condition number below 1/eps = ${(1 / Number.EPSILON).toPrecision(2)}, got ${conditionNumber.toPrecision(2)}; try adding a ridge of ${ridge} or more to the diagonal, or lstsq for the solution of minimum norm`,
    { conditionNumber },
  );
}
