import { ShapeError, ValueError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { type Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { operand } from './operand';

/** Largest difference across the diagonal, relative to the largest entry, that counts as rounding. */
const ASYMMETRY = 1e-12;

/** Side of the blocks in which a matrix is compared with its transpose: two blocks stay in the first-level cache. */
const TILE = 32;

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
    // x − x is zero unless x is infinite or not a number, and a sum without a branch is the fast way to see that.
    let strange = 0;
    for (let j = 0; j < row.length; j++) strange += row[j] - row[j];
    if (strange === 0) continue;
    const j = row.findIndex((x) => !Number.isFinite(x));
    throw new ValueError(`${name}: expected finite entries, got ${row[j]} in row ${i}, column ${j}`);
  }
  return m;
}

/** @throws ShapeError when the matrix is not square. */
export function assertSquare(m: Matrix, name: string): void {
  if (m.rows !== m.cols) throw new ShapeError(`${name}: expected a square matrix, got ${m.rows}×${m.cols}`);
}

/**
 * A private copy, as `factorInput` makes it, of a symmetric matrix. Its lower triangle counts and is mirrored, so that
 * the copy is symmetric to the last bit.
 * @throws ShapeError when it is not square; ValueError as `factorInput`, and for a pair of entries across the diagonal
 * that differ by more than rounding (1e-12 of the largest entry).
 */
export function symmetricInput(ws: Workspace, value: MatrixLike, name: string): WorkspaceMatrix {
  const m = operand(value, name);
  assertSquare(m, name);
  const copy = factorInput(ws, m, name);
  mirrorLower(copy.data, copy.rows, ASYMMETRY * largestEntry(copy), name);
  return copy;
}

/** Largest absolute value of the entries; 0 for a matrix without entries. */
export function largestEntry(m: Matrix): number {
  const { data } = m;
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]);
    if (size > largest) largest = size;
  }
  return largest;
}

function mirrorLower(data: Matrix['data'], n: number, most: number, name: string): void {
  for (let top = 0; top < n; top += TILE) {
    const bottom = Math.min(n, top + TILE);
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < bottom; i++) {
        const right = Math.min(i, left + TILE);
        for (let j = left; j < right; j++) {
          const below = data[i * n + j];
          const above = data[j * n + i];
          if (!(Math.abs(below - above) <= most)) {
            throw new ValueError(
              `${name}: expected a symmetric matrix, got ${below} in row ${i}, column ${j} and ${above} across the diagonal`,
            );
          }
          data[j * n + i] = below;
        }
      }
    }
  }
}
