import { knownOptions } from '../../validate';
import { confidenceLevel } from './confidenceLevel';
import type { Estimate } from './estimate';
import { mean } from './mean';
import { sampleOf } from './sampleOf';
import { studentInterval } from './studentQuantile';
import { variance } from './variance';

/**
 * Mean of independent numbers with Student's interval.
 * @throws ValueError for fewer than 2 numbers.
 */
export function tInterval(sample: ArrayLike<number>, options: { confidence?: number } = {}): Estimate {
  knownOptions('tInterval', options, ['confidence']);
  const { confidence = 0.95 } = options;
  const x = sampleOf('sample', sample, 2);
  const t = studentInterval(confidenceLevel(confidence), x.length - 1);
  const value = mean(x);
  const standardError = Math.sqrt(variance(x) / x.length);
  return { value, standardError, interval: [value - t * standardError, value + t * standardError] };
}
