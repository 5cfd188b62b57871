import type { Samples } from '../data/samples';
import { YIELD_MS } from '../longWork';
import type { TrainPlan } from './plan';

/** Entries looked at between two looks at the clock. */
const BLOCK = 2 ** 14;

/** Fingerprints of what a run sees of its data, by option; undefined when the run was stopped meanwhile. */
export function* fingerprints<P>(
  { moments, samples, testMoments }: TrainPlan,
  progress: P,
  signal: AbortSignal | undefined,
): Generator<P, Record<string, string> | undefined, boolean | undefined> {
  const parts = {
    ...(moments && { moments: [moments.sxx.data, moments.syx.data, Float64Array.of(moments.syy)] }),
    ...(samples && { x: [samples.x.data], y: [samples.y.data] }),
    ...(testMoments && {
      testMoments: [testMoments.sxx.data, testMoments.syx.data, Float64Array.of(testMoments.syy)],
    }),
  };
  const found: Record<string, string> = {};
  for (const [name, arrays] of Object.entries(parts)) {
    const print = yield* fingerprint(arrays, progress, signal);
    if (print === undefined) return undefined;
    found[name] = print;
  }
  return found;
}

/**
 * A number of 64 bits, in hexadecimal, that tells data apart: of the float64 values of every entry in their order, so that
 * bytes and float32 agree with the same numbers in float64. Two lanes of MurmurHash3 (Appleby), which notices what chance
 * changes; it is no protection against those who want it to be the same. Yields `progress` about every 20 ms; undefined when
 * it was stopped meanwhile.
 */
function* fingerprint<P>(
  arrays: readonly Samples['data'][],
  progress: P,
  signal: AbortSignal | undefined,
): Generator<P, string | undefined, boolean | undefined> {
  let low = 0;
  let high = 0;
  const values = new Float64Array(BLOCK);
  const words = new Uint32Array(values.buffer);
  let last = performance.now();
  for (const [which, data] of arrays.entries()) {
    low = mixed(low, data.length);
    high = mixed(high, which);
    for (let from = 0; from < data.length; from += BLOCK) {
      const count = Math.min(BLOCK, data.length - from);
      values.set(data.subarray(from, from + count));
      for (let i = 0; i < 2 * count; i += 2) {
        low = (mixed(low, words[i]) + high) | 0;
        high = (mixed(high, words[i + 1]) + low) | 0;
      }
      if (performance.now() - last < YIELD_MS) continue;
      if ((yield progress) === false || signal?.aborted) return undefined;
      last = performance.now();
    }
  }
  return [finished(low), finished(high)].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** One round of MurmurHash3. */
function mixed(hash: number, word: number): number {
  const turned = Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotated(hash ^ turned, 13), 5) + 0xe6546b64) | 0;
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finished(hash: number): number {
  let word = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
