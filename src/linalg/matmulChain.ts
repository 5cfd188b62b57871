import { ShapeError, ValueError } from '../errors';
import type { Matrix, MatrixLike } from '../matrix';
import { type WorkspaceMatrix, withWorkspace } from '../wasm/workspace';
import { multiply } from './multiply';
import { operand, resident } from './operand';

/**
 * Product of the matrices from left to right, in the order of multiplications that needs the fewest operations.
 * All share one dtype, which is the result's. One matrix gives a copy of it.
 * @throws ShapeError when neighbours do not fit; ValueError for no matrix at all or mixed dtypes.
 */
export function matmulChain(...ms: MatrixLike[]): Matrix {
  if (ms.length === 0) throw new ValueError('matmulChain: expected at least one matrix, got none');
  const chain = ms.map((m, i) => operand(m, `matrix ${i}`));
  const { dtype } = chain[0];
  for (let i = 1; i < chain.length; i++) {
    const [before, after] = [chain[i - 1], chain[i]];
    if (after.dtype !== dtype) throw new ValueError(`matrix ${i}: expected dtype ${dtype}, got ${after.dtype}`);
    if (before.cols !== after.rows) {
      throw new ShapeError(
        `matrix ${i}: expected ${before.cols} rows as matrix ${i - 1} has columns, got ${after.rows}×${after.cols}`,
      );
    }
  }
  const split = bestSplits([chain[0].rows, ...chain.map((m) => m.cols)]);
  return withWorkspace((ws) => {
    const product = (from: number, to: number): WorkspaceMatrix => {
      if (from === to) return resident(ws, chain[from]);
      const left = product(from, split[from][to]);
      const right = product(split[from][to] + 1, to);
      const out = ws.matrix(left.rows, right.cols, dtype);
      multiply(out, left, right);
      return out;
    };
    return product(0, chain.length - 1).copy();
  });
}

/** split[i][j] = last factor of the left part when factors i … j are multiplied best; factor i is sizes[i]×sizes[i + 1]. */
function bestSplits(sizes: number[]): number[][] {
  const count = sizes.length - 1;
  const cost = Array.from({ length: count }, () => new Float64Array(count));
  const split = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let length = 1; length < count; length++) {
    for (let i = 0; i + length < count; i++) {
      const j = i + length;
      cost[i][j] = Number.POSITIVE_INFINITY;
      for (let s = i; s < j; s++) {
        const total = cost[i][s] + cost[s + 1][j] + sizes[i] * sizes[s + 1] * sizes[j + 1];
        if (total < cost[i][j]) {
          cost[i][j] = total;
          split[i][j] = s;
        }
      }
    }
  }
  return split;
}
