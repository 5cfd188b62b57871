import { core } from '../wasm/load';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { bidiagonalQr, type Vectors } from './bidiagonalQr';

/**
 * Singular value decomposition of one small diagonal block, by QR iteration: rows and columns `from` … `from + n − 1` of
 * the bidiagonal matrix (d, e), and with `extra` = 1 one column more, whose right vector is the last. Writes the blocks of
 * ut and vt there, which are zero before, and the values to d.
 */
export function bidiagonalLeaf(
  { d, e, ut, vt }: Vectors & { d: WorkspaceMatrix; e: WorkspaceMatrix },
  from: number,
  n: number,
  extra: number,
): void {
  const left = ut.block(from, from, n, n);
  const right = vt.block(from, from, n + extra, n + extra);
  for (const block of [left, right]) for (let i = 0; i < block.rows; i++) block.row(i)[i] = 1;
  if (extra > 0) {
    rotateSweep(right, squareSweep(d.data.subarray(from, from + n), e.data.subarray(from, from + n)));
    rotateSweep(left, squareSweep(d.data.subarray(from, from + n), e.data.subarray(from, from + n - 1)));
  }
  bidiagonalQr(n, d.pointer + 8 * from, e.pointer + 8 * from, { ut: left, vt: right });
}

/**
 * Rotations that turn the bidiagonal matrix (d, e) over, upper to lower or back: entries of e pass to the other side of d;
 * the last, when e is as long as d, vanishes. Returns the pairs (c, s).
 */
function squareSweep(d: Float64Array | Float32Array, e: Float64Array | Float32Array): Float64Array {
  const pairs = new Float64Array(2 * e.length);
  for (let i = 0; i < e.length; i++) {
    const length = Math.hypot(d[i], e[i]);
    const c = length === 0 ? 1 : d[i] / length;
    const s = length === 0 ? 0 : e[i] / length;
    pairs[2 * i] = c;
    pairs[2 * i + 1] = s;
    d[i] = length;
    e[i] = 0;
    if (i + 1 < d.length) {
      e[i] = s * d[i + 1];
      d[i + 1] *= c;
    }
  }
  return pairs;
}

/** Applies one sweep from row 0 down to the rows of z. */
function rotateSweep(z: WorkspaceMatrix, pairs: Float64Array): void {
  withWorkspace((ws) => {
    const table = ws.bytes(8);
    const recorded = ws.matrix(1, pairs.length, 'float64', pairs);
    const scratch = ws.bytes(64 * z.rows);
    const { kernels, memory } = core();
    new Int32Array(memory.buffer, table, 2).set([0, pairs.length / 2]);
    kernels.rotateRows(1, table, recorded.pointer, z.cols, z.pointer, z.stride, scratch);
  });
}
