import type { MatrixLike } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import { symmetricInput } from './factorInput';
import { symmetricEigenvalues } from './symmetricEigen';

/**
 * Eigenvalues of a symmetric matrix (float64, n×n), ascending: those of `eigh` to the last bit, without the vectors, in a
 * small part of the time. Reads and refuses what `eigh` does.
 */
export function eigvalsh(a: MatrixLike): Float64Array {
  return withWorkspace((ws) => symmetricEigenvalues(symmetricInput(ws, a, 'a')));
}
