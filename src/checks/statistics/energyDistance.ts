import { knownOptions } from '../../validate';
import type { LawTest } from './lawTest';
import { type PermutationOptions, permutationTest } from './permutationTest';
import { sampleOf } from './sampleOf';

/**
 * Energy distance of two samples of numbers, 2 E|X − Y| − E|X − X'| − E|Y − Y'| (Székely and Rizzo 2013), unbiased: near 0, and
 * often negative, where both have one law. O(n log n), and O(n) for each permutation behind the p-value. For N(0, q) with random q
 * against N(0, 1) the population value is √(2/π) (2 E√(1 + q) − E√(q + q') − √2), which falls as 1/N² for outputs of nets of width N.
 * @throws ValueError for fewer than 2 numbers in a sample.
 */
export function energyDistance(x: ArrayLike<number>, y: ArrayLike<number>, options: PermutationOptions): LawTest {
  knownOptions('energyDistance', options, ['seed', 'permutations']);
  const all = [...sampleOf('x', x, 2), ...sampleOf('y', y, 2)];
  const order = all.map((_, i) => i).sort((i, j) => all[i] - all[j]);
  // from the middle, so that what the numbers have in common is not in the sums
  const middle = all[order[order.length >> 1]];
  const sorted = Float64Array.from(order, (i) => all[i] - middle);
  const n = x.length;
  const m = y.length;
  const total = pairSum(sorted);

  return permutationTest(
    statistic,
    Uint8Array.from(order, (i) => (i < n ? 1 : 0)),
    options,
  );

  function statistic(isFirst: Uint8Array): number {
    const within = pairSum(sorted, isFirst, 1);
    const other = pairSum(sorted, isFirst, 0);
    return (2 * (total - within - other)) / (n * m) - (2 * within) / (n * (n - 1)) - (2 * other) / (m * (m - 1));
  }
}

/** Σ |x_i − x_j| over the pairs of a sorted sample, or of those of its members that carry `mark`. */
function pairSum(sorted: Float64Array, marks?: Uint8Array, mark = 1): number {
  let sum = 0;
  let running = 0;
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (marks && marks[i] !== mark) continue;
    sum += count * sorted[i] - running;
    running += sorted[i];
    count++;
  }
  return sum;
}
