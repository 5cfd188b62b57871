import type { Series } from '../definition';

/** Mean of independent simulations and its standard error, NaN for one. */
export function estimate(sample: ArrayLike<number>): { mean: number; error: number } {
  const n = sample.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += sample[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sample[i] - mean) ** 2;
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.NaN };
}

/** Dots with error bars: at every x the mean of its sample. */
export function means(name: string, x: ArrayLike<number>, samples: readonly ArrayLike<number>[]): Series {
  const found = samples.map(estimate);
  return { name, x, y: found.map(({ mean }) => mean), error: found.map(({ error }) => error), dots: true };
}

/** A line through a function. */
export function curve(name: string, x: readonly number[], f: (x: number) => number): Series {
  return { name, x, y: x.map(f) };
}

/** Density of a sample between consecutive ends, at the middles of the bins, with standard errors; nearly empty bins are left out. */
export function histogram(name: string, sample: ArrayLike<number>, ends: ArrayLike<number>): Series {
  const bins = ends.length - 1;
  const counts = new Float64Array(bins);
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] >= ends[0] && sample[i] < ends[bins]) counts[binOf(sample[i], ends)]++;
  }
  const shown = Array.from(counts.keys()).filter((i) => counts[i] >= LEAST);
  const density = (i: number) => 1 / (sample.length * (ends[i + 1] - ends[i]));
  return {
    name,
    x: shown.map((i) => (ends[i] + ends[i + 1]) / 2),
    y: shown.map((i) => counts[i] * density(i)),
    error: shown.map((i) => Math.sqrt(counts[i] * (1 - counts[i] / sample.length)) * density(i)),
    dots: true,
  };
}

/** The same for a law that is even: of the sizes, at s > 0. */
export function foldedHistogram(name: string, sample: readonly number[], ends: ArrayLike<number>): Series {
  const found = histogram(name, sample.map(Math.abs), ends);
  const half = (values: ArrayLike<number>) => Array.from(values, (value) => value / 2);
  return { ...found, y: half(found.y), error: half(found.error!) };
}

/** `count` numbers from `from` to `to`, equally spaced. */
export function spaced(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Numbers in a bin below which its standard error means little. */
const LEAST = 5;

function binOf(value: number, ends: ArrayLike<number>): number {
  let [low, high] = [0, ends.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value < ends[middle]) high = middle;
    else low = middle;
  }
  return low;
}
