import { matrix } from '../matrix';
/** QR of a matrix whose columns are the rows of a matrix in WebAssembly memory, in place: what qr, lstsq and Haar matrices share. */
import { core } from '../wasm/load';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { applyBlock, type BlockReflector, blockReflector, REFLECTOR_BLOCK } from './blockReflector';

/** a = Q·R, a m×n, k = min(m, n). */
export interface Factored {
  /** Q (m×m) as a product of k reflectors. */
  blocks: BlockReflector[];
  /** k×n in row order, zeros below the diagonal. */
  r: Float64Array;
}

/**
 * Factors a = Q·R in blocks; `at` (n×m, adjacent rows) holds aᵀ and then the reflectors. Diagonal entries of R may be
 * negative. Column norms may not overflow.
 */
export function householderQr(ws: Workspace, at: WorkspaceMatrix): Factored {
  const { rows: n, cols: m } = at;
  const k = Math.min(m, n);
  const r = matrix(k, n).data as Float64Array;
  const tau = ws.matrix(1, REFLECTOR_BLOCK);
  const blocks: BlockReflector[] = [];
  for (let from = 0; from < k; from += REFLECTOR_BLOCK) {
    const count = Math.min(REFLECTOR_BLOCK, k - from);
    const v = at.block(from, from, count, m - from);
    core().kernels.householderPanel(count, m - from, v.pointer, at.stride, tau.pointer);
    takeTriangle(r, at, from, count);
    const block = blockReflector(ws, v, tau.data, from);
    blocks.push(block);
    applyBlock(at.block(from + count, from, n - from - count, m - from), block, { side: 'right' });
  }
  for (let j = k; j < n; j++) takeColumn(r, at, j, k);
  return { blocks, r };
}

/** Moves columns from … from + count − 1 of R out of the panel and stores the zeros and ones of the reflectors there. */
export function takeTriangle(r: Float64Array, at: WorkspaceMatrix, from: number, count: number): void {
  for (let j = from; j < from + count; j++) {
    takeColumn(r, at, j, j + 1);
    const v = at.row(j);
    v.fill(0, 0, j);
    v[j] = 1;
  }
}

/** Copies the first `count` entries of row j of `at` to column j of R. */
export function takeColumn(r: Float64Array, at: WorkspaceMatrix, j: number, count: number): void {
  const column = at.row(j);
  for (let i = 0; i < count; i++) r[i * at.rows + j] = column[i];
}
