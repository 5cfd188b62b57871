import type { Comparison, Verdict } from '../compare';
import { studentCdf } from '../statistics/index';

/** One size of a finding's table. */
export interface FindingRow {
  /** Value of the parameter that is the axis of the experiment, a width say, or what `sizeName` counts. */
  size: number;
  /** Nets, or draws, behind the value. */
  samples: number;
  /** What was measured at this size: a mean deviation from the theory, or the effect whose exponent is asked for. */
  value: number;
  /** Standard error of `value`. */
  standardError: number;
}

/** What a check found: one statistic with its interval, and a verdict. */
export interface Finding {
  /** What the number measures, in words. */
  statistic: string;
  /** NaN where too few simulations, or sizes, give none; the verdict is then 'underpowered'. */
  value: number;
  /** Confidence interval of `value`; undefined where none could be computed. */
  interval?: [low: number, high: number];
  /** The value counts as the theory's within ± margin of it. */
  margin?: number;
  /** `value` over its standard error, where theory says 0. */
  z?: number;
  /** Chance of a statistic at least as extreme where the theory holds. */
  p?: number;
  /** Exponent in the size. */
  slope?: {
    /** p of effect ∝ size^p. */
    value: number;
    /** Its confidence interval. */
    interval: [low: number, high: number];
    /** The p that theory expects. */
    expected: number;
  };
  /** Nets, or draws, in all. */
  samples: number;
  /** About how many in all would give a verdict, where these do not. */
  needed?: number;
  /** One per size. */
  rows: FindingRow[];
  /** What the sizes of the rows count, where it is not the experiment's axis: 'parameters'. */
  sizeName?: string;
  /** Whether simulation and theory agree. */
  verdict: Verdict;
  /** The finding in words: what was measured, what it says, and where it disagrees, which assumption to doubt. */
  explain(): string;
}

/** The worst of several verdicts: one that disagrees decides, all have to agree. */
export function combineVerdicts(parts: readonly Verdict[]): Verdict {
  if (parts.includes('disagrees')) return 'disagrees';
  return parts.length > 0 && parts.every((part) => part === 'agrees') ? 'agrees' : 'underpowered';
}

/** Where an interval lies: wholly inside [from, to], wholly outside, or across an end. */
export function bandVerdict([low, high]: readonly [number, number], from: number, to: number): Verdict {
  if (low >= from && high <= to) return 'agrees';
  return high < from || low > to ? 'disagrees' : 'underpowered';
}

/** About how many samples make an interval fit inside ± margin; undefined where its centre lies outside. */
export function samplesNeeded(
  samples: number,
  [low, high]: readonly [number, number],
  margin: number,
): number | undefined {
  const room = margin - Math.abs(low + high) / 2;
  return room > 0 ? Math.ceil(samples * Math.max(1, ((high - low) / 2 / room) ** 2)) : undefined;
}

/** A comparison of nets with a limit's curve, as a finding. */
export function comparisonFinding(comparison: Comparison): Finding {
  const { intercept, slope, z, rows, verdict, quantity } = comparison;
  const samples = rows.reduce((sum, row) => sum + row.seeds, 0);
  const dof = samples - rows.length;
  return {
    statistic: `relative deviation of the ${quantity} at infinite width`,
    value: intercept?.value ?? Number.NaN,
    interval: intercept?.interval,
    margin: intercept?.margin,
    z: Number.isNaN(z) ? undefined : z,
    p: Number.isFinite(z) && dof > 0 ? 2 * studentCdf(-Math.abs(z), dof) : undefined,
    slope: slope && { value: slope.value, interval: slope.interval, expected: slope.expected },
    samples,
    needed: comparison.needed,
    rows: rows.map(({ width, seeds, distance, distanceError }) => ({
      size: width,
      samples: seeds,
      value: distance,
      standardError: distanceError,
    })),
    verdict,
    explain: comparison.explain,
  };
}
