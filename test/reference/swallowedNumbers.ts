import * as library from '../../src/index';
import { Recorder } from '../fuzz/recorded';
import { hasNonFinite } from './hasNonFinite';
import { placesOfNumbers, withNumber } from './numberPlaces';
import { mayBeInfinite, readNoNumber, reported, unread } from './numbersRead';

const recorder = new Recorder(library as never);

/**
 * Public functions that read numbers. Those that return generators check them as their plain twins do; files keep NaN and
 * infinities bit for bit.
 */
export const readingNumbers = recorder.names.filter(
  (name) => !(name in readNoNumber) && !name.endsWith('Steps') && !/^(encode|decode)/.test(name),
);

/** What NaN and infinities in every number of a call come to, one at a time: those that vanish, in words. */
export function swallowedNumbers(name: string): string[] {
  const found: string[] = [];
  for (const [path, seeds] of recorder.record(name)) {
    const { fn, args, receiver } = seeds[0];
    for (const place of placesOfNumbers(args)) {
      // indices inside arguments do not matter
      const where = `${path} ${place.filter((key, i) => i === 0 || typeof key === 'string').join('.')}`;
      if (unread.some((field) => where.endsWith(field)) || where in reported) continue;
      const infinite = mayBeInfinite.includes(where) ? [] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of [Number.NaN, ...infinite]) {
        try {
          const self = receiver() as { copy?(): unknown } | undefined;
          // what returns nothing writes into its matrix
          if (!hasNonFinite(fn.apply(self, withNumber(args, place, value) as unknown[]) ?? self?.copy?.())) {
            found.push(`${where} = ${value}`);
          }
        } catch (error) {
          if (!(error instanceof library.DeepLinearError)) found.push(`${where} = ${value}: ${error}`);
        }
      }
    }
  }
  recorder.close();
  return found;
}
