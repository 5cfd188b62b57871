import { drain } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { booleanValue, knownOptions, oneOf } from '../validate';
import { applyStandardization } from './applyStandardization';
import { asSamples, type ByteMatrix } from './samples';
import { type Standardization, type StandardizationOptions, standardizationSteps } from './standardization';

export interface Standardized {
  /** The transformed samples. */
  x: Matrix;
  standardization: Standardization;
  /** Other samples under the same map. */
  apply(x: MatrixLike | ByteMatrix): Matrix;
}

/**
 * Centres and scales samples (rows of x). `moments(x, y, options)` takes the same options and does not need the
 * transformed copy.
 */
export function standardize(x: MatrixLike | ByteMatrix, options: StandardizationOptions): Standardized {
  knownOptions('standardize', options, ['center', 'scale']);
  booleanValue('center', options.center ?? false);
  oneOf('scale', options.scale ?? 'none', ['none', 'trace', 'feature']);
  const standardization = drain(standardizationSteps(asSamples(x, 'x'), 'x', options));
  const apply = (other: MatrixLike | ByteMatrix) => applyStandardization(other, standardization);
  return { x: apply(x), standardization, apply };
}
