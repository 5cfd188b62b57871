import type { Verdict } from '../compare';
import { bandVerdict, combineVerdicts } from '../findings/finding';
import { curveRegression } from '../statistics/curveRegression';
import { lineFit } from '../statistics/lineFit';
import { mean } from '../statistics/mean';
import { curvatureError } from './curvatureError';
import type { RunDistance } from './distanceToLimit';

export interface CurveDeviation {
  /** Largest |z| of the curve of intercepts, with its sign. */
  z: number;
  /** Chance of a |z| at least as large anywhere on the curve, where every intercept is zero. */
  p: number;
  /** Position of the step whose intercept is furthest beyond the margin, or largest, among the compared ones. */
  step: number;
  /** Intercept there, relative to the limit's root mean square over the steps; the interval covers all steps at once. */
  value: number;
  /** Interval of `value`, at a confidence of 1 − (1 − confidence)/5 with the confidence of the comparison. */
  interval: [number, number];
  /** 'disagrees' where the interval of a step lies wholly outside ± margin. */
  verdict: Verdict;
}

/** Steps that are looked at: neighbours say the same. */
const STEPS = 40;
/** Sign flips of fewer residuals are too few patterns for a level of 1 %. */
const LEAST_RUNS = 13;

/**
 * Deviations of the mean curve that cancel over the steps, which the projection on the whole curve cannot see: at every step the
 * line c0 + c1/N, and one statistic, the largest |c0|/error over the steps, with a band for all of them (wild bootstrap). Undefined for
 * fewer than 13 runs or curves without length.
 */
export function curveDeviation(
  runs: readonly RunDistance[],
  { confidence, margin, seed }: { confidence: number; margin: number; seed: number },
): CurveDeviation | undefined {
  const length = Math.min(...runs.map((run) => run.deviations?.length ?? 0));
  const isKnown = runs.every((run) => run.deviations?.every(Number.isFinite));
  if (length === 0 || runs.length < LEAST_RUNS || !isKnown) return undefined;
  const every = Math.ceil(length / STEPS);
  const steps = Array.from({ length: Math.ceil(length / every) }, (_, k) => k * every);
  const roots = runs.map((run) => Math.sqrt(run.width));
  // Variances are in proportion to 1/N: times √N, all runs are alike.
  const band = curveRegression(
    runs.map((run, r) => Float64Array.from(steps, (t) => roots[r] * run.deviations![t])),
    [roots.map((root) => 1 / root), roots],
    { seed, confidence, resamples: Math.max(499, Math.ceil(5 / (1 - confidence))) },
  );

  const widths = [...new Set(runs.map((run) => run.width))];
  const inverse = widths.map((width) => 1 / width);
  const groups = widths.map((width) => runs.filter((run) => run.width === width));
  const errors = groups.map((group, i) => Math.sqrt(inverse[i] / group.length));
  const intervals = band.curve.map(({ interval: [low, high] }, k): [number, number] => {
    const means = groups.map((group) => mean(group.map((run) => run.deviations![steps[k]])));
    const extra = curvatureError(inverse, errors, lineFit(inverse, means, errors).slope.value);
    return [low - extra, high + extra];
  });
  const verdicts = intervals.map((interval) => bandVerdict(interval, -margin, margin));
  const beyond = intervals.map(([low, high]) => Math.max(low - margin, -margin - high));
  const worst = verdicts.includes('disagrees')
    ? beyond.indexOf(Math.max(...beyond))
    : band.curve.reduce((best, { value }, k) => (Math.abs(value) > Math.abs(band.curve[best].value) ? k : best), 0);
  return {
    z: band.z,
    p: band.p,
    step: steps[worst],
    value: band.curve[worst].value,
    interval: intervals[worst],
    verdict: combineVerdicts(verdicts),
  };
}
