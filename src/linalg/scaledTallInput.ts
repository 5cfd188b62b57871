import type { MatrixLike } from '../matrix';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import { checkedFactorInput, largestEntry } from './factorInput';
import { entries } from './operand';

/** Matrices whose largest entry is within 2^±100 are left as they are: their squares neither vanish nor overflow. */
const SAFE = 2 ** 100;

export interface TallInput {
  /** max(m, n)×min(m, n). */
  tall: WorkspaceMatrix;
  /** Whether `tall` is the transposed matrix. */
  wide: boolean;
  /** Power of two by which it was multiplied. */
  factor: number;
}

/**
 * A private copy of a matrix, transposed when it has more columns than rows, scaled so that squares of its largest entries
 * can be computed.
 * @throws ValueError for float32 or entries that are not finite.
 */
export function scaledTallInput(ws: Workspace, value: MatrixLike, name: string): TallInput {
  const m = checkedFactorInput(value, name);
  const source = entries(m);
  const wide = m.cols > m.rows;
  const [rows, cols] = wide ? [m.cols, m.rows] : [m.rows, m.cols];
  const tall = ws.matrix(rows, cols);
  const { data } = tall;
  const largest = largestEntry({ ...m, data: source });
  const factor =
    largest === 0 || (largest < SAFE && largest > 1 / SAFE) ? 1 : 2 ** -Math.max(-1000, Math.ceil(Math.log2(largest)));
  if (!wide) for (let i = 0; i < data.length; i++) data[i] = source[i] * factor;
  else {
    for (let i = 0; i < m.rows; i++)
      for (let j = 0; j < m.cols; j++) data[j * cols + i] = source[i * m.cols + j] * factor;
  }
  return { tall, wide, factor };
}
