import { ShapeError, ValueError } from '../errors';
import type { Matrix } from '../matrix';
import { knownOptions, oneOf, positive } from '../validate';
import { type Estimate, lineFit, mean, pooledRms, type ScalingFit, scalingFit, variance } from './statistics';

/** What `compare` reads of a trained net (a TrainRun has it). */
export interface ComparableRun {
  loss: ArrayLike<number>;
  predictors?: readonly Matrix[];
  recorded?: { steps: readonly number[] };
  net: { width: number; spec: { seed?: number } };
  diverged?: { step: number; reason: string };
}

/** What `compare` reads of a limit (an InfiniteWidthLimit has it). */
export interface ComparableLimit {
  loss: ArrayLike<number>;
  predictor(step: number): Matrix;
}

export interface CompareOptions {
  /** 'predictor' (default) needs runs with recorded predictors; 'loss' needs nothing. */
  quantity?: 'predictor' | 'loss';
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
  /** Root mean square over seeds of the largest distance over the steps. */
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
  quantity: 'predictor' | 'loss';
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
  /** The verdict in words. */
  explain(): string;
}

/**
 * Compares trained nets of one or more widths with a limit theory.
 *
 * Each run gives two numbers. Its *distance* is the largest distance to the limit over the steps: Frobenius norm of the
 * predictor difference, or absolute loss difference. Its *deviation* is signed and relative: the difference projected on
 * the limit's own curve, ⟨q_N − q_∞, q_∞⟩ / ⟨q_∞, q_∞⟩ over all steps. A correct limit theory makes the root-mean-square
 * distance fall as N^(−1/2) (fluctuation over initializations) and the mean deviation as c1/N with no constant term.
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
  knownOptions('compare', options, ['quantity', 'confidence', 'margin', 'expectedSlope', 'slopeMargin']);
  const quantity = oneOf('quantity', options.quantity ?? 'predictor', ['predictor', 'loss']);
  const confidence = positive('confidence', options.confidence ?? 0.95);
  if (confidence >= 1) throw new ValueError(`confidence: expected a number between 0 and 1, got ${confidence}`);
  const margin = positive('margin', options.margin ?? 0.02);
  const expected = options.expectedSlope ?? -0.5;
  const slopeMargin = positive('slopeMargin', options.slopeMargin ?? 0.15);

  const all = Array.isArray(runs) ? (runs as readonly ComparableRun[]) : [runs as ComparableRun];
  if (all.length === 0) throw new ValueError('runs: expected at least one run, got none');
  const finished = all.filter((run) => !run.diverged);
  if (finished.length === 0) {
    throw new ValueError(`runs: expected at least one run that did not diverge, got ${all.length} that diverged`);
  }
  const groups = groupByWidth(finished, (run) => measure(run, limit, quantity));
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
  if (rows.length < 2 || dof < 1) return result;

  const widths = rows.map((row) => row.width);
  const line = lineFit(
    widths.map((n) => 1 / n),
    rows.map((row) => row.deviation),
    rows.map((row) => row.deviationError),
    { confidence, dof },
  );
  result.z = line.intercept.value / line.intercept.standardError;
  result.intercept = { ...line.intercept, margin, verdict: band(line.intercept.interval, -margin, margin) };
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
  const parts = [result.intercept.verdict, result.slope.verdict];
  if (parts.includes('disagrees')) result.verdict = 'disagrees';
  else if (parts.every((part) => part === 'agrees')) result.verdict = 'agrees';
  return result;
}

interface Group {
  width: number;
  distances: number[];
  deviations: number[];
}

function groupByWidth(runs: readonly ComparableRun[], measured: (run: ComparableRun) => [number, number]): Group[] {
  const groups = new Map<number, Group>();
  for (const run of runs) {
    const { width } = run.net;
    const group = groups.get(width) ?? { width, distances: [], deviations: [] };
    groups.set(width, group);
    const [distance, deviation] = measured(run);
    group.distances.push(distance);
    group.deviations.push(deviation);
  }
  return [...groups.values()].sort((a, b) => a.width - b.width);
}

/** Distance and deviation of one run. */
function measure(run: ComparableRun, limit: ComparableLimit, quantity: 'predictor' | 'loss'): [number, number] {
  if (quantity === 'loss') {
    if (run.loss.length !== limit.loss.length) {
      throw new ShapeError(`runs: expected ${limit.loss.length} losses as the limit has, got ${run.loss.length}`);
    }
    const steps = Array.from(run.loss, (_, t) => t);
    return project(
      steps,
      (t) => [run.loss[t]],
      (t) => [limit.loss[t]],
    );
  }
  const { predictors, recorded } = run;
  if (!predictors || !recorded) {
    throw new ValueError(
      "runs: expected recorded predictors (train with record: { quantities: ['predictor'] }), got none",
    );
  }
  const last = recorded.steps[recorded.steps.length - 1];
  if (last >= limit.loss.length) {
    throw new ShapeError(`runs: expected steps up to ${limit.loss.length - 1} as the limit has, got ${last}`);
  }
  return project(
    [...recorded.steps.keys()],
    (i) => predictors[i].data,
    (i) => limit.predictor(recorded.steps[i]).data,
  );
}

function project(
  steps: readonly number[],
  simulated: (i: number) => ArrayLike<number>,
  predicted: (i: number) => ArrayLike<number>,
): [number, number] {
  let largest = 0;
  let along = 0;
  let norm = 0;
  for (const step of steps) {
    const a = simulated(step);
    const b = predicted(step);
    if (a.length !== b.length)
      throw new ShapeError(`runs: expected ${b.length} numbers a step as the limit has, got ${a.length}`);
    let square = 0;
    for (let i = 0; i < a.length; i++) {
      const difference = a[i] - b[i];
      square += difference * difference;
      along += difference * b[i];
      norm += b[i] * b[i];
    }
    largest = Math.max(largest, square);
  }
  return [Math.sqrt(largest), along / norm];
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

function band([low, high]: [number, number], from: number, to: number): Verdict {
  if (low >= from && high <= to) return 'agrees';
  return high < from || low > to ? 'disagrees' : 'underpowered';
}

function slopeVerdict(fit: ScalingFit, expected: number, margin: number): Verdict {
  const [low, high] = fit.slope.interval;
  const measured = high - low <= 2 * margin;
  if (measured && low <= expected && expected <= high) return 'agrees';
  return band(fit.slope.interval, expected - margin, expected + margin);
}

const percent = (x: number) => `${(100 * x).toPrecision(2)} %`;

function explain(c: Comparison): string {
  const widths = c.rows.map((row) => row.width);
  const sentences = [
    `Compared the ${c.quantity} of ${c.rows.reduce((a, row) => a + row.seeds, 0)} runs at width${widths.length > 1 ? 's' : ''} ${widths.join(', ')} with the limit.`,
  ];
  if (c.diverged > 0) sentences.push(`${c.diverged} diverged and ${c.diverged === 1 ? 'was' : 'were'} left out.`);
  if (!c.slope || !c.intercept) {
    return `${sentences.join(' ')} Underpowered: at least two widths and two runs at one of them are needed to extrapolate.`;
  }
  const [a, b] = c.slope.interval;
  sentences.push(
    `The distance falls as width^${c.slope.value.toFixed(3)} (${percent(c.confidence)} interval ${a.toFixed(3)} to ${b.toFixed(3)}; theory ${c.slope.expected}): ${c.slope.verdict}.`,
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
