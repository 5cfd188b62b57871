import { callback, reject } from '../../validate';

/** A distribution function's value, up to rounding at its ends. */
export function probability(cdf: (x: number) => number, x: number): number {
  const value = callback('cdf', cdf, 'a distribution function')(x);
  if (!(typeof value === 'number' && value > -1e-9 && value < 1 + 1e-9))
    return reject(`cdf(${x})`, 'a probability', value);
  return Math.min(1, Math.max(0, value));
}
