import { ValueError } from '../errors';

/** Rounding of the largest eigenvalue: what eigenvalues of the n×n matrix may be off by, and more. */
export function eigenvalueRounding(values: Float64Array): number {
  const n = values.length;
  return n === 0 ? 0 : 10 * n * Number.EPSILON * Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
}

/**
 * The ascending eigenvalues of a positive semidefinite matrix, negative ones that rounding explains set to zero.
 * @throws ValueError when a negative eigenvalue is larger than that.
 */
export function semidefinite(values: Float64Array, purpose: string): Float64Array {
  if (values[0] < -eigenvalueRounding(values)) {
    throw new ValueError(`a: expected a positive semidefinite matrix for ${purpose}, got the eigenvalue ${values[0]}`);
  }
  return values.map((x) => Math.max(0, x));
}
