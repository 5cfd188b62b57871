import { NumericalError } from '../errors';
import { core } from '../wasm/load';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';

/** Sweeps recorded before they are applied. */
const SWEEPS = 64;
/** Four i32 and two f64. */
const STATE_BYTES = 32;

export interface Vectors {
  /** n×n: its rows become Uᵀ times what they were. */
  ut: WorkspaceMatrix;
  /** n×any, or (n+1)×any: its first n rows become Vᵀ times what they were. */
  vt: WorkspaceMatrix;
}

/**
 * Singular values of the upper bidiagonal matrix with diagonal d and superdiagonal e (n and n − 1 numbers at these
 * addresses), in place of d, in no order; e is overwritten. Implicit QR with zero shifts where they are needed for relative
 * accuracy (Demmel & Kahan 1990).
 * @throws NumericalError when 6 n² rotations do not suffice.
 */
export function bidiagonalQr(n: number, d: number, e: number, vectors?: Vectors): void {
  if (n === 0) return;
  const { kernels } = core();
  withWorkspace((ws) => {
    const state = ws.bytes(STATE_BYTES);
    const table = vectors ? ws.bytes(8 * SWEEPS) : 0;
    const [left, right] = [0, 1].map(() => (vectors ? ws.bytes(16 * n * SWEEPS) : 0));
    const scratch = vectors ? ws.bytes(64 * n) : 0;
    const { memory } = core();
    new Int32Array(memory.buffer, state, STATE_BYTES / 4).fill(0)[0] = n;
    let remaining = n;
    while (remaining > 1) {
      const sweeps = kernels.bidiagonalQr(n, d, e, state, SWEEPS, table, left, right);
      remaining = new Int32Array(memory.buffer, state, 1)[0];
      if (remaining < 0) throw new NumericalError('svd: the QR iteration does not converge', { step: n });
      if (!vectors) continue;
      const { ut, vt } = vectors;
      kernels.rotateRows(sweeps, table, left, ut.cols, ut.pointer, ut.stride, scratch);
      kernels.rotateRows(sweeps, table, right, vt.cols, vt.pointer, vt.stride, scratch);
    }
    const values = new Float64Array(memory.buffer, d, n);
    for (let i = 0; i < n; i++) {
      if (values[i] > 0) continue;
      values[i] = Math.abs(values[i]);
      vectors?.vt.row(i).forEach((x, j, row) => {
        row[j] = -x;
      });
    }
  });
}
