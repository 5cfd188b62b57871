import type { Matrix, MatrixLike } from '../matrix';
import { semidefinite } from './semidefinite';
import { symmetricFunction } from './symmetricFunction';

/**
 * The positive semidefinite square root of a symmetric positive semidefinite matrix (float64, n×n): the one x with
 * x·x = a, by its eigenvalues; symmetric to the last bit. The lower triangle of `a` counts.
 * @throws ValueError when an eigenvalue is negative beyond rounding (10·n·eps of the largest), and as `eigh`.
 */
export function sqrtm(a: MatrixLike): Matrix {
  return symmetricFunction(a, (values) => semidefinite(values, 'its square root').map(Math.sqrt));
}
