import { describe, expect, it } from 'vitest';
import { rng } from '../../src/random/rng';
import { runtime } from '../../src/wasm/workspace';

/** χ² of counts against equal expectations, in units of its standard deviation above its mean. */
function excess(counts: Map<string, number>, cells: number): number {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const expected = total / cells;
  let chi2 = (cells - counts.size) * expected;
  for (const n of counts.values()) chi2 += (n - expected) ** 2 / expected;
  return (chi2 - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

function count(keys: Iterable<unknown>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
  return counts;
}

describe('rng', () => {
  it('goes on where the last call of the same method ended', () => {
    const parts = rng(7);
    const whole = rng(7);
    const join = (pieces: ArrayLike<number>[]) => pieces.flatMap((piece) => Array.from(piece));
    expect(join([parts.normal(3), parts.normal(0), parts.normal(30)])).toEqual([...whole.normal(33)]);
    expect(join([parts.uniform(5), parts.uniform(12)])).toEqual([...whole.uniform(17)]);
    expect(join([parts.integers(70, 10), parts.integers(30, 10)])).toEqual([...whole.integers(100, 10)]);
  });

  it('draws of one method do not depend on calls of another', () => {
    const busy = rng(7);
    busy.uniform(3);
    busy.permutation(10);
    busy.fork('x').normal(5);
    expect(busy.normal(9)).toEqual(rng(7).normal(9));
  });

  it('uniforms fill [0, 1) evenly', () => {
    const draws = rng(1).uniform(1e6);
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(Math.abs(excess(count(draws.map((u) => Math.floor(u * 1000))), 1000))).toBeLessThan(4);
    const mean = draws.reduce((sum, u) => sum + u, 0) / 1e6;
    expect(Math.abs(mean - 0.5) * Math.sqrt(12e6)).toBeLessThan(4);
  });

  it('integers below any bound are equally likely', () => {
    const generator = rng(2);
    expect(Math.abs(excess(count(generator.integers(1e5, 7)), 7))).toBeLessThan(4);
    // Without rejection the residues of this bound would come twice as often in the lower half.
    const bound = 3 * 2 ** 30;
    const low = generator.integers(1e5, bound).filter((v) => v < bound / 2).length;
    expect(Math.abs(low - 5e4) / Math.sqrt(25e3)).toBeLessThan(4);
    expect([...generator.integers(3, 1)]).toEqual([0, 0, 0]);
    expect(Math.max(...generator.integers(1000, 2 ** 32))).toBeGreaterThan(2 ** 31);
  });

  it('every permutation is equally likely', () => {
    const generator = rng(3);
    const orders = Array.from({ length: 24000 }, () => generator.permutation(4).join());
    expect(Math.abs(excess(count(orders), 24))).toBeLessThan(4);
  });

  it('a permutation holds every index once', () => {
    expect([...rng(4).permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...rng(4).permutation(0)]).toEqual([]);
  });

  it('forks depend on the seed and the label alone, and differ from label to label', () => {
    const generator = rng(5);
    const labels = ['', 'a', 'b', 'ab', 'ba', 'abc', 'abcd', 'abc\0', '\0', '0', 0, 1, 2 ** 32, 2 ** 53 - 1];
    const seeds = labels.map((label) => generator.fork(label).seed);
    expect(new Set([5, ...seeds]).size).toBe(labels.length + 1);
    generator.normal(10);
    expect(generator.fork('ab').seed).toBe(seeds[3]);
    expect(rng(6).fork('ab').seed).not.toBe(seeds[3]);
    expect(generator.fork('a').fork('b').seed).not.toBe(seeds[3]);
  });

  it('the seeds of forks spread evenly and give uncorrelated draws', () => {
    const root = rng(8);
    const forks = Array.from({ length: 4000 }, (_, i) => root.fork(i));
    const mean = forks.reduce((sum, { seed }) => sum + seed / 2 ** 53, 0) / forks.length;
    expect(Math.abs(mean - 0.5) * Math.sqrt(12 * forks.length)).toBeLessThan(4);
    const firsts = forks.map((fork) => fork.normal(1)[0]);
    const correlation = firsts.slice(1).reduce((sum, v, i) => sum + v * firsts[i], 0) / Math.sqrt(firsts.length);
    expect(Math.abs(correlation)).toBeLessThan(4);
  });

  it('leaves no memory behind', () => {
    const before = runtime().liveBytes;
    const generator = rng(1).fork('label');
    generator.normal(100);
    generator.uniform(100);
    generator.permutation(100);
    expect(runtime().liveBytes).toBe(before);
  });

  it('refuses what it cannot use', () => {
    expect(() => rng(-1)).toThrow('seed: expected a non-negative integer up to 2^53 − 1, got -1');
    expect(() => rng(1).normal(-1)).toThrow('n: expected an integer of at least 0 and at most 536805376, got -1');
    expect(() => rng(1).uniform(1.5)).toThrow('n: expected an integer of at least 0 and at most 536805376, got 1.5');
    for (const draw of ['normal', 'uniform', 'permutation'] as const)
      expect(() => rng(1)[draw](4e9)).toThrow('n: expected');
    expect(() => rng(1).integers(1e12, 3)).toThrow(
      'n: expected an integer of at least 0 and at most 1073741824, got 1000000000000',
    );
    expect(() => rng(1).integers(1, 0)).toThrow(
      'bound: expected an integer of at least 1 and at most 4294967296, got 0',
    );
    expect(() => rng(1).fork(-1)).toThrow('label: expected a string or a non-negative integer, got -1');
  });
});
