import { ValueError } from '../../errors';
import { inUnits } from '../../linalg/inUnits';
import { normalCdf } from '../../special/erf';
import { assertNumbers } from '../../validate';
import { mean } from './mean';
import { sampleOf } from './sampleOf';

export interface ExcessKurtosis {
  /** Fisher's G₂: unbiased, and 0, for a normal law. */
  value: number;
  /** Of `value`, where the law is normal; close to √(24/n). */
  standardError: number;
  /** Standard normal where the law is normal: Anscombe and Glynn's transform of the sample's kurtosis. */
  z: number;
  /** Two-sided. */
  p: number;
}

/**
 * Excess kurtosis of a sample with a test against the normal law (Anscombe and Glynn 1983; good from about 20 numbers up for p
 * above 0.01, below 1e-3 p is some times too small). The most powerful test of the outputs of a linear net against their Gaussian
 * limit: theirs is 6 Σ 1/N_l to first order.
 * @throws ValueError for fewer than 8 numbers or numbers that are all equal.
 */
export function excessKurtosis(sample: ArrayLike<number>): ExcessKurtosis {
  const x = sampleOf('sample', sample, 8);
  const n = x.length;
  const centre = mean(x);
  let second = 0;
  let fourth = 0;
  // kurtosis has no unit
  for (const v of inUnits(x.map((v) => v - centre)).values) {
    const square = v ** 2;
    second += square / n;
    fourth += square ** 2 / n;
  }
  if (!(second > 0)) throw new ValueError('sample: expected numbers that differ, got equal ones');
  const kurtosis = fourth / second ** 2;
  const variance = (24 * n * (n - 2) * (n - 3)) / ((n + 1) ** 2 * (n + 3) * (n + 5));
  const unbias = (n - 1) / ((n - 2) * (n - 3));
  assertNumbers('sample', kurtosis);
  const z = anscombeGlynn((kurtosis - (3 * (n - 1)) / (n + 1)) / Math.sqrt(variance), n);
  return {
    value: unbias * ((n + 1) * (kurtosis - 3) + 6),
    standardError: unbias * (n + 1) * Math.sqrt(variance),
    z,
    p: 2 * normalCdf(-Math.abs(z)),
  };
}

/** A normal number from the standardized kurtosis, whose law is skew: a cube root straightens it. */
function anscombeGlynn(standardized: number, n: number): number {
  const skew =
    ((6 * (n * n - 5 * n + 2)) / ((n + 7) * (n + 9))) * Math.sqrt((6 * (n + 3) * (n + 5)) / (n * (n - 2) * (n - 3)));
  const a = 6 + (8 / skew) * (2 / skew + Math.sqrt(1 + 4 / skew ** 2));
  const ratio = (1 - 2 / a) / (1 + standardized * Math.sqrt(2 / (a - 4)));
  return (1 - 2 / (9 * a) - Math.cbrt(ratio)) / Math.sqrt(2 / (9 * a));
}
