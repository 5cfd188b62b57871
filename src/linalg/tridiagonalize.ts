import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { REFLECTOR_BLOCK } from './blockReflector';
import { multiply } from './multiply';

/** Rows of a trailing matrix in one product; what lies below its diagonal is computed in vain. */
const STRIP = 64;

export interface Tridiagonal {
  /** 1×n: the diagonal of T. */
  diagonal: WorkspaceMatrix;
  /** 1×n: T(i, i + 1); the last entry is not used. */
  beside: WorkspaceMatrix;
  /** 1×n: factors of the reflectors, Q = H_0 H_1 … H_{n−2}. */
  tau: WorkspaceMatrix;
}

/**
 * Householder reduction A = Q T Qᵀ of a symmetric matrix to tridiagonal form, in blocks (Dongarra, Hammarling & Sorensen
 * 1989, section 4). Reads the upper triangle of `a` and overwrites it: row i then holds v_i, with its 1 in column i + 1.
 * Entries should be of order one.
 */
export function tridiagonalize(ws: Workspace, a: WorkspaceMatrix): Tridiagonal {
  const n = a.rows;
  const [diagonal, beside, tau] = [1, 2, 3].map(() => ws.matrix(1, n));
  const { kernels } = core();
  withWorkspace((own) => {
    const both = own.matrix(3 * REFLECTOR_BLOCK, n);
    const scratch = own.bytes(16 * REFLECTOR_BLOCK);
    for (let from = 0; from < n; from += REFLECTOR_BLOCK) {
      const left = n - from;
      const k = Math.min(REFLECTOR_BLOCK, left);
      const rest = a.block(from, from, left, left);
      const [d, e, t] = [diagonal, beside, tau].map((vector) => vector.pointer + 8 * from);
      kernels.tridiagonalPanel(k, left, rest.pointer, a.stride, both.pointer, n, d, e, t, scratch);
      if (left > k) updateRest(rest, both, k);
    }
  });
  return { diagonal, beside, tau };
}

/** The upper triangle of what is left below k reduced rows, −= [V; W]ᵀ[W; V]; `both` holds V, W and V, k rows each. */
function updateRest(rest: WorkspaceMatrix, both: WorkspaceMatrix, k: number): void {
  const n = rest.cols;
  for (let top = k; top < n; top += STRIP) {
    const height = Math.min(STRIP, n - top);
    multiply(
      rest.block(top, top, height, n - top),
      both.block(0, top, 2 * k, height),
      both.block(k, top, 2 * k, n - top),
      { transposeA: true, alpha: -1, beta: 1 },
    );
  }
}
