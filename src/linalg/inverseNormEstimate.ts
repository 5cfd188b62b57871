import type { WorkspaceMatrix } from '../wasm/workspace';

/** Most rounds of the search; it nearly always ends after two. */
const ROUNDS = 5;

/**
 * Estimates ‖A⁻¹‖₁ from a few solves: a lower bound that is nearly always within a factor of three of the norm.
 * Hager 1984, Higham 1988; Higham 2002, Accuracy and Stability, algorithm 15.4.
 * @param v n×1 scratch with adjacent entries; `solve` and `solveTransposed` replace it by A⁻¹v and A⁻ᵀv.
 * @returns Infinity when a solve overflows.
 */
export function inverseNormEstimate(
  v: WorkspaceMatrix,
  solve: (v: WorkspaceMatrix) => void,
  solveTransposed: (v: WorkspaceMatrix) => void,
): number {
  const n = v.rows;
  if (n === 0) return 0;
  v.fill(1 / n);
  solve(v);
  let norm = sumOfSizes(v);
  if (n === 1 || !Number.isFinite(norm)) return finiteOr(norm);
  let signs = '';
  let at = -1;
  for (let round = 0; round < ROUNDS; round++) {
    const found = toSigns(v);
    if (found === signs) break;
    signs = found;
    solveTransposed(v);
    const largest = indexOfLargest(v);
    if (largest === at) break;
    at = largest;
    v.fill(0);
    v.data[at] = 1;
    solve(v);
    const next = sumOfSizes(v);
    if (!Number.isFinite(next)) return Number.POSITIVE_INFINITY;
    if (next <= norm) break;
    norm = next;
  }
  // A vector of alternating, growing entries catches the matrices on which the search stalls.
  const alternating = v.data;
  for (let i = 0; i < n; i++) alternating[i] = (i % 2 === 0 ? 1 : -1) * (1 + i / (n - 1));
  solve(v);
  return finiteOr(Math.max(norm, (2 * sumOfSizes(v)) / (3 * n)));
}

function finiteOr(norm: number): number {
  return Number.isFinite(norm) ? norm : Number.POSITIVE_INFINITY;
}

function sumOfSizes(v: WorkspaceMatrix): number {
  let sum = 0;
  for (const x of v.data) sum += Math.abs(x);
  return sum;
}

/** Replaces entries by their signs (1 for zero), which it also returns as text. */
function toSigns(v: WorkspaceMatrix): string {
  const { data } = v;
  for (let i = 0; i < data.length; i++) data[i] = data[i] < 0 ? -1 : 1;
  return data.join();
}

function indexOfLargest(v: WorkspaceMatrix): number {
  const { data } = v;
  let at = 0;
  for (let i = 1; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[at])) at = i;
  return at;
}
