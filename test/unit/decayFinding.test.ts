import { describe, expect, it } from 'vitest';
import { decayFinding } from '../../src/checks/findings/decayFinding';
import { rng } from '../../src/random/rng';

/** Deviations left + size^exponent with noise of 0.1. */
function observations(left: number, exponent: number, seeds: number) {
  return [8, 16, 32, 64].flatMap((size) => {
    const noise = rng(size).normal(seeds);
    return Array.from(noise, (v) => ({ size, values: [left + size ** exponent + 0.1 * v, 0.1 * v] }));
  });
}

const options = {
  quantities: [
    { name: 'the gap', margin: 0.02 },
    { name: 'the other gap', margin: 0.02 },
  ],
  decay: { quantity: 0, exponent: -1, margin: 0.3 },
  simulated: 'draws',
  sizeName: 'size',
  doubt: 'the draws',
};

describe('decayFinding', () => {
  it('agrees with a deviation that falls as 1/size, and says so', () => {
    const found = decayFinding(observations(0, -1, 1000), options);
    expect(found.verdict, found.explain()).toBe('agrees');
    expect(found.slope?.expected).toBe(-1);
    expect(found.explain()).toMatch(/As to the rate, the gap goes as size\^-\d\.\d\d .* theory -1\): agrees\.$/);
  });

  it('disagrees where something is left at infinite size, or falls at another rate', () => {
    expect(decayFinding(observations(0.1, -1, 1000), options).verdict).toBe('disagrees');
    const slow = decayFinding(observations(0, -0.5, 1000), {
      ...options,
      quantities: options.quantities.map((q) => ({ ...q, margin: 1 })),
    });
    expect(slow.verdict, slow.explain()).toBe('disagrees');
  });

  it('is underpowered with few draws, whether or not they hint at a rate', () => {
    for (const seeds of [1, 2, 5]) {
      const found = decayFinding(observations(0, -1, seeds), options);
      expect(found.verdict, found.explain()).toBe('underpowered');
      expect(found.explain()).toMatch(/\.$/);
    }
  });
});
