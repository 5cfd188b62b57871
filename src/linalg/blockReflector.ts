import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { multiply } from './multiply';
import { rankUpdate } from './rankUpdate';

/**
 * Reflectors whose product is applied at once. QR on an EPYC 7003: 64 is 5 to 25 % slower at n = 256, equal at 512 and 5 %
 * faster at 1024; 16 is slower throughout.
 */
export const REFLECTOR_BLOCK = 32;

/**
 * Product of k Householder reflectors in compact form, H_0 H_1 … H_{k−1} = I − Vᵀ T V (Schreiber & Van Loan 1989).
 * It acts on indices from `first` on and leaves those before alone.
 */
export interface BlockReflector {
  first: number;
  /** k×m; row i is v_i with its zeros and its 1 stored, from index `first` on. */
  v: WorkspaceMatrix;
  /** k×k upper triangle, zeros below. */
  t: WorkspaceMatrix;
}

/** The triangle T of the reflectors I − tau_i·v_i·v_iᵀ, v_i the rows of v (zeros and ones stored), as LAPACK's dlarft. */
export function blockReflector(ws: Workspace, v: WorkspaceMatrix, tau: ArrayLike<number>, first = 0): BlockReflector {
  const k = v.rows;
  // A view of WebAssembly memory would not outlive the next line.
  const factors = Float64Array.from(tau);
  const t = ws.matrix(k, k);
  rankUpdate(t, v);
  const g = t.data;
  // Column i is −tau_i·T(0…i, 0…i)·(V v_i), in place over the inner products; rows from the top, as each needs those below.
  for (let i = 0; i < k; i++) {
    for (let row = 0; row < i; row++) {
      let sum = 0;
      for (let l = row; l < i; l++) sum += g[row * k + l] * g[l * k + i];
      g[row * k + i] = -factors[i] * sum;
    }
    g[i * k + i] = factors[i];
    for (let col = 0; col < i; col++) g[i * k + col] = 0;
  }
  return { first, v, t };
}

/**
 * The blocks of a sequence of reflectors H_0 H_1 … H_{k−1}: row i of v (k×m) holds v_i, zero before column
 * i + offset, where its 1 is (all stored); tau holds one number a row.
 */
export function reflectorBlocks(
  ws: Workspace,
  v: WorkspaceMatrix,
  tau: ArrayLike<number>,
  offset = 0,
): BlockReflector[] {
  const factors = Float64Array.from(tau);
  const blocks: BlockReflector[] = [];
  for (let from = 0; from < v.rows; from += REFLECTOR_BLOCK) {
    const k = Math.min(REFLECTOR_BLOCK, v.rows - from);
    const first = from + offset;
    const part = v.block(from, first, k, v.cols - first);
    blocks.push(blockReflector(ws, part, factors.subarray(from, from + k), first));
  }
  return blocks;
}

export interface ReflectOptions {
  /** 'left': c becomes Q·c; 'right': c·Q. Default 'left'. */
  side?: 'left' | 'right';
  /** Qᵀ instead of Q. Default false. */
  transpose?: boolean;
}

/** c becomes Q·c (or Qᵀ·c, c·Q, c·Qᵀ) in place, Q = I − Vᵀ T V of one block; c holds indices `first` on only. */
export function applyBlock(c: WorkspaceMatrix, { v, t }: BlockReflector, options: ReflectOptions = {}): void {
  const { side = 'left', transpose = false } = options;
  if (c.rows === 0 || c.cols === 0) return;
  withWorkspace((ws) => {
    const [rows, cols] = side === 'left' ? [v.rows, c.cols] : [c.rows, v.rows];
    const inner = ws.matrix(rows, cols);
    const scaled = ws.matrix(rows, cols);
    if (side === 'left') {
      multiply(inner, v, c);
      multiply(scaled, t, inner, { transposeA: transpose });
      multiply(c, v, scaled, { transposeA: true, alpha: -1, beta: 1 });
    } else {
      multiply(inner, c, v, { transposeB: true });
      multiply(scaled, inner, t, { transposeB: transpose });
      multiply(c, scaled, v, { alpha: -1, beta: 1 });
    }
  });
}

/** c becomes Q·c (or Qᵀ·c, c·Q, c·Qᵀ) in place, Q the product of the blocks in their order. */
export function applyReflectors(
  c: WorkspaceMatrix,
  blocks: readonly BlockReflector[],
  options: ReflectOptions = {},
): void {
  const { side = 'left', transpose = false } = options;
  // Q·c and c·Qᵀ meet the last block first.
  const ordered = (side === 'left') === transpose ? blocks : [...blocks].reverse();
  for (const block of ordered) {
    const { first } = block;
    const part =
      side === 'left' ? c.block(first, 0, c.rows - first, c.cols) : c.block(0, first, c.rows, c.cols - first);
    applyBlock(part, block, options);
  }
}

/**
 * The first `cols` columns of Q (m×m) itself, for blocks in which later ones have larger `first`: columns before
 * `first` are still those of the identity and are left out of the products.
 */
export function formReflectors(
  ws: Workspace,
  m: number,
  cols: number,
  blocks: readonly BlockReflector[],
): WorkspaceMatrix {
  const q = ws.matrix(m, cols);
  const { data } = q;
  for (let i = 0; i < Math.min(m, cols); i++) data[i * cols + i] = 1;
  for (const block of [...blocks].reverse()) {
    const first = Math.min(block.first, cols);
    applyBlock(q.block(first, first, m - first, cols - first), block);
  }
  return q;
}
