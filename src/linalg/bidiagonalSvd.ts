import { type Workspace, type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { bidiagonalLeaf } from './bidiagonalLeaf';
import type { Vectors } from './bidiagonalQr';
import { deflateArrow, type Turn } from './deflateArrow';
import { multiply } from './multiply';
import { secularVectors } from './secularVectors';

/** Rows up to which the QR iteration is used: 24 … 100 are within 5 % from n = 128 to 512, at 60 it is a third faster. */
const LEAF = 64;
const EPS = 2 ** -52;

/**
 * Singular value decomposition of the n×n upper bidiagonal matrix B with diagonal d and superdiagonal e (1×n each,
 * overwritten): d receives the values in no order, row i of ut and of vt the vectors that belong to d_i. Divide and conquer
 * (Gu & Eisenstat 1995): a middle row is taken out, the halves are decomposed, the row is put back by a secular equation.
 */
export function bidiagonalSvd(ws: Workspace, d: WorkspaceMatrix, e: WorkspaceMatrix): Vectors {
  const n = d.cols;
  const [ut, vt] = [0, 1].map(() => ws.matrix(n, n));
  let largest = 0;
  for (const list of [d.data, e.data.subarray(0, Math.max(0, n - 1))]) {
    for (const x of list) largest = Math.max(largest, Math.abs(x));
  }
  if (largest === 0) for (let i = 0; i < n; i++) ut.row(i)[i] = vt.row(i)[i] = 1;
  else {
    withWorkspace((own) => {
      const [mixed, product] = [0, 1].map(() => (n > LEAF ? own.matrix(n, n) : ut));
      decompose({ d, e, ut, vt, mixed, product, tolerance: 4 * EPS * largest }, 0, n, 0);
    });
  }
  return { ut, vt };
}

interface Problem extends Vectors {
  d: WorkspaceMatrix;
  e: WorkspaceMatrix;
  /** Entries that count as zero. */
  tolerance: number;
  /** Scratch of n×n: new vectors in terms of old ones, and as they are. */
  mixed: WorkspaceMatrix;
  product: WorkspaceMatrix;
}

/** Decomposes rows `from` … `from + n − 1`, with `extra` (0 or 1) columns more than rows; the extra right vector comes last. */
function decompose(problem: Problem, from: number, n: number, extra: number): void {
  if (n <= LEAF) {
    bidiagonalLeaf(problem, from, n, extra);
    return;
  }
  const upper = n >> 1;
  decompose(problem, from, upper, 1);
  decompose(problem, from + upper + 1, n - upper - 1, extra);
  merge(problem, from, upper, n, extra);
}

/**
 * Puts row `upper` back between the halves above and below. In terms of their vectors the matrix is an arrow: the row
 * becomes z, its left vector a unit vector, its right vector the null vector of the upper half (or what the row leaves of
 * both null vectors, the rest being the new null vector).
 */
function merge(problem: Problem, from: number, upper: number, n: number, extra: number): void {
  const ut = problem.ut.block(from, from, n, n);
  const vt = problem.vt.block(from, from, n + extra, n + extra);
  ut.row(upper)[upper] = 1;
  const values = problem.d.data.subarray(from, from + n) as Float64Array;
  const [alpha, beta] = [values[upper], problem.e.data[from + upper]];
  const z = Float64Array.from(values, (_, j) => (j <= upper ? alpha * vt.row(j)[upper] : beta * vt.row(j)[upper + 1]));
  const below = extra ? beta * vt.row(n)[upper + 1] : 0;
  const head = extra ? Math.hypot(z[upper], below) : z[upper];
  const turn = { kept: upper, dropped: n, c: head === 0 ? 1 : z[upper] / head, s: head === 0 ? 0 : below / head };
  z[upper] = head;
  values[upper] = 0;
  const { kept, turns } = deflateArrow({ first: upper, d: values, z }, problem.tolerance);
  const solved = secularVectors(
    Float64Array.from(kept, (j) => values[j]),
    Float64Array.from(kept, (j) => z[j]),
  );
  kept.forEach((j, i) => {
    values[j] = solved.values[i];
  });
  const slots = [...kept, ...turns.map(({ dropped }) => dropped)];
  rewrite(problem, ut, upper + 1, slots, kept, solved.left, turns);
  if (extra) rewrite(problem, vt, upper + 1, [...slots, n], kept, solved.right, [turn, ...turns]);
  else rewrite(problem, vt, upper + 1, slots, kept, solved.right, turns);
}

/**
 * Rows `slots` of `vectors` (two diagonal blocks, the first of `split` rows) become combinations of its rows: those of
 * the kept ones are in `weights`, in terms of vectors that were turned, the others are such vectors themselves.
 */
function rewrite(
  { mixed, product }: Problem,
  vectors: WorkspaceMatrix,
  split: number,
  slots: number[],
  kept: number[],
  weights: Float64Array,
  turns: Turn[],
): void {
  const size = vectors.cols;
  const count = kept.length;
  const mix = mixed.block(0, 0, slots.length, size);
  slots.forEach((slot, i) => {
    const row = mix.row(i).fill(0);
    if (i < count) for (let k = 0; k < count; k++) row[kept[k]] = weights[i * count + k];
    else row[slot] = 1;
    for (let t = turns.length - 1; t >= 0; t--) {
      const { kept: a, dropped: b, c, s } = turns[t];
      const [x, y] = [row[a], row[b]];
      row[a] = c * x - s * y;
      row[b] = s * x + c * y;
    }
  });
  const out = product.block(0, 0, slots.length, size);
  for (const [start, length] of [
    [0, split],
    [split, size - split],
  ]) {
    multiply(
      out.block(0, start, slots.length, length),
      mix.block(0, start, slots.length, length),
      vectors.block(start, start, length, length),
    );
  }
  slots.forEach((slot, i) => {
    vectors.row(slot).set(out.row(i));
  });
}
