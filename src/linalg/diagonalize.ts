import { NumericalError } from '../errors';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import type { Tridiagonal } from './tridiagonalize';

/** Sweeps whose rotations are applied at once: what copying the rows costs beside them is lost from 16 on. */
const SWEEPS = 32;

/**
 * Implicit QL and QR iterations (Wilkinson's shifts, deflation as in LAPACK's dsteqr) on the symmetric tridiagonal T.
 * `diagonal` becomes the eigenvalues, not in order; the rows of z (n rows) are turned along, so that Zᵀ = Qᵀ becomes the
 * eigenvectors of Q T Qᵀ in rows, in the order of `diagonal`. Without z only eigenvalues are computed, the same to the
 * last bit.
 * @throws NumericalError after 30·n sweeps without convergence (it is not known to happen).
 */
export function diagonalize({ diagonal, beside }: Pick<Tridiagonal, 'diagonal' | 'beside'>, z?: WorkspaceMatrix): void {
  const n = diagonal.cols;
  const { kernels } = core();
  withWorkspace((ws) => {
    const state = ws.bytes(20);
    new Int32Array(core().memory.buffer, state, 5).fill(0);
    const record = z && rotationRecord(ws, SWEEPS, SWEEPS * n, n);
    for (;;) {
      const sweeps = kernels.tridiagonalQl(
        n,
        diagonal.pointer,
        beside.pointer,
        state,
        record?.table ?? 0,
        SWEEPS,
        record?.pairs ?? 0,
        SWEEPS * n,
      );
      if (sweeps < 0) {
        throw new NumericalError(`eigh: no convergence after ${30 * n} sweeps`, { step: 30 * n });
      }
      if (sweeps === 0) return;
      if (z && record) {
        kernels.rotateRows(sweeps, record.table, record.pairs, z.cols, z.pointer, z.stride, record.scratch);
      }
    }
  });
}

/** Room for a record of sweeps and for applying it to `rows` rows (see rotateRows). */
function rotationRecord(ws: Workspace, sweeps: number, rotations: number, rows: number) {
  return { table: ws.bytes(8 * sweeps), pairs: ws.bytes(16 * rotations), scratch: ws.bytes(64 * rows) };
}
