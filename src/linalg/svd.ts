import type { Matrix, MatrixLike } from '../matrix';
import { matrix } from '../matrix';
import { booleanValue, knownOptions } from '../validate';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { bidiagonalize } from './bidiagonalize';
import { bidiagonalSvd } from './bidiagonalSvd';
import { applyReflectors, type BlockReflector } from './blockReflector';
import { scaledTallInput } from './scaledTallInput';

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
 * Singular value decomposition a = u·diag(s)·vt of a float64 matrix (m×n). Householder bidiagonalization, then divide and
 * conquer (Gu & Eisenstat 1995). ‖a − u·diag(s)·vt‖ is a small multiple of ε‖a‖; small values carry that absolute error.
 * @throws ValueError for float32 or entries that are not finite.
 */
export function svd(a: MatrixLike, options: SvdOptions = {}): Svd {
  knownOptions('svd', options, ['full']);
  const full = booleanValue('full', options.full ?? false);
  return withWorkspace((ws) => {
    const { tall, wide, factor } = scaledTallInput(ws, a, 'a');
    const { left, s, right } = decompose(ws, tall, full);
    const values = s.map((x) => x / factor);
    return wide
      ? { u: transposed(right), s: values, vt: left.copy() }
      : { u: transposed(left), s: values, vt: right.copy() };
  });
}

/** Vectors as rows. */
interface Rows {
  left: WorkspaceMatrix;
  s: Float64Array;
  right: WorkspaceMatrix;
}

/** Decomposition of a matrix with at least as many rows as columns, which is overwritten. */
function decompose(ws: Workspace, a: WorkspaceMatrix, full: boolean): Rows {
  const { rows: m, cols: n } = a;
  const { d, e, left, right } = bidiagonalize(ws, a, true);
  const { ut, vt } = bidiagonalSvd(ws, d, e);
  const s = d.data.slice() as Float64Array;
  const order = Array.from(s.keys()).sort((i, j) => s[j] - s[i]);
  return {
    left: backTransformed(ws, ut, order, full ? m : n, m, left),
    s: Float64Array.from(order, (i) => s[i]),
    right: backTransformed(ws, vt, order, n, n, right),
  };
}

/** Rows of `vectors` in this order, then rows of the identity, all continued by zeros, times the transposed reflectors. */
function backTransformed(
  ws: Workspace,
  vectors: WorkspaceMatrix,
  order: number[],
  rows: number,
  cols: number,
  blocks: BlockReflector[],
): WorkspaceMatrix {
  const out = ws.matrix(rows, cols);
  order.forEach((from, i) => {
    out.row(i).set(vectors.row(from));
  });
  for (let i = order.length; i < rows; i++) out.row(i)[i] = 1;
  applyReflectors(out, blocks, { side: 'right', transpose: true });
  return out;
}

/** Tile of a transposition: 32 rows of 256 bytes fit the first-level cache twice. */
const TILE = 32;

function transposed(m: WorkspaceMatrix): Matrix {
  const out = matrix(m.cols, m.rows);
  const { data } = m;
  for (let top = 0; top < m.rows; top += TILE) {
    for (let left = 0; left < m.cols; left += TILE) {
      const right = Math.min(m.cols, left + TILE);
      for (let i = top; i < Math.min(m.rows, top + TILE); i++) {
        for (let j = left; j < right; j++) out.data[j * m.rows + i] = data[i * m.cols + j];
      }
    }
  }
  return out;
}
