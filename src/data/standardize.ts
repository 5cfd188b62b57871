import { drain } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { applyStandardization } from './applyStandardization';
import { asSamples, type ByteMatrix } from './samples';
import {
  checkStandardization,
  type Standardization,
  type StandardizationOptions,
  standardizationSteps,
} from './standardization';

export interface Standardized {
  /** The transformed samples. */
  x: Matrix;
  /** The map itself, as `applyStandardization` takes it. */
  standardization: Standardization;
  /** Other samples under the same map. */
  apply(x: MatrixLike | ByteMatrix): Matrix;
}

/**
 * Centres and scales samples (rows of x). `moments(x, y, options)` takes the same options and does not need the
 * transformed copy.
 */
export function standardize(x: MatrixLike | ByteMatrix, options: StandardizationOptions): Standardized {
  checkStandardization('standardize', options);
  const standardization = drain(standardizationSteps(asSamples(x, 'x'), 'x', options));
  const apply = (other: MatrixLike | ByteMatrix) => applyStandardization(other, standardization);
  return { x: apply(x), standardization, apply };
}
