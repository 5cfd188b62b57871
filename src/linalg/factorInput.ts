import { NumericalError, ShapeError, ValueError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { core } from '../wasm/load';
import { type Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { operand } from './operand';

/** Largest difference across the diagonal, relative to the largest entry, that counts as rounding. */
const ASYMMETRY = 1e-12;

/**
 * A private copy in WebAssembly memory of a matrix that a factorization may overwrite, rows adjacent.
 * @throws ValueError as `checkedFactorInput`.
 */
export function factorInput(ws: Workspace, value: MatrixLike, name: string): WorkspaceMatrix {
  const m = float64Operand(value, name);
  const copy = ws.matrix(m.rows, m.cols);
  copy.set(m);
  if (!Number.isFinite(largestEntry(copy))) assertFinite(copy, name);
  return copy;
}

/**
 * Reads the operand of a factorization.
 * @throws ValueError for float32 (nothing changes dtype silently) and for the first entry that is not finite.
 */
export function checkedFactorInput(value: MatrixLike, name: string): Matrix {
  const m = float64Operand(value, name);
  assertFinite(m, name);
  return m;
}

function float64Operand(value: MatrixLike, name: string): Matrix {
  const m = operand(value, name);
  if (m.dtype === 'float64') return m;
  throw new ValueError(
    `${name}: expected dtype float64, got ${m.dtype}; matrix(rows, cols, Float64Array.from(data)) converts`,
  );
}

/** @throws ValueError that names the first entry that is not finite. */
export function assertFinite(m: Matrix, name: string): void {
  for (let i = 0; i < m.rows; i++) {
    const row = m instanceof WorkspaceMatrix ? m.row(i) : m.data.subarray(i * m.cols, (i + 1) * m.cols);
    // x − x is zero unless x is infinite or not a number, and a sum without a branch is the fast way to see that.
    let strange = 0;
    for (let j = 0; j < row.length; j++) strange += row[j] - row[j];
    if (strange === 0) continue;
    const j = row.findIndex((x) => !Number.isFinite(x));
    throw new ValueError(`${name}: expected finite entries, got ${row[j]} in row ${i}, column ${j}`);
  }
}

/** @throws ShapeError when the matrix is not square. */
export function assertSquare(m: Matrix, name: string): void {
  if (m.rows !== m.cols) throw new ShapeError(`${name}: expected a square matrix, got ${m.rows}×${m.cols}`);
}

/** @throws NumericalError when an entry of a result (float64, rows adjacent) overflowed. */
export function assertRepresentable(m: Matrix, name: string): void {
  if (Number.isFinite(largestEntry(m))) return;
  throw new NumericalError(`${name}: expected entries below 1.8e308, got an overflow`);
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
  const most = ASYMMETRY * largestEntry(copy);
  if (!core().kernels.mirrorLower(copy.rows, copy.pointer, most)) blameAsymmetry(copy, most, name);
  return copy;
}

/** Largest absolute value of the entries (rows adjacent); 0 for a matrix without entries. */
export function largestEntry(m: Matrix): number {
  if (m instanceof WorkspaceMatrix && m.dtype === 'float64' && m.stride === m.cols) {
    return core().kernels.largestSize(m.rows * m.cols, m.pointer);
  }
  const { data } = m;
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]);
    if (size > largest) largest = size;
  }
  return largest;
}

function blameAsymmetry(m: WorkspaceMatrix, most: number, name: string): never {
  const n = m.rows;
  const { data } = m;
  // Pairs mirrored already are equal, so that the first one found is the one that stopped the kernel, or one before it.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [data[i * n + j], data[j * n + i]];
      if (Math.abs(below - above) <= most) continue;
      throw new ValueError(
        `${name}: expected a symmetric matrix, got ${below} in row ${i}, column ${j} and ${above} across the diagonal`,
      );
    }
  }
  throw new ValueError(`${name}: expected a symmetric matrix`);
}
