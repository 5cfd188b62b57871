import { ValueError } from '../errors';
import { finite, knownOptions, positive } from '../validate';
import {
  type ComparableLimit,
  type ComparableRun,
  type ComparedQuantity,
  type DistanceOptions,
  distanceToLimit,
  type RunDistance,
} from './distanceToLimit';
import { bandVerdict, combineVerdicts } from './finding';
import { type Estimate, lineFit, mean, pooledRms, type ScalingFit, scalingFit, variance } from './statistics';

const verdictOptions = ['confidence', 'margin', 'expectedSlope', 'slopeMargin'];

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
}

/** One width. Distances are in the quantity's own unit, deviations relative to the limit's curve. */
export interface ComparisonRow {
  width: number;
  seeds: number;
  /** Root mean square over seeds of the runs' distances. */
  distance: number;
  distanceError: number;
  /** Mean over seeds of the signed relative deviation, a number per run. */
  deviation: number;
  deviationError: number;
  /** deviation / deviationError. */
  z: number;
}

export type Verdict = 'agrees' | 'disagrees' | 'underpowered';

export interface Comparison {
  quantity: ComparedQuantity;
  /** Confidence of every interval. */
  confidence: number;
  rows: ComparisonRow[];
  /** Intercept over its standard error. NaN for one width. */
  z: number;
  /** Exponent of the distance against the width. Undefined for one width. */
  slope?: { value: number; interval: [number, number]; expected: number; verdict: Verdict; at(width: number): number };
  /** Deviation extrapolated to infinite width: c0 of mean deviation = c0 + c1/N. Undefined for one width. */
  intercept?: Estimate & { margin: number; verdict: Verdict };
  /** Runs left out because they diverged. */
  diverged: number;
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
 * difference projected on the limit's own curve, ⟨q_N − q_∞, q_∞⟩ / ⟨q_∞, q_∞⟩. A correct limit theory makes the distance
 * fall as N^(−1/2) (fluctuation over initializations) and the mean deviation as c1/N with no constant term.
 *
 * Null hypothesis: mean deviation = c0 + c1/N with c0 = 0. 'agrees' when the interval of c0 lies within ± margin and the
 * interval of the distance's exponent contains the expected one and is no wider than ± slopeMargin (or lies wholly within
 * that distance of it); 'disagrees' when either interval lies wholly outside its margin; 'underpowered' otherwise.
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
  const all = Array.isArray(runs) ? (runs as readonly ComparableRun[]) : [runs as ComparableRun];
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
  if (all.length === 0) throw new ValueError('runs: expected at least one run, got none');
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
    explain: () => explain(result),
  };
  const dof = groups.reduce((a, group) => a + group.distances.length - 1, 0);
  result.reason = unfit(rows, dof);
  if (result.reason) return result;

  const widths = rows.map((row) => row.width);
  const line = lineFit(
    widths.map((n) => 1 / n),
    rows.map((row) => row.deviation),
    rows.map((row) => row.deviationError),
    { confidence, dof },
  );
  result.z = line.intercept.value / line.intercept.standardError;
  result.intercept = { ...line.intercept, margin, verdict: bandVerdict(line.intercept.interval, -margin, margin) };
  const relative = rows.map((row) => row.distanceError / row.distance);
  const fit = scalingFit(
    widths,
    rows.map((row) => row.distance),
    relative,
    { confidence, dof },
  );
  result.slope = {
    value: fit.slope.value,
    interval: fit.slope.interval,
    expected,
    verdict: slopeVerdict(fit, expected, slopeMargin),
    at: fit.at,
  };
  result.verdict = combineVerdicts([result.intercept.verdict, result.slope.verdict]);
  return result;
}

interface Group {
  width: number;
  distances: number[];
  deviations: number[];
}

function groupByWidth(runs: readonly RunDistance[]): Group[] {
  const groups = new Map<number, Group>();
  for (const { width, distance, deviation } of runs) {
    const group = groups.get(width) ?? { width, distances: [], deviations: [] };
    groups.set(width, group);
    group.distances.push(distance);
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

const percent = (x: number) => `${(100 * x).toPrecision(2)} %`;

const names: Record<ComparedQuantity, string> = {
  outputs: 'outputs on the data',
  predictor: 'predictor',
  loss: 'loss',
};

function explain(c: Comparison): string {
  const count = c.rows.reduce((a, row) => a + row.seeds, 0);
  const widths = c.rows.map((row) => row.width);
  const sentences = [
    `Compared the ${names[c.quantity]} of ${count} run${count > 1 ? 's' : ''} at width${widths.length > 1 ? 's' : ''} ${widths.join(', ')} with the limit.`,
  ];
  if (c.diverged > 0) sentences.push(`${c.diverged} diverged and ${c.diverged === 1 ? 'was' : 'were'} left out.`);
  if (!c.slope || !c.intercept) return `${sentences.join(' ')} Underpowered: ${c.reason}.`;
  const [a, b] = c.slope.interval;
  sentences.push(
    `The distance goes as width^${c.slope.value.toFixed(3)} (${percent(c.confidence)} interval ${a.toFixed(3)} to ${b.toFixed(3)}; theory ${c.slope.expected}): ${c.slope.verdict}.`,
  );
  const [low, high] = c.intercept.interval;
  sentences.push(
    `Extrapolated to infinite width the relative deviation is ${percent(c.intercept.value)} (${percent(low)} to ${percent(high)}; margin ±${percent(c.intercept.margin)}): ${c.intercept.verdict}.`,
  );
  const meaning: Record<Verdict, string> = {
    agrees: 'Simulation and theory agree.',
    disagrees: 'Simulation and theory disagree beyond chance and margin.',
    underpowered: 'The data cannot tell: use more seeds or more widths.',
  };
  sentences.push(meaning[c.verdict]);
  return sentences.join(' ');
}
