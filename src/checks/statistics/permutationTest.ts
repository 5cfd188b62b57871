import { rng } from '../../random/rng';
import { assertNumbers, count, seedValue } from '../../validate';

export interface PermutationOptions {
  /** Of the permutations. */
  seed: number;
  /** Random exchanges of the two samples; the smallest p is 1/(permutations + 1). Default 199. */
  permutations?: number;
}

/**
 * p-value of a statistic of two samples by exchanging their members: exact at every size where both have one law.
 * @param statistic of the split that marks the members of the first sample (`true`) in the pooled sample.
 * @param first members of the first sample, of `total`.
 */
export function permutationTest(
  statistic: (isFirst: Uint8Array) => number,
  own: Uint8Array,
  { seed, permutations = 199 }: PermutationOptions,
): { statistic: number; p: number } {
  const source = rng(seedValue('seed', seed));
  const exchanges = count('permutations', permutations, 19);
  const found = statistic(own);
  assertNumbers('x, y', found);
  // Ties by rounding count as at least as large.
  const least = found - 1e-12 * Math.abs(found);
  const split = new Uint8Array(own.length);
  let reached = 1;
  for (let k = 0; k < exchanges; k++) {
    const order = source.permutation(own.length);
    for (let i = 0; i < own.length; i++) split[i] = own[order[i]];
    if (statistic(split) >= least) reached++;
  }
  return { statistic: found, p: reached / (exchanges + 1) };
}
