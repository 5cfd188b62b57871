import { type Dtype, type Matrix, matrix } from '../matrix';
import { reject } from '../validate';

/** The smallest float32 that has all its digits. */
const LEAST_NORMAL = 2 ** -126;

/**
 * A matrix in a dtype; itself where it has it. Numbers may round, but none may become infinite, nor all of them lose their digits: small
 * entries may vanish beside large ones.
 * @throws ValueError that names `what`
 */
export function heldMatrix(what: string, weight: Matrix, dtype: Dtype): Matrix {
  if (weight.dtype === dtype) return weight;
  const { rows, cols, data } = weight;
  const kept = matrix(rows, cols, data, dtype);
  if (dtype === 'float64') return kept;
  const infinite = kept.data.findIndex((entry, i) => !Number.isFinite(entry) && Number.isFinite(data[i])) >= 0;
  let largest = 0;
  for (const entry of data) largest = Math.max(largest, Math.abs(entry));
  const lost = largest > 0 && largest < LEAST_NORMAL;
  if (infinite || lost) reject('dtype', `float64, which holds ${what}`, dtype);
  return kept;
}
