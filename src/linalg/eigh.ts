import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import { symmetricInput } from './factorInput';
import { symmetricEigen } from './symmetricEigen';
import { transposeInto } from './transposedInput';

export interface SymmetricDecomposition {
  /** Eigenvalues, ascending. */
  values: Float64Array;
  /** n×n; column k is the unit eigenvector of values[k]. Its sign is arbitrary. */
  vectors: Matrix;
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix (float64, n×n): a = V·diag(values)·Vᵀ. Reduction to
 * tridiagonal form in blocks, then implicit QL with its rotations applied in batches; errors of both are a few units of
 * rounding of ‖a‖. The lower triangle counts.
 * @throws ShapeError when `a` is not square; ValueError for float32, entries that are not finite, or entries across the
 * diagonal that differ by more than 1e-12 of the largest; NumericalError when an eigenvalue is beyond float64.
 */
export function eigh(a: MatrixLike): SymmetricDecomposition {
  return withWorkspace((ws) => {
    const { values, rows } = symmetricEigen(ws, symmetricInput(ws, a, 'a'));
    const vectors = matrix(rows.rows, rows.rows);
    transposeInto(vectors.data, rows);
    return { values, vectors };
  });
}
