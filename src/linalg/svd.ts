import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { booleanValue, knownOptions } from '../validate';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { bidiagonalize } from './bidiagonalize';
import { bidiagonalSvd } from './bidiagonalSvd';
import { applyReflectors, type BlockReflector } from './blockReflector';
import { unscale } from './extremeScale';
import { type TallInput, tallInput } from './tallInput';
import { transposeInto } from './transposedInput';

export interface SvdOptions {
  /** Square u (m×m) and vt (n×n) instead of the min(m, n) vectors that belong to s. Default false. */
  full?: boolean;
}

export interface Svd {
  /** m×min(m, n), orthonormal columns; m×m when full. */
  u: Matrix;
  /** Singular values in descending order, min(m, n) of them. */
  s: Float64Array;
  /** min(m, n)×n, orthonormal rows; n×n when full. */
  vt: Matrix;
}

/**
 * Singular value decomposition a = u·diag(s)·vt of a float64 matrix (m×n): Householder bidiagonalization (Golub & Kahan 1965;
 * after QR when one side is much longer), then divide and conquer (Gu & Eisenstat 1995). ‖a − u·diag(s)·vt‖ is a few units
 * of rounding of ‖a‖, and so is the error of every singular value, small ones included; u and vt are orthogonal to rounding.
 * @throws ValueError for float32 or entries that are not finite; NumericalError when a singular value exceeds 1.8e308.
 */
export function svd(a: MatrixLike, options: SvdOptions = {}): Svd {
  knownOptions('svd', options, ['full']);
  const full = booleanValue('full', options.full ?? false);
  return withWorkspace((ws) => {
    const input = tallInput(ws, a, 'a');
    const { left, s, right } = decompose(ws, input, full);
    const [u, vt] = input.wide ? [right, left] : [left, right];
    unscale(matrix(1, s.length, s), 's', input.back);
    return { u: transposed(u), s, vt: vt.copy() };
  });
}

/** Vectors as rows; the left ones are of the longer side. */
interface Rows {
  left: WorkspaceMatrix;
  s: Float64Array;
  right: WorkspaceMatrix;
}

function decompose(ws: Workspace, { tall, blocks }: TallInput, full: boolean): Rows {
  const n = tall.cols;
  const long = blocks.length > 0 ? blocks[0].v.cols : tall.rows;
  const { d, e, left, right } = bidiagonalize(ws, tall, true);
  const { ut, vt } = bidiagonalSvd(ws, d, e);
  const values = d.data as Float64Array;
  const order = Uint32Array.from(values.keys()).sort((i, j) => values[j] - values[i]);
  const s = Float64Array.from(order, (i) => values[i]);
  const rows = full ? long : n;
  const u = inOrder(ws, ut, order, rows, long);
  const v = inOrder(ws, vt, order, n, n);
  // Rows of the identity below the triangle of a QR factorization meet only its own reflectors.
  reflect(u.block(0, 0, Math.min(rows, tall.rows), tall.rows), left);
  reflect(u, blocks);
  reflect(v, right);
  return { left: u, s, right: v };
}

/** rows×cols: the rows of `vectors` in this order, continued by zeros, then rows of the identity. */
function inOrder(ws: Workspace, vectors: WorkspaceMatrix, order: Uint32Array, rows: number, cols: number) {
  const out = ws.matrix(rows, cols);
  const { data } = out;
  order.forEach((from, i) => {
    data.set(vectors.row(from), i * cols);
  });
  for (let i = order.length; i < rows; i++) data[i * cols + i] = 1;
  return out;
}

/** Rows x become Q x. */
function reflect(rows: WorkspaceMatrix, blocks: BlockReflector[]): void {
  applyReflectors(rows, blocks, { side: 'right', transpose: true });
}

function transposed(m: WorkspaceMatrix): Matrix {
  const out = matrix(m.cols, m.rows);
  transposeInto(out.data, m);
  return out;
}
