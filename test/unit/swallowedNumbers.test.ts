import { describe, expect, it } from 'vitest';
import { readNoNumber } from '../reference/numbersRead';
import { readingNumbers, swallowedNumbers } from '../reference/swallowedNumbers';

/** Seconds each: in the long tests. */
const slow = ['advise', 'infiniteDepth'];
const names = readingNumbers.filter((name) => !slow.includes(name));

describe('NaN and infinities', () => {
  it('every public function is looked at, or reads no number of its own', () => {
    expect(readingNumbers.length).toBeGreaterThan(70);
    expect(readingNumbers).toEqual(expect.arrayContaining(slow));
    expect(Object.keys(readNoNumber).filter((name) => readingNumbers.includes(name))).toEqual([]);
  });

  it.each(names)('%s refuses them by a typed error or passes them on to its result', (name) => {
    expect(swallowedNumbers(name)).toEqual([]);
  });
});
