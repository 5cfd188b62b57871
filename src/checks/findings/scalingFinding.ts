import { compareDistances, type VerdictOptions } from '../compare';
import { comparisonFinding, type Finding } from './finding';

/** One simulation of one size, seen from a law that becomes exact as the size grows. */
export interface ScaledSample {
  size: number;
  /** How far off, ≥ 0: expected to fall as a power of the size. */
  distance: number;
  /** How far off with its sign, relative: expected to average to nothing at infinite size. */
  deviation: number;
  diverged?: { step: number; reason: string };
}

/** What a finding calls things. */
export interface ScalingWords {
  /** What was simulated and measured, up to the verb: 'The tangent kernel of {samples} nets moves'. */
  subject: string;
  /** What its exponent is of, and the same of several: 'width', 'widths'. */
  size: string;
  sizes: string;
  /** What the value is at infinite size. */
  statistic: string;
  /** Where it disagrees: which assumption to doubt, as a sentence. */
  doubt: string;
}

const percent = (x: number) => `${Number((100 * x).toPrecision(2))} %`;

/**
 * The verdict of `compare` on samples that are measured in another way: null hypothesis mean deviation = c0 + c1/size with c0 = 0,
 * and the distance falls with the expected exponent.
 * @throws ValueError for no samples, or samples that all diverged
 */
export function scalingFinding(
  samples: readonly ScaledSample[],
  words: ScalingWords,
  options: VerdictOptions = {},
): Finding {
  const comparison = compareDistances(
    samples.map(({ size, distance, deviation, diverged }) => ({
      width: size,
      distance,
      deviation,
      diverged,
      curve: [distance],
      quantity: 'predictor' as const,
    })),
    options,
  );
  const finding = { ...comparisonFinding(comparison), statistic: words.statistic };
  return { ...finding, explain: () => sentences(finding, words, comparison.reason) };
}

function sentences(finding: Finding, words: ScalingWords, reason?: string): string {
  const { slope, interval, margin = 0, value, rows, verdict, samples } = finding;
  const subject = words.subject.replace('{samples}', String(samples));
  const sizes = `${words.sizes} ${rows.map(({ size }) => Number(size.toPrecision(4))).join(', ')}`;
  if (!slope || !interval) return `${subject} at ${sizes}. Underpowered: ${reason}.`;
  const [low, high] = slope.interval;
  const ending = {
    agrees: 'The theory holds.',
    disagrees: words.doubt,
    underpowered: 'These cannot tell: use more seeds or more sizes.',
  }[verdict];
  return (
    `${subject} as ${words.size}^${slope.value.toFixed(2)} at ${sizes} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}, ` +
    `theory ${slope.expected}); ${words.statistic} is ${percent(value)} (${percent(interval[0])} to ${percent(interval[1])}, ` +
    `theory 0 within ±${percent(margin)}). ${ending}`
  );
}
