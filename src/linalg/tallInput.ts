import type { MatrixLike } from '../matrix';
import type { Workspace, WorkspaceMatrix } from '../wasm/workspace';
import type { BlockReflector } from './blockReflector';
import { scaleToOne } from './extremeScale';
import { factorInput } from './factorInput';
import { householderQr } from './householderQr';
import { operand } from './operand';
import { transposedInput } from './transposedInput';

/** Longer over shorter side from which a QR factorization pays before the bidiagonalization; LAPACK has 1.6. */
const TALL = 1.6;

/** Matrices whose largest entry is within 2^±100 are left as they are: their squares neither vanish nor overflow. */
const SAFE = 2 ** 100;

export interface TallInput {
  /** At least as many rows as columns: a, aᵀ, or the triangle of their QR factorization, times the inverse of `back`. */
  tall: WorkspaceMatrix;
  /** Q of that factorization (m×m for the longer side m); empty when there was none. */
  blocks: BlockReflector[];
  /** Whether aᵀ was taken, as a has more columns than rows. */
  wide: boolean;
  /** Power of two that undoes the scaling of the singular values. */
  back: number;
}

/**
 * What bidiagonalization starts from: a private copy, transposed when it has more columns than rows, in the middle of the
 * exponents, and reduced to a triangle when it is much longer than wide.
 * @throws ValueError for float32 or entries that are not finite.
 */
export function tallInput(ws: Workspace, value: MatrixLike, name: string): TallInput {
  const m = operand(value, name);
  const wide = m.cols > m.rows;
  const short = Math.min(m.rows, m.cols);
  const triangular = short > 0 && Math.max(m.rows, m.cols) >= TALL * short;
  // householderQr takes the transpose.
  const copy = wide === triangular ? factorInput(ws, m, name) : transposedInput(ws, m, name);
  const back = scaleToOne(copy, SAFE);
  if (!triangular) return { tall: copy, blocks: [], wide, back };
  const { blocks, r } = householderQr(ws, copy);
  return { tall: ws.matrix(short, short, 'float64', r), blocks, wide, back };
}
