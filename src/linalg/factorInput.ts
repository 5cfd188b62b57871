import { ShapeError, ValueError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { type Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { operand } from './operand';

/** A private copy in WebAssembly memory of a matrix that a factorization may overwrite, rows adjacent. */
export function factorInput(ws: Workspace, value: MatrixLike, name: string): WorkspaceMatrix {
  const m = checkedFactorInput(value, name);
  const copy = ws.matrix(m.rows, m.cols);
  copy.set(m);
  return copy;
}

/**
 * Reads the operand of a factorization.
 * @throws ValueError for float32 (nothing changes dtype silently) and for the first entry that is not finite.
 */
export function checkedFactorInput(value: MatrixLike, name: string): Matrix {
  const m = operand(value, name);
  if (m.dtype !== 'float64') {
    throw new ValueError(
      `${name}: expected dtype float64, got ${m.dtype}; matrix(rows, cols, Float64Array.from(data)) converts`,
    );
  }
  for (let i = 0; i < m.rows; i++) {
    const row = m instanceof WorkspaceMatrix ? m.row(i) : m.data.subarray(i * m.cols, (i + 1) * m.cols);
    const j = row.findIndex((x) => !Number.isFinite(x));
    if (j >= 0) throw new ValueError(`${name}: expected finite entries, got ${row[j]} in row ${i}, column ${j}`);
  }
  return m;
}

/** @throws ShapeError when the matrix is not square. */
export function assertSquare(m: Matrix, name: string): void {
  if (m.rows !== m.cols) throw new ShapeError(`${name}: expected a square matrix, got ${m.rows}×${m.cols}`);
}
