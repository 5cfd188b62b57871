import type { Matrix, MatrixLike } from '../matrix';
import { type Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { checkedFactorInput } from './factorInput';

/** Side of the tiles in which rows become columns: both sides of a copy stay in the first-level cache. */
const TILE = 32;

/** As `factorInput`, but the transpose: columns of the argument are adjacent. */
export function transposedInput(ws: Workspace, value: MatrixLike, name: string): WorkspaceMatrix {
  const m = checkedFactorInput(value, name);
  const copy = ws.matrix(m.cols, m.rows);
  transposeInto(copy.data, m);
  return copy;
}

/** Writes mᵀ in row order. */
export function transposeInto(target: Float64Array | Float32Array, m: Matrix): void {
  const { rows, cols } = m;
  const { data } = m instanceof WorkspaceMatrix && m.stride !== cols ? m.copy() : m;
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE);
    for (let left = 0; left < cols; left += TILE) {
      const right = Math.min(cols, left + TILE);
      for (let j = left; j < right; j++) {
        for (let i = top; i < bottom; i++) target[j * rows + i] = data[i * cols + j];
      }
    }
  }
}
