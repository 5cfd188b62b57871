import type { WorkspaceMatrix } from '../wasm/workspace';
import { scaleFromExtremes } from './extremeScale';
import { largestEntry } from './factorInput';

/**
 * Up to this size elimination multiplies nothing that overflows: Cholesky factors are roots, and pivots keep LU's growth
 * below 2^24 on anything but the matrices made to defeat them. Scaling down would lose entries that are tiny beside the
 * largest, and with them rows.
 */
const LARGEST = 2 ** 1000;

/**
 * `scaleFromExtremes`, only where LU or Cholesky needs it: rounding errors would be subnormal, or the factors near overflow.
 * Returns the factor that undoes it, an even power of two.
 */
export function scaleForElimination(a: WorkspaceMatrix): number {
  const largest = largestEntry(a);
  return largest > 1 && largest <= LARGEST ? 1 : scaleFromExtremes(a);
}
