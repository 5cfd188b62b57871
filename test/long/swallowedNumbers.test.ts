import { expect, it } from 'vitest';
import { readingNumbers, swallowedNumbers } from '../reference/swallowedNumbers';

it.each(readingNumbers)('%s refuses NaN and infinities by a typed error or passes them on to its result', (name) => {
  expect(swallowedNumbers(name)).toEqual([]);
});
