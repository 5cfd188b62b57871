import { NumericalError } from '../errors';
import { eigvalsh } from '../linalg/eigvalsh';
import { symmetricInput } from '../linalg/factorInput';
import { withWorkspace } from '../linalg/resident';
import type { MatrixLike } from '../matrix';
import { finite, knownOptions, reject } from '../validate';
import { assertDefinite } from './kernels/assertDefinite';

/**
 * Largest learning rate at which gradient descent on ½ mean‖y − f‖² of a linearized (infinitely wide) net is stable:
 * 2P/λ_max of the kernel `ntk` (P×P) of its P training samples; 2(1 + μ)P/λ_max with heavy-ball momentum μ. Steps below
 * it converge in every mode that the kernel sees. Infinity for a kernel that is zero.
 * @throws ValueError, ShapeError for bad arguments and matrices with negative eigenvalues, which no kernel has; NumericalError
 * where float64 does not hold the rate.
 */
export function maxLearningRate(ntk: MatrixLike, options: { /** Default 0. */ momentum?: number } = {}): number {
  knownOptions('maxLearningRate', options, ['momentum']);
  const momentum = finite('momentum', options.momentum ?? 0);
  if (momentum < 0 || momentum >= 1) reject('momentum', 'a number from 0 to below 1', momentum);
  const values = eigvalsh(withWorkspace((ws) => symmetricInput(ws, ntk, 'ntk').copy()));
  if (values.length === 0) reject('ntk', 'at least one sample', values);
  assertDefinite('ntk', values);
  const largest = Math.max(0, values[values.length - 1]);
  const rate = (2 * (1 + momentum) * values.length) / largest;
  if (largest > 0 && rate === Number.POSITIVE_INFINITY) {
    throw new NumericalError(`ntk: expected a largest eigenvalue whose inverse float64 holds, got ${largest}`);
  }
  return rate;
}
