import { core } from '../wasm/load';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { type BlockReflector, reflectorBlocks } from './blockReflector';
import { multiply } from './multiply';

/** Steps of one panel: half of the work is in products whose inner size it is, its own share grows with it. */
const PANEL = 32;

export interface Bidiagonal {
  /** Diagonal, 1×n. */
  d: WorkspaceMatrix;
  /** Superdiagonal, 1×n; the last entry is 0. */
  e: WorkspaceMatrix;
  /** Q and P of Qᵀ A P = B; empty unless vectors were asked for. */
  left: BlockReflector[];
  right: BlockReflector[];
}

/** Upper bidiagonal B = Qᵀ A P of `a` (m×n, m ≥ n), which is overwritten. Panels by dlabrd, the rest by products. */
export function bidiagonalize(ws: Workspace, a: WorkspaceMatrix, vectors: boolean): Bidiagonal {
  const { rows: m, cols: n } = a;
  const { kernels } = core();
  const [d, e, tauV, tauU] = [0, 1, 2, 3].map(() => ws.matrix(1, n));
  const kept = vectors ? n : Math.min(n, PANEL);
  const v = ws.matrix(kept, m);
  const u = ws.matrix(kept, n);
  const x = ws.matrix(Math.min(n, PANEL), m);
  const y = ws.matrix(Math.min(n, PANEL), n);
  const scratch = ws.bytes(8 * 2 * PANEL);
  for (let from = 0; from < n; from += PANEL) {
    const steps = Math.min(PANEL, n - from);
    const rest = (kept: WorkspaceMatrix, row: number) => kept.block(row, from, steps, kept.cols - from);
    const [vs, us] = [v, u].map((all) => rest(all, vectors ? from : 0));
    const [xs, ys] = [x, y].map((all) => rest(all, 0));
    kernels.bidiagonalPanel(
      m - from,
      n - from,
      steps,
      a.block(from, from, m - from, n - from).pointer,
      a.stride,
      d.pointer + 8 * from,
      e.pointer + 8 * from,
      tauV.pointer + 8 * from,
      tauU.pointer + 8 * from,
      vs.pointer,
      vs.stride,
      us.pointer,
      us.stride,
      xs.pointer,
      xs.stride,
      ys.pointer,
      ys.stride,
      scratch,
    );
    const next = from + steps;
    if (next === n) break;
    const trailing = a.block(next, next, m - next, n - next);
    const beyond = (panel: WorkspaceMatrix) => panel.block(0, steps, steps, panel.cols - steps);
    multiply(trailing, beyond(vs), beyond(ys), { transposeA: true, alpha: -1, beta: 1 });
    multiply(trailing, beyond(xs), beyond(us), { transposeA: true, alpha: -1, beta: 1 });
  }
  if (!vectors) return { d, e, left: [], right: [] };
  const left = reflectorBlocks(ws, v, tauV.data);
  const right = n > 1 ? reflectorBlocks(ws, u.block(0, 0, n - 1, n), tauU.data, 1) : [];
  return { d, e, left, right };
}
