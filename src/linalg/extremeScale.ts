import { NumericalError } from '../errors';
import type { Matrix } from '../matrix';
import { core } from '../wasm/load';
import type { WorkspaceMatrix } from '../wasm/workspace';
import { largestEntry } from './factorInput';

/** Beyond these, sums may overflow or rounding errors fall below the subnormal numbers. */
const HUGE = 2 ** 960;
const TINY = 2 ** -960;
const STEP = 2 ** 128;

/**
 * Brings a matrix with adjacent rows whose largest entry is near the end of the exponents back to the middle, by a power
 * of two, and returns the factor that undoes it (1 when nothing had to be done).
 */
export function scaleFromExtremes(a: WorkspaceMatrix): number {
  const largest = largestEntry(a);
  if (largest === 0 || (largest <= HUGE && largest >= TINY)) return 1;
  const scale = largest > HUGE ? 1 / STEP : STEP;
  core().kernels.scalF64(a.rows * a.cols, scale, a.pointer);
  return 1 / scale;
}

/** Largest power of two by which subnormal numbers are lifted at once. */
const MOST_LIFT = 1000;

/**
 * Multiplies a matrix with adjacent rows by the power of two that brings its largest entry near 1, and returns the inverse.
 * Does nothing, and returns 1, when that entry is zero or already within `safe` and 1/safe.
 */
export function scaleToOne(a: WorkspaceMatrix, safe = 1): number {
  const largest = largestEntry(a);
  if (largest === 0 || (largest < safe && largest > 1 / safe)) return 1;
  const unit = powerOfTwo(largest);
  core().kernels.scalF64(a.rows * a.cols, 1 / unit, a.pointer);
  return unit;
}

/** Near `size`, so that numbers of its order are near 1 in these units, to the same digits; 1 for 0. */
export function powerOfTwo(size: number): number {
  return size > 0 ? 2 ** Math.min(MOST_LIFT, Math.max(-MOST_LIFT, Math.floor(Math.log2(size)))) : 1;
}

/**
 * Multiplies by factors that scaleFromExtremes returned (or their inverses), one after the other.
 * @throws NumericalError when float64 cannot hold the result.
 */
export function unscale(m: Matrix, name: string, ...factors: number[]): Matrix {
  const { data } = m;
  let strange = 0;
  for (let i = 0; i < data.length; i++) {
    for (const factor of factors) data[i] *= factor;
    strange += data[i] - data[i];
  }
  if (strange !== 0) throw new NumericalError(`${name}: expected entries below 1.8e308, got an overflow`);
  return m;
}
