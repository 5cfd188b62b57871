import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { assertRepresentable, factorInput } from './factorInput';
import { multiply } from './multiply';
import { scaleForElimination } from './scaleForElimination';
import { triangularSolveInPlace } from './triangularSolve';

/** Widest panel that one kernel call factors; wider ones are halved around a solve and a product. 8 to 32 are within 4 %. */
const LEAF = 16;

export interface Lu {
  /** m×k, k = min(m, n): ones on the diagonal, zeros above, no entry larger than 1. */
  l: Matrix;
  /** k×n: zeros below the diagonal. */
  u: Matrix;
  /** Row i of l·u is row permutation[i] of the matrix. */
  permutation: Int32Array;
  /** Sign of the permutation: 1 or −1. */
  sign: 1 | -1;
}

/**
 * l·u = rows of a (m×n, float64) in the order of `permutation`: Gaussian elimination with partial pivoting. A singular
 * matrix has a zero on the diagonal of u.
 * @throws ValueError for float32 or entries that are not finite; NumericalError when u overflows.
 */
export function lu(a: MatrixLike): Lu {
  return withWorkspace((ws) => {
    const packed = factorInput(ws, a, 'a');
    const { rows: m, cols: n } = packed;
    const k = Math.min(m, n);
    const unscale = scaleForElimination(packed);
    const pivots = luInPlace(ws, packed);
    const l = matrix(m, k);
    const u = matrix(k, n);
    for (let i = 0; i < m; i++) {
      const row = packed.row(i);
      l.data.set(row.subarray(0, Math.min(i, k)), i * k);
      if (i >= k) continue;
      l.data[i * k + i] = 1;
      u.data.set(row.subarray(i), i * n + i);
    }
    if (unscale !== 1) for (let i = 0; i < u.data.length; i++) u.data[i] *= unscale;
    assertRepresentable(u, 'u');
    return { l, u, ...permutationOf(pivots, m) };
  });
}

/** Row exchanges of an elimination: row i with pivots[i], for i = 0, 1, …, in WebAssembly memory. */
export interface Pivots {
  /** Address of the i32. */
  pointer: number;
  count: number;
}

function permutationOf(pivots: Pivots, rows: number): Pick<Lu, 'permutation' | 'sign'> {
  const permutation = Int32Array.from({ length: rows }, (_, i) => i);
  let sign: 1 | -1 = 1;
  pivotRows(pivots).forEach((other, i) => {
    if (other === i) return;
    [permutation[i], permutation[other]] = [permutation[other], permutation[i]];
    sign = sign === 1 ? -1 : 1;
  });
  return { permutation, sign };
}

/** The pivots as a view, valid until the next allocation. */
export function pivotRows({ pointer, count }: Pivots): Int32Array {
  return new Int32Array(core().memory.buffer, pointer, count);
}

/**
 * A matrix in WebAssembly memory (m×n, float64, blocks allowed) becomes its packed factors: u on and above the diagonal,
 * the multipliers of l below. Nothing is checked; a singular matrix leaves zeros on the diagonal. Recursive (Toledo 1997).
 */
export function luInPlace(ws: Workspace, a: WorkspaceMatrix): Pivots {
  const { rows: m, cols: n } = a;
  const count = Math.min(m, n);
  const pivots = { pointer: ws.bytes(4 * count), count };
  if (count === 0) return pivots;
  factorColumns(a, 0, count, pivots, ws.bytes(8 * m * (LEAF + 1)));
  if (n > count) {
    const right = a.block(0, count, m, n - count);
    exchangeRows(right, pivots);
    triangularSolveInPlace(a.block(0, 0, count, count), right, { unitDiagonal: true });
  }
  return pivots;
}

/** Columns from … from + width − 1, of which the rows above `from` are done. `scratch`: a panel of LEAF + 1 columns. */
function factorColumns(a: WorkspaceMatrix, from: number, width: number, pivots: Pivots, scratch: number): void {
  const rows = a.rows - from;
  const columns = a.block(from, from, rows, width);
  if (width <= LEAF) {
    core().kernels.luPanel(rows, width, columns.pointer, a.stride, from, pivots.pointer + 4 * from, scratch);
    return;
  }
  const half = LEAF * Math.ceil(width / (2 * LEAF));
  const rest = width - half;
  factorColumns(a, from, half, pivots, scratch);
  exchangeRows(a.block(0, from + half, a.rows, rest), pivots, from, from + half);
  const top = columns.block(0, half, half, rest);
  triangularSolveInPlace(columns.block(0, 0, half, half), top, { unitDiagonal: true });
  multiply(columns.block(half, half, rows - half, rest), columns.block(half, 0, rows - half, half), top, {
    alpha: -1,
    beta: 1,
  });
  factorColumns(a, from + half, rest, pivots, scratch);
  exchangeRows(a.block(0, from, a.rows, half), pivots, from + half, from + width);
}

/** Exchanges the rows of b as elimination did, from pivot `from` up to but not including `to`. */
function exchangeRows(b: WorkspaceMatrix, pivots: Pivots, from = 0, to = pivots.count): void {
  core().kernels.exchangeRows(from, to, b.cols, b.pointer, b.stride, pivots.pointer);
}

/** b ← a⁻¹·b from the packed factors of a square matrix (`luInPlace`). */
export function luSolveInPlace(factors: WorkspaceMatrix, pivots: Pivots, b: WorkspaceMatrix): void {
  exchangeRows(b, pivots);
  triangularSolveInPlace(factors, b, { unitDiagonal: true });
  triangularSolveInPlace(factors, b, { uplo: 'upper' });
}

/** b ← a⁻ᵀ·b (one adjacent column) from the packed factors of a square matrix. */
export function luSolveTransposedInPlace(factors: WorkspaceMatrix, pivots: Pivots, b: WorkspaceMatrix): void {
  triangularSolveInPlace(factors, b, { uplo: 'upper', transpose: true });
  triangularSolveInPlace(factors, b, { transpose: true, unitDiagonal: true });
  const { data } = b;
  const rows = pivotRows(pivots);
  for (let i = rows.length - 1; i >= 0; i--) {
    const other = rows[i];
    [data[i], data[other]] = [data[other], data[i]];
  }
}
