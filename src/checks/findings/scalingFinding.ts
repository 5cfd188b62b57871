import { type Comparison, compareDistances, type VerdictOptions } from '../compare';
import type { RunDistance } from '../comparison/distanceToLimit';
import { comparisonFinding, type Finding } from './finding';
import { fixed } from './fixed';

/** One simulation of one size, seen from a law that becomes exact as the size grows. */
export interface ScaledSample {
  size: number;
  /** How far off, ≥ 0: expected to fall as a power of the size. */
  distance: number;
  /** How far off with its sign, relative: expected to average to nothing at infinite size. */
  deviation: number;
  diverged?: { step: number; reason: string };
  /**
   * Both at each compared step, for a distance that falls slower than the mean deviation. Its exponent is then that of the distance
   * less the drift in 1/size, as in `compare`; and the whole curve is tested. Without: the exponent of the distance as it is.
   */
  along?: Pick<RunDistance, 'curve' | 'deviations' | 'scale'>;
}

/** What a finding calls things. */
export interface ScalingWords {
  /** What was simulated and measured, up to the verb: 'The tangent kernel of {samples} nets moves'. */
  subject: string;
  /** What its exponent is of, and the same of several: 'width', 'widths'. */
  size: string;
  sizes: string;
  /** Given, rows are of size^power, named as the size is, and exponents are of that. Default 1, rows of the experiment's axis. */
  power?: number;
  /** What the value is at infinite size. */
  statistic: string;
  /** Where it disagrees: which assumption to doubt, as a sentence. */
  doubt: string;
}

const percent = (x: number) => `${Number((100 * x).toPrecision(2))} %`;

/**
 * The verdict of `compare` on samples that are measured in another way: null hypothesis mean deviation = c0 + c1/size with c0 = 0,
 * and the distance, less that drift where `along` tells it, falls with the expected exponent.
 * @throws ValueError for no samples, or samples that all diverged
 */
export function scalingFinding(
  samples: readonly ScaledSample[],
  words: ScalingWords,
  options: VerdictOptions = {},
): Finding {
  const comparison = compareDistances(
    samples.map(({ size, distance, deviation, diverged, along }) => ({
      width: size,
      distance,
      deviation,
      diverged,
      curve: [distance],
      ...along,
      quantity: 'predictor' as const,
    })),
    options,
  );
  const { power = 1, statistic, size } = words;
  const { rows, slope, ...found } = comparisonFinding(comparison);
  const finding = {
    ...found,
    statistic,
    ...(words.power !== undefined && { sizeName: size }),
    rows: rows.map((row) => ({ ...row, size: power === 1 ? row.size : Math.round(row.size ** power) })),
    slope: slope && {
      value: slope.value / power,
      interval: slope.interval.map((end) => end / power) as [number, number],
      expected: slope.expected / power,
    },
  };
  const isDriftless = samples.every(({ along }) => along !== undefined);
  return { ...finding, explain: () => sentences(finding, words, comparison, isDriftless) };
}

function sentences(finding: Finding, words: ScalingWords, { reason, curve }: Comparison, isDriftless: boolean): string {
  const { slope, interval, margin = 0, value, rows, verdict, samples } = finding;
  const subject = words.subject.replace('{samples}', String(samples));
  const sizes = `${words.sizes} ${rows.map(({ size }) => (Number.isInteger(size) ? size : Number(size.toPrecision(4)))).join(', ')}`;
  if (!slope || !interval) return `${subject} at ${sizes}. Underpowered: ${reason}.`;
  const [low, high] = slope.interval;
  const ending = {
    agrees: 'The theory holds.',
    disagrees: words.doubt,
    underpowered: 'These cannot tell: use more seeds or more sizes.',
  }[verdict];
  const less = isDriftless ? `, less a drift in ${words.size}^${-1 / (words.power ?? 1)},` : '';
  const off =
    curve?.verdict === 'disagrees'
      ? ` At recorded step ${curve.step} it is ${percent(curve.value)} (${percent(curve.interval[0])} to ${percent(curve.interval[1])}, a band for all steps).`
      : '';
  return (
    `${subject} as ${words.size}^${fixed(slope.value, 2)}${less} at ${sizes} (95 % interval ${fixed(low, 2)} to ${fixed(high, 2)}, ` +
    `theory ${slope.expected}); ${words.statistic} is ${percent(value)} (${percent(interval[0])} to ${percent(interval[1])}, ` +
    `theory 0 within ±${percent(margin)}).${off} ${ending}`
  );
}
