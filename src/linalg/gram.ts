import type { Matrix, MatrixLike } from '../matrix';
import { booleanValue, knownOptions } from '../validate';
import { withWorkspace } from '../wasm/workspace';
import { operand, resident } from './operand';
import { rankUpdate } from './rankUpdate';

export interface GramOptions {
  /** xᵀ·x (cols×cols) instead of x·xᵀ (rows×rows). Default false. */
  transpose?: boolean;
}

/**
 * Gram matrix x·xᵀ: inner products of the rows of x. Half the work of `matmul`, and symmetric to the last bit.
 * Has the dtype of x.
 */
export function gram(x: MatrixLike, options: GramOptions = {}): Matrix {
  knownOptions('gram', options, ['transpose']);
  const transpose = booleanValue('transpose', options.transpose ?? false);
  const m = operand(x, 'x');
  const n = transpose ? m.cols : m.rows;
  return withWorkspace((ws) => {
    const out = ws.matrix(n, n, m.dtype);
    rankUpdate(out, resident(ws, m), { transpose });
    return out.copy();
  });
}
