import { kolmogorovTail } from './kolmogorovTail';
import type { LawTest } from './lawTest';
import { probability } from './probability';
import { sampleOf } from './sampleOf';

/** Largest product of two samples' sizes whose p-value is counted instead of taken from the limit law. */
const EXACT = 10_000;

/**
 * Kolmogorov–Smirnov test: the largest distance between the distribution function of a sample and that of a continuous law, or
 * of a second sample. The p-value is Kolmogorov's limit law with Stephens' correction for small samples ("EDF statistics for
 * goodness of fit", 1974), within 5 % of small p from 10 numbers up; that of two small samples is exact (without ties).
 * @param sample at least 2 independent numbers, in any order.
 * @param against distribution function of the law, or a second sample.
 * @throws ValueError for fewer than 2 numbers in a sample or a distribution function outside 0 … 1.
 */
export function ksTest(sample: ArrayLike<number>, against: ArrayLike<number> | ((x: number) => number)): LawTest {
  const x = sampleOf('sample', sample, 2).sort();
  if (typeof against === 'function') return judged(oneSample(x, against), x.length);
  const y = sampleOf('against', against, 2).sort();
  const statistic = twoSamples(x, y);
  if (x.length * y.length <= EXACT) return { statistic, p: exactTail(x.length, y.length, statistic) };
  return judged(statistic, (x.length * y.length) / (x.length + y.length));
}

function judged(statistic: number, effective: number): LawTest {
  const root = Math.sqrt(effective);
  return { statistic, p: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) };
}

function oneSample(sorted: Float64Array, cdf: (x: number) => number): number {
  const n = sorted.length;
  return sorted.reduce((most, x, i) => {
    const below = probability(cdf, x);
    return Math.max(most, below - i / n, (i + 1) / n - below);
  }, 0);
}

/** Steps of both at equal numbers are taken together. */
function twoSamples(x: Float64Array, y: Float64Array): number {
  let most = 0;
  let i = 0;
  let j = 0;
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i], y[j]);
    while (x[i] === at) i++;
    while (y[j] === at) j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

/** Chance of a distance of at least d between two samples of one law: share of the orders that leave the band (Hodges 1958). */
function exactTail(n: number, m: number, d: number): number {
  const band = d * (1 - 1e-12);
  const inside = (i: number, j: number) => Math.abs(i / n - j / m) < band;
  // Entry j, row i: chance that a random order of i and j members has left the band; sums of positive numbers alone.
  const row = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (i + j === 0) row[0] = 0;
      else if (!inside(i, j)) row[j] = 1;
      else row[j] = (i > 0 ? (row[j] * i) / (i + j) : 0) + (j > 0 ? (row[j - 1] * j) / (i + j) : 0);
    }
  }
  return d > 0 ? Math.min(1, row[m]) : 1;
}
