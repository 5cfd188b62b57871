/** Eigenvalues and eigenvectors of a symmetric matrix in WebAssembly memory, in place: what eigh and the limits stand on. */
import { NumericalError } from '../errors';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { applyBlock, reflectorBlocks } from './blockReflector';
import { diagonalize } from './diagonalize';
import { scaleToOne } from './extremeScale';
import { type Tridiagonal, tridiagonalize } from './tridiagonalize';

export interface SymmetricEigen {
  /** Ascending. */
  values: Float64Array;
  /** n×n, belongs to the workspace given; row k is the unit eigenvector of values[k]. */
  rows: WorkspaceMatrix;
}

/**
 * Eigenvalues and eigenvectors of the symmetric n×n `a`, whose rows are adjacent; reads its upper triangle and overwrites
 * all of it. Takes n² doubles for the vectors and about 130·n beside them. Entries must be finite.
 */
export function symmetricEigen(ws: Workspace, a: WorkspaceMatrix): SymmetricEigen {
  const rows = ws.matrix(a.rows, a.rows);
  const values = withWorkspace((own) => {
    const scale = scaleToOne(a);
    const reduced = tridiagonalize(own, a);
    formRows(rows, a, reduced.tau);
    diagonalize(reduced, rows);
    return unscaled(reduced, scale);
  });
  const order = ascending(values);
  permuteRows(rows, order);
  return { values: Float64Array.from(order, (k) => values[k]), rows };
}

/** Eigenvalues alone, ascending, the same to the last bit; overwrites `a`. */
export function symmetricEigenvalues(a: WorkspaceMatrix): Float64Array {
  return withWorkspace((own) => {
    const scale = scaleToOne(a);
    const reduced: Tridiagonal = tridiagonalize(own, a);
    diagonalize(reduced);
    return unscaled(reduced, scale).sort();
  });
}

function unscaled({ diagonal }: Tridiagonal, scale: number): Float64Array {
  const values = Float64Array.from(diagonal.data, (x) => x * scale);
  const over = values.find((x) => !Number.isFinite(x));
  if (over !== undefined) throw new NumericalError(`eigh: expected eigenvalues below 1.8e308, got ${over}`);
  return values;
}

/** rows = Qᵀ for the reflectors that tridiagonalize left in `a`; what lies left of them is cleared. */
function formRows(rows: WorkspaceMatrix, a: WorkspaceMatrix, tau: WorkspaceMatrix): void {
  const n = a.rows;
  if (n === 0) return;
  const { data } = a;
  for (let i = 0; i < n; i++) data.fill(0, i * n, i * n + i + 1);
  const unit = rows.data;
  for (let i = 0; i < n; i++) unit[i * n + i] = 1;
  withWorkspace((own) => {
    const blocks = reflectorBlocks(own, a.block(0, 0, n - 1, n), tau.data.slice(), 1);
    // Rows and columns before `first` are still those of the identity.
    for (const block of blocks.reverse()) {
      const left = n - block.first;
      applyBlock(rows.block(block.first, block.first, left, left), block, { side: 'right', transpose: true });
    }
  });
}

/** Indices of the values in ascending order. */
function ascending(values: Float64Array): Uint32Array {
  return Uint32Array.from(values, (_, k) => k).sort((a, b) => values[a] - values[b] || a - b);
}

/** Row k becomes the old row order[k], in place, one cycle of the permutation after the other. */
function permuteRows(m: WorkspaceMatrix, order: Uint32Array): void {
  const { data, cols } = m;
  const row = (k: number) => data.subarray(k * cols, (k + 1) * cols);
  const placed = new Uint8Array(order.length);
  for (let start = 0; start < order.length; start++) {
    if (placed[start] || order[start] === start) continue;
    const first = row(start).slice();
    let at = start;
    for (; order[at] !== start; at = order[at]) {
      row(at).set(row(order[at]));
      placed[at] = 1;
    }
    row(at).set(first);
    placed[at] = 1;
  }
}
