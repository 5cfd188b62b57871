import { ValueError } from '../errors';
import { finite, isNumberList, isNumbers, knownOptions, oneOf, positive, reject, seedValue } from '../validate';
import { curvatureError } from './comparison/curvatureError';
import { type CurveDeviation, curveDeviation } from './comparison/curveDeviation';
import {
  type ComparableLimit,
  type ComparableRun,
  type ComparedQuantity,
  comparedQuantities,
  type DistanceOptions,
  distanceToLimit,
  type RunDistance,
} from './comparison/distanceToLimit';
import { explainComparison } from './comparison/explainComparison';
import { withoutDrift } from './comparison/withoutDrift';
import { bandVerdict, combineVerdicts, samplesNeeded } from './findings/finding';
import {
  type Estimate,
  lineFit,
  mean,
  pooledRms,
  type ScalingFit,
  scalingFit,
  studentInterval,
  variance,
} from './statistics';

const verdictOptions = ['confidence', 'margin', 'expectedSlope', 'slopeMargin', 'seed'];

export interface CompareOptions extends VerdictOptions, DistanceOptions {}

export interface VerdictOptions {
  /** Confidence of every interval. Default 0.95. */
  confidence?: number;
  /** Equivalence margin of the extrapolated relative deviation. Default 0.02. */
  margin?: number;
  /** Exponent of the distance in the width. Default −0.5. */
  expectedSlope?: number;
  /** How far from the expected exponent still counts as it, and the widest interval that counts as measured. Default 0.15. */
  slopeMargin?: number;
  /** Of the bootstrap behind the curve's statistic. Default 0. */
  seed?: number;
}

/** One width. Distances are in the quantity's own unit, deviations relative to the limit's curve. */
export interface ComparisonRow {
  /** N of the runs (N_L where layers differ). */
  width: number;
  /** Runs of this width that did not diverge. */
  seeds: number;
  /** Root mean square over seeds of the runs' distances. */
  distance: number;
  /** Standard error of `distance`, relative errors being pooled over the widths. */
  distanceError: number;
  /** Mean over seeds of the signed relative deviation, a number per run. */
  deviation: number;
  /** Standard error of `deviation`; NaN where no width has two runs. */
  deviationError: number;
  /** deviation / deviationError. */
  z: number;
}

/** 'agrees': within the margin. 'disagrees': beyond chance and margin. 'underpowered': the data cannot tell. */
export type Verdict = 'agrees' | 'disagrees' | 'underpowered';

export interface Comparison {
  /** What was compared. */
  quantity: ComparedQuantity;
  /** Confidence of every interval. */
  confidence: number;
  /** One per width, ascending. */
  rows: ComparisonRow[];
  /** Intercept over its standard error. NaN where nothing could be fitted. */
  z: number;
  /** Exponent of the distance, without its drift in 1/N, against the width. Undefined where nothing could be fitted. */
  slope?: {
    /** p of distance ∝ N^p. */
    value: number;
    /** Its confidence interval. */
    interval: [number, number];
    /** The p that theory expects: the option `expectedSlope`. */
    expected: number;
    /** Whether the interval fits the expected exponent, within `slopeMargin`. */
    verdict: Verdict;
    /** Fitted distance, without its drift, at a width. */
    at(width: number): number;
  };
  /** Deviation extrapolated to infinite width: c0 of mean deviation = c0 + c1/N. Undefined where nothing could be fitted. */
  intercept?: Estimate & {
    /** Equivalence margin: the option `margin`. */
    margin: number;
    /** Whether the interval lies within ± margin. */
    verdict: Verdict;
  };
  /** The same at each step, where the deviations are curves and the runs enough: it can refuse, never confirm. */
  curve?: CurveDeviation;
  /** About how many runs in all would give a verdict, where these do not and more of them would. */
  needed?: number;
  /** Runs left out because they diverged. */
  diverged: number;
  /** Whether nets and limit agree: see `compare`. */
  verdict: Verdict;
  /** Why nothing could be fitted, where that is so. */
  reason?: string;
  /** The verdict in words. */
  explain(): string;
}

/**
 * Compares trained nets of one or more widths with a limit theory.
 *
 * Each run gives two numbers (`distanceToLimit`). Its *distance* to the limit is a root mean square over the steps, and for
 * 'outputs' (the default when `moments` are given) over the training data. Its *deviation* is signed and relative: the
 * difference projected on the limit's own curve, ⟨q_N − q_∞, q_∞⟩ / ⟨q_∞, q_∞⟩. A correct limit theory makes the mean
 * deviation fall as c1/N with no constant term, and the distance, less that drift at each step, as N^(−1/2) (fluctuation over
 * initializations).
 *
 * Null hypothesis: mean deviation = c0 + c1/N with c0 = 0; the interval of c0 has room for a next term of size c1²/N². 'agrees' when
 * it lies within ± margin and the interval of the distance's exponent contains the expected one and is no wider than ± slopeMargin
 * (or lies wholly within that distance of it); 'disagrees' when either interval lies wholly outside its margin, or that of the
 * deviation at any one step (`curve`, a band for all steps at once, which adds at most a fifth of 1 − confidence to false alarms);
 * 'underpowered' otherwise. A deviation in a direction that is nowhere the limit's own is seen by the exponent alone.
 *
 * @throws ValueError for no runs, runs without the quantity, or runs that are all diverged; ShapeError when steps or sizes
 * of a run and the limit do not fit.
 */
export function compare(
  runs: ComparableRun | readonly ComparableRun[],
  limit: ComparableLimit,
  options: CompareOptions = {},
): Comparison {
  knownOptions('compare', options, ['quantity', 'moments', ...verdictOptions]);
  const { quantity, moments, ...verdict } = options;
  if (Array.isArray(runs) && !isNumberList(runs)) reject('runs', 'trained runs', runs);
  const all = Array.isArray(runs) ? (runs as readonly ComparableRun[]) : [runs as ComparableRun];
  // findIndex stops at holes too
  if (all.findIndex((run) => typeof run !== 'object' || run === null || !run.net) >= 0)
    reject('runs', 'trained runs', runs);
  if (typeof limit?.predictor !== 'function') reject('limit', 'a limit with a predictor', limit);
  return compareDistances(all.map(distanceToLimit(limit, { quantity, moments })), verdict);
}

/** The same from runs measured earlier, so that none of them needs to be kept. */
export function compareDistances(all: readonly RunDistance[], options: VerdictOptions = {}): Comparison {
  knownOptions('compareDistances', options, verdictOptions);
  const confidence = positive('confidence', options.confidence ?? 0.95);
  if (confidence >= 1) throw new ValueError(`confidence: expected a number between 0 and 1, got ${confidence}`);
  const margin = positive('margin', options.margin ?? 0.02);
  const expected = finite('expectedSlope', options.expectedSlope ?? -0.5);
  const slopeMargin = positive('slopeMargin', options.slopeMargin ?? 0.15);
  const seed = seedValue('seed', options.seed ?? 0);
  if (
    !Array.isArray(all) ||
    !isNumberList(all) ||
    all.findIndex((run) => typeof run !== 'object' || run === null || !Array.isArray(run.curve)) >= 0
  )
    reject('runs', 'distances of runs to a limit', all);
  if (all.length === 0) throw new ValueError('runs: expected at least one run, got none');
  all.forEach(assertDistance);
  const finished = all.filter((run) => !run.diverged);
  if (finished.length === 0) {
    throw new ValueError(`runs: expected at least one run that did not diverge, got ${all.length} that diverged`);
  }
  const { quantity } = finished[0];
  if (finished.some((run) => run.quantity !== quantity)) {
    throw new ValueError(
      `runs: expected one quantity, got ${[...new Set(finished.map((run) => run.quantity))].join(' and ')}`,
    );
  }
  const groups = groupByWidth(finished);
  const rows = toRows(groups);
  const result: Comparison = {
    quantity,
    confidence,
    rows,
    z: Number.NaN,
    diverged: all.length - finished.length,
    verdict: 'underpowered',
    explain: () => explainComparison(result),
  };
  const dof = groups.reduce((a, group) => a + group.distances.length - 1, 0);
  result.reason = unfit(rows, dof);
  if (result.reason) return result;

  const widths = rows.map((row) => row.width);
  const intercept = interceptOf(rows, confidence, dof);
  result.z = intercept.value / intercept.standardError;
  result.intercept = { ...intercept, margin, verdict: bandVerdict(intercept.interval, -margin, margin) };
  result.curve = curveDeviation(finished, { confidence: 1 - (1 - confidence) / 5, margin, seed });
  const { rms } = pooledRms(groups.map((group) => group.driftless));
  const fit = scalingFit(
    widths,
    rms.map((r) => r.value),
    rms.map((r) => r.relativeError),
    { confidence, dof },
  );
  result.slope = {
    value: fit.slope.value,
    interval: fit.slope.interval,
    expected,
    verdict: slopeVerdict(fit, expected, slopeMargin),
    at: fit.at,
  };
  const parts = [result.intercept.verdict, result.slope.verdict];
  result.verdict = combineVerdicts(result.curve?.verdict === 'disagrees' ? [...parts, 'disagrees'] : parts);
  if (result.verdict === 'underpowered') result.needed = runsNeeded(result, slopeMargin);
  return result;
}

/** c0 of mean deviation = c0 + c1/N, with room for the next term. */
function interceptOf(rows: readonly ComparisonRow[], confidence: number, dof: number): Estimate {
  const inverse = rows.map((row) => 1 / row.width);
  const errors = rows.map((row) => row.deviationError);
  const line = lineFit(
    inverse,
    rows.map((row) => row.deviation),
    errors,
  );
  const { value } = line.intercept;
  const standardError = Math.hypot(line.intercept.standardError, curvatureError(inverse, errors, line.slope.value));
  const t = studentInterval(confidence, dof);
  return { value, standardError, interval: [value - t * standardError, value + t * standardError] };
}

const MOST_WIDTH = 2 ** 32;

/** Refuses what `distanceToLimit` does not give; runs that diverged have no numbers to compare. */
function assertDistance(run: RunDistance, r: number): void {
  oneOf(`runs[${r}].quantity`, run.quantity, comparedQuantities);
  if (run.diverged) return;
  if (positive(`runs[${r}].width`, run.width) > MOST_WIDTH)
    reject(`runs[${r}].width`, `at most ${MOST_WIDTH}`, run.width);
  const isNumber = (value: unknown) => typeof value === 'number';
  if (run.scale !== undefined && !isNumber(run.scale)) reject(`runs[${r}].scale`, 'a number', run.scale);
  for (const field of ['distance', 'deviation'] as const)
    if (!isNumber(run[field])) reject(`runs[${r}].${field}`, 'a number', run[field]);
  for (const field of ['curve', 'deviations'] as const) {
    const list = run[field] ?? (field === 'deviations' ? [] : undefined);
    if (!isNumbers(list)) reject(`runs[${r}].${field}`, 'a list of numbers', list);
  }
}

/** About how many runs in all make the intervals short enough; undefined where more runs would not help. */
function runsNeeded({ rows, intercept, slope }: Comparison, slopeMargin: number): number | undefined {
  const samples = rows.reduce((sum, row) => sum + row.seeds, 0);
  const [low, high] = slope!.interval.map((end) => end - slope!.expected);
  const off = low <= 0 && high >= 0 ? 0 : (low + high) / 2;
  const half = (high - low) / 2;
  const parts = [
    intercept!.verdict === 'underpowered' ? samplesNeeded(samples, intercept!.interval, intercept!.margin) : samples,
    slope!.verdict === 'underpowered' ? samplesNeeded(samples, [off - half, off + half], slopeMargin) : samples,
  ];
  return parts.some((part) => part === undefined) ? undefined : Math.max(...(parts as number[]));
}

interface Group {
  width: number;
  distances: number[];
  /** Distances without the drift in 1/N. */
  driftless: number[];
  deviations: number[];
}

function groupByWidth(runs: readonly RunDistance[]): Group[] {
  const groups = new Map<number, Group>();
  const driftless = withoutDrift(runs);
  for (const [r, { width, distance, deviation }] of runs.entries()) {
    const group = groups.get(width) ?? { width, distances: [], driftless: [], deviations: [] };
    groups.set(width, group);
    group.distances.push(distance);
    group.driftless.push(driftless[r]);
    group.deviations.push(deviation);
  }
  return [...groups.values()].sort((a, b) => a.width - b.width);
}

/**
 * Standard errors. Squared distances share one coefficient of variation over the widths; deviations share the constant in
 * variance ∝ 1/N unless a width has enough seeds (8) to speak for itself.
 */
function toRows(groups: readonly Group[]): ComparisonRow[] {
  const { rms } = pooledRms(groups.map((group) => group.distances));
  const dof = groups.reduce((a, group) => a + group.deviations.length - 1, 0);
  const perNeuron = groups.reduce((a, g) => a + (g.deviations.length - 1) * variance(g.deviations) * g.width, 0) / dof;
  return groups.map((group, i) => {
    const seeds = group.deviations.length;
    const spread = seeds >= 8 ? variance(group.deviations) : perNeuron / group.width;
    const deviation = mean(group.deviations);
    const deviationError = Math.sqrt(spread / seeds);
    return {
      width: group.width,
      seeds,
      distance: rms[i].value,
      distanceError: rms[i].value * rms[i].relativeError,
      deviation,
      deviationError,
      z: deviation / deviationError,
    };
  });
}

/** Why no line can be fitted through the rows, or undefined. */
function unfit(rows: readonly ComparisonRow[], dof: number): string | undefined {
  if (rows.some((row) => Number.isNaN(row.deviation))) return 'the limit does not move, so there is nothing to compare';
  if (rows.length < 2) return 'at least two widths are needed to extrapolate';
  if (dof < 1) return 'at least two runs of one width are needed to know chance';
  const numbers = rows.flatMap((row) => [row.distance, row.distanceError, row.deviation, row.deviationError]);
  if (!numbers.every(Number.isFinite)) return 'the distances are too large for numbers';
  if (rows.some((row) => !(row.distance > 0 && row.deviationError > 0))) return 'the runs of a width are all alike';
  return undefined;
}

function slopeVerdict(fit: ScalingFit, expected: number, margin: number): Verdict {
  const [low, high] = fit.slope.interval;
  const measured = high - low <= 2 * margin;
  if (measured && low <= expected && expected <= high) return 'agrees';
  return bandVerdict(fit.slope.interval, expected - margin, expected + margin);
}
