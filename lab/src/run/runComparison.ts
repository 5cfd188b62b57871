import {
  type Comparison,
  type CurveExperiment,
  type Matrix,
  type Net,
  type ParameterValues,
  type RunDistance,
  runtime,
} from 'deeplinear';
import type { Dataset } from '../data/dataset';
import { sizeName } from '../view/format';
import { breathe, drive } from './drive';
import type { Fit, RunRecord, SizeRow, TheoryRecord } from './result';
import { settledLimit } from './settledLimit';
import { spread } from './spread';

export interface ComparisonInput {
  experiment: CurveExperiment;
  /** Resolved parameters of the experiment. */
  parameters: ParameterValues;
  /** Take the learning rate as it is, even if the limit is not stable there. */
  keepLr: boolean;
  sizes: number[];
  seeds: number[];
  dataset: Dataset;
  signal: AbortSignal;
  /** `done` of 1 is the share of the estimated work behind us; `label` says what runs. */
  onProgress(done: number, label: string): void;
  /** Given every trained net that did not diverge, with the name of its file. */
  onNet?(net: Net, name: string): void;
}

/** A predictor at the end of training, for pictures of what was learned. */
export interface Learned {
  label: string;
  predictor: Matrix;
}

export interface ComparisonOutput {
  /** With the learning rate that was used. */
  parameters: ParameterValues;
  /** False where the limit was stable at none of the rates tried. */
  settled: boolean;
  theory: TheoryRecord;
  runs: RunRecord[];
  rows: SizeRow[];
  fit?: Fit;
  learned: Learned[];
  /** Of the WASM core. */
  build: string;
  seconds: { theory: number; nets: number };
}

/** The limit, then every net (smallest first), then the statistics. */
export async function runComparison(input: ComparisonInput): Promise<ComparisonOutput> {
  const { experiment, sizes, seeds, dataset, signal, onProgress } = input;
  const started = performance.now();
  const { limit, parameters, settled } = await settledLimit(
    experiment,
    input.parameters,
    dataset,
    input.keepLr,
    signal,
    () => onProgress(0, 'limit'),
  );
  const seconds = { theory: since(started), nets: 0 };
  const end = limit.loss.length - 1;
  const { score } = dataset;
  const theory: TheoryRecord = {
    loss: Array.from(limit.loss),
    score: limit.diverged ? undefined : score?.of(limit.predictor(end)),
    seconds: seconds.theory,
    diverged: limit.diverged,
  };
  await breathe(signal);

  // There is nothing to be near to once the limit itself blew up.
  const distanceOf = limit.diverged ? undefined : experiment.distance(limit, dataset);
  const learned: Learned[] = limit.diverged ? [] : [{ label: 'limit', predictor: limit.predictor(end) }];
  const runs: RunRecord[] = [];
  const distances: RunDistance[] = [];
  const total = sizes.reduce((sum, size) => sum + seeds.length * work(size, dataset), 0);
  let done = 0;
  for (const [size, seed] of sizes.flatMap((size) => seeds.map((seed) => [size, seed]))) {
    const label = `${sizeName(experiment.axis)} ${size}, seed ${seed}`;
    const runStarted = performance.now();
    const run = await drive(experiment.simulateSteps(parameters, size, seed, dataset), signal, (fraction) =>
      onProgress((done + fraction * work(size, dataset)) / total, label),
    );
    const runSeconds = since(runStarted);
    done += work(size, dataset);
    onProgress(done / total, label);
    const { diverged, loss, predictors = [] } = run;
    if (input.onNet && !diverged) input.onNet(run.net as Net, `${sizeName(experiment.axis)}-${size}-seed-${seed}`);
    const last = diverged ? undefined : predictors[predictors.length - 1];
    const distance = distanceOf?.(run);
    if (distance) distances.push(distance);
    runs.push({
      size,
      seed,
      loss: Array.from(loss),
      distance: distance?.curve ?? [],
      score: last && score?.of(last),
      seconds: runSeconds,
      stepsPerSecond: Math.max(0, loss.length - 1) / runSeconds,
      diverged,
    });
    if (last && seed === seeds[0] && [sizes[0], sizes[sizes.length - 1]].includes(size)) {
      learned.push({ label: `${size}`, predictor: last });
    }
    await breathe(signal);
  }
  seconds.nets = since(started) - seconds.theory;

  const comparison = distances.every((distance) => distance.diverged)
    ? undefined
    : experiment.expected.compare(distances);
  return {
    parameters,
    settled,
    theory,
    runs,
    rows: sizes.map((size) => row(size, runs, comparison)),
    fit: comparison && plainFit(comparison),
    learned,
    build: runtime().build,
    seconds,
  };
}

/** Estimated work of one net in arbitrary units, for the progress bar only: its weights, square and input ones. */
function work(size: number, dataset: Dataset): number {
  return size * (size + dataset.inputs) + 20_000;
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}

function row(size: number, runs: RunRecord[], comparison: Comparison | undefined): SizeRow {
  const all = runs.filter((run) => run.size === size);
  const finished = all.filter((run) => !run.diverged);
  const compared = comparison?.rows.find(({ width }) => width === size);
  // Without a second seed anywhere the library's error is what it assumes, not what was seen.
  const seen = comparison?.rows.some(({ seeds }) => seeds > 1);
  return {
    size,
    seeds: all.length,
    diverged: all.length - finished.length,
    loss: spread(finished.map((run) => run.loss[run.loss.length - 1])),
    score: spread(finished.map((run) => run.score)),
    distance: compared && { value: compared.distance, standardError: seen ? compared.distanceError : Number.NaN },
    stepsPerSecond: all.reduce((sum, run) => sum + run.stepsPerSecond, 0) / all.length,
  };
}

/** The comparison without its functions, so that it can be written down. */
function plainFit(comparison: Comparison): Fit {
  const { slope } = comparison;
  return {
    quantity: comparison.quantity,
    confidence: comparison.confidence,
    rows: comparison.rows,
    z: comparison.z,
    slope: slope && {
      value: slope.value,
      interval: slope.interval,
      expected: slope.expected,
      verdict: slope.verdict,
      intercept: Math.log(slope.at(1)),
    },
    intercept: comparison.intercept,
    verdict: comparison.verdict,
    reason: comparison.reason,
    explanation: comparison.explain(),
  };
}
