import { matrix } from '../matrix';
import { core } from '../wasm/load';
import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { REFLECTOR_BLOCK, reflectorBlocks } from './blockReflector';
import { type Factored, takeColumn, takeTriangle } from './householderQr';
import { multiply } from './multiply';

export interface PivotedFactored extends Factored {
  /** Column j of a·P is column permutation[j] of a. */
  permutation: Int32Array;
}

/** A squared norm that falls below this fraction of the computed one has lost its digits (Drmač & Bujanović 2008). */
const DOWNDATE = 2 ** -26;

/**
 * As householderQr with the column of largest remaining norm first in each step: a·P = Q·R, |r_00| ≥ |r_11| ≥ …
 * In blocks with half the work in products (Quintana-Ortí, Sun & Bischof 1998, LAPACK's dgeqp3).
 */
export function pivotedQr(ws: Workspace, at: WorkspaceMatrix): PivotedFactored {
  const { rows: n, cols: m } = at;
  const k = Math.min(m, n);
  const permutation = Int32Array.from({ length: n }, (_, j) => j);
  const tau = new Float64Array(k);
  const norms = new Float64Array(n);
  for (let j = 0; j < n; j++) norms[j] = restNorm(at, j, 0);
  withWorkspace((own) => {
    const panel: Panel = {
      at,
      permutation,
      tau,
      norms,
      exact: norms.slice(),
      f: own.matrix(n, REFLECTOR_BLOCK),
      row: own.matrix(1, REFLECTOR_BLOCK),
      column: own.matrix(1, n),
    };
    for (let from = 0; from < k; ) from += pivotedPanel(panel, from, Math.min(REFLECTOR_BLOCK, k - from));
  });
  const r = matrix(k, n).data as Float64Array;
  takeTriangle(r, at, 0, k);
  for (let j = k; j < n; j++) takeColumn(r, at, j, k);
  return { blocks: reflectorBlocks(ws, at.block(0, 0, k, m), tau), r, permutation };
}

interface Panel {
  at: WorkspaceMatrix;
  permutation: Int32Array;
  tau: Float64Array;
  /** Norms of what is left of the columns, downdated; `exact` holds those last computed. */
  norms: Float64Array;
  exact: Float64Array;
  /** Row c: what column c has still to lose of each reflector of the panel. */
  f: WorkspaceMatrix;
  row: WorkspaceMatrix;
  column: WorkspaceMatrix;
}

function restNorm(at: WorkspaceMatrix, j: number, from: number): number {
  return core().kernels.nrm2F64(at.cols - from, at.pointer + 8 * (j * at.stride + from));
}

/** Steps from … from + most − 1, fewer when a norm has to be computed anew; returns how many. */
function pivotedPanel(panel: Panel, from: number, most: number): number {
  const { at, norms, exact, f } = panel;
  const { rows: n, cols: m } = at;
  const lost: number[] = [];
  let done = 0;
  while (done < most && lost.length === 0) {
    const p = from + done;
    pivot(panel, p, done);
    eliminate(panel, from, p, done);
    done++;
    for (let j = p + 1; j < n; j++) {
      if (norms[j] === 0) continue;
      const ratio = Math.abs(panel.column.data[j]) / norms[j];
      const kept = Math.max(0, (1 + ratio) * (1 - ratio));
      const since = norms[j] / exact[j];
      if (kept * since * since <= DOWNDATE) lost.push(j);
      else norms[j] *= Math.sqrt(kept);
    }
  }
  const next = from + done;
  if (next < n && next < m) {
    const rest = at.block(next, next, n - next, m - next);
    multiply(rest, f.block(next, 0, n - next, done), at.block(from, next, done, m - next), { alpha: -1, beta: 1 });
  }
  for (const j of lost) norms[j] = exact[j] = restNorm(at, j, next);
  return done;
}

/** Brings the column of largest norm to place p. */
function pivot({ at, norms, exact, permutation, f }: Panel, p: number, done: number): void {
  let largest = p;
  for (let j = p + 1; j < norms.length; j++) if (norms[j] > norms[largest]) largest = j;
  if (largest === p) return;
  for (const list of [norms, exact, permutation]) [list[p], list[largest]] = [list[largest], list[p]];
  swap(at.row(p), at.row(largest));
  if (done > 0) swap(f.row(p).subarray(0, done), f.row(largest).subarray(0, done));
}

function swap(a: Float64Array | Float32Array, b: Float64Array | Float32Array): void {
  const kept = a.slice();
  a.set(b);
  b.set(kept);
}

/** The reflector of column p, row p of R (left in `column`), and column `done` of F. */
function eliminate({ at, tau, f, row, column }: Panel, from: number, p: number, done: number): void {
  const { kernels } = core();
  const { rows: n, cols: m, stride } = at;
  const address = (j: number, i: number) => at.pointer + 8 * (j * stride + i);
  const later = n - p - 1;
  const laterF = f.pointer + 8 * (p + 1) * f.stride;
  const laterColumn = column.pointer + 8 * (p + 1);
  const v = address(p, p);
  // What column p has still to lose: −Vᵀ·f_p.
  if (done > 0) {
    kernels.gemvF64(1, done, m - p, -1, address(from, p), stride, f.pointer + 8 * p * f.stride, 1, v);
  }
  tau[p] = kernels.reflector(m - p, v);
  const pivotRow = at.row(p);
  const beta = pivotRow[p];
  pivotRow[p] = 1;
  if (later > 0) {
    // f = tau·(A_laterᵀ·v − F·(V·v)) over the columns of the block as they were at its start.
    kernels.gemvF64(0, later, m - p, tau[p], address(p + 1, p), stride, v, 0, laterColumn);
    if (done > 0) {
      kernels.gemvF64(0, done, m - p, 1, address(from, p), stride, v, 0, row.pointer);
      kernels.gemvF64(0, later, done, -tau[p], laterF, f.stride, row.pointer, 1, laterColumn);
    }
    const found = column.data;
    const fData = f.data;
    for (let j = p + 1; j < n; j++) fData[j * f.stride + done] = found[j];
    // Row p of R: what the later columns hold there, less F·(entries p of the reflectors).
    const entries = at.data;
    for (let i = 0; i <= done; i++) row.data[i] = entries[(from + i) * stride + p];
    kernels.gemvF64(0, later, done + 1, -1, laterF, f.stride, row.pointer, 0, laterColumn);
    for (let j = p + 1; j < n; j++) {
      entries[j * stride + p] += found[j];
      found[j] = entries[j * stride + p];
    }
  }
  pivotRow[p] = beta;
}
