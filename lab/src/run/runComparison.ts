import {
  type Comparison,
  type Experiment,
  type Matrix,
  type ParameterValues,
  runtime,
  type SimulatedRun,
} from 'deeplinear';
import type { Dataset } from '../data/dataset';
import { breathe, drive } from './drive';
import type { Fit, RunRecord, SizeRow, TheoryRecord } from './result';
import { spread } from './spread';

export interface ComparisonInput {
  experiment: Experiment;
  /** Resolved parameters of the experiment. */
  parameters: ParameterValues;
  sizes: number[];
  seeds: number[];
  /** Undefined: the experiment's own synthetic task. */
  dataset?: Dataset;
  signal: AbortSignal;
  /** `done` of 1 is the share of the estimated work behind us; `label` says what runs. */
  onProgress(done: number, label: string): void;
}

/** A predictor at the end of training, for pictures of what was learned. */
export interface Learned {
  label: string;
  predictor: Matrix;
}

export interface ComparisonOutput {
  theory: TheoryRecord;
  runs: RunRecord[];
  rows: SizeRow[];
  fit?: Fit;
  learned: Learned[];
  /** Columns and rows of the predictor. */
  inputs: number;
  outputs: number;
  /** Of the WASM core. */
  build: string;
  seconds: { theory: number; nets: number };
}

/** The limit, then every net (smallest first), then the statistics. */
export async function runComparison(input: ComparisonInput): Promise<ComparisonOutput> {
  const { experiment, parameters, sizes, seeds, dataset, signal } = input;
  const data = dataset && { moments: dataset.moments };
  const total = sizes.reduce((sum, size) => sum + seeds.length * work(size, dataset), 0);
  let done = 0;

  let started = performance.now();
  const limit = await drive(experiment.theorySteps(parameters, data), signal, () => input.onProgress(0, 'limit'));
  const seconds = { theory: since(started), nets: 0 };
  await breathe(signal);
  const end = limit.loss.length - 1;
  const theoryDiverged = (limit as { diverged?: TheoryRecord['diverged'] }).diverged;
  const theory: TheoryRecord = {
    loss: Array.from(limit.loss),
    score: theoryDiverged ? undefined : dataset?.score?.of(limit.predictor(end)),
    seconds: seconds.theory,
    diverged: theoryDiverged,
  };
  const learned: Learned[] = theoryDiverged ? [] : [{ label: 'limit', predictor: limit.predictor(end) }];

  const comparable: SimulatedRun[] = [];
  const runs: RunRecord[] = [];
  started = performance.now();
  for (const size of sizes) {
    for (const seed of seeds) {
      const label = `${experiment.axis} ${size}, seed ${seed}`;
      const runStart = performance.now();
      const run = await drive(experiment.simulateSteps(parameters, size, seed, data), signal, (fraction) =>
        input.onProgress((done + fraction * work(size, dataset)) / total, label),
      );
      const runSeconds = since(runStart);
      done += work(size, dataset);
      input.onProgress(done / total, label);
      const last = run.predictors?.[run.predictors.length - 1];
      runs.push({
        size,
        seed,
        loss: Array.from(run.loss),
        distance: distances(run, limit, end),
        recordedSteps: Array.from(run.recorded?.steps ?? []),
        score: run.diverged || !last ? undefined : dataset?.score?.of(last),
        seconds: runSeconds,
        stepsPerSecond: (run.loss.length - 1) / runSeconds,
        diverged: run.diverged,
      });
      if (!run.diverged && last && seed === seeds[0] && (size === sizes[0] || size === sizes[sizes.length - 1])) {
        learned.push({ label: `${size}`, predictor: last });
      }
      // The weights are dropped here: at width 2048 they are 45 MB a net.
      comparable.push({
        loss: run.loss,
        predictors: run.predictors,
        recorded: run.recorded,
        diverged: run.diverged,
        net: { width: run.net.width, spec: run.net.spec },
      });
      await breathe(signal);
    }
  }
  seconds.nets = since(started);
  const comparison =
    theoryDiverged || comparable.every((run) => run.diverged)
      ? undefined
      : experiment.expected.verdict(comparable, limit, experiment.quantities[0].id);
  return {
    theory,
    runs,
    rows: sizes.map((size) => row(size, runs, comparison)),
    fit: comparison && plainFit(comparison),
    learned,
    inputs: limit.predictor(0).cols,
    outputs: limit.predictor(0).rows,
    build: runtime().build,
    seconds,
  };
}

/** Estimated work of one net in arbitrary units, for the progress bar only: its weights, square and input ones. */
function work(size: number, dataset: Dataset | undefined): number {
  return size * (size + (dataset?.inputs ?? 16)) + 20_000;
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Frobenius distance of the predictor to the limit's, at every recorded step that both reached. */
function distances(run: SimulatedRun, limit: { predictor(step: number): Matrix }, end: number): number[] {
  const { predictors, recorded } = run;
  if (!predictors || !recorded) return [];
  return predictors.flatMap((predictor, i) => {
    if (recorded.steps[i] > end) return [];
    const reference = limit.predictor(recorded.steps[i]).data;
    let square = 0;
    for (let j = 0; j < reference.length; j++) square += (predictor.data[j] - reference[j]) ** 2;
    return [Math.sqrt(square)];
  });
}

function row(size: number, runs: RunRecord[], comparison: Comparison | undefined): SizeRow {
  const all = runs.filter((run) => run.size === size);
  const finished = all.filter((run) => !run.diverged);
  const compared = comparison?.rows.find(({ width }) => width === size);
  return {
    size,
    seeds: all.length,
    diverged: all.length - finished.length,
    loss: spread(finished.map((run) => run.loss[run.loss.length - 1])),
    score: spread(finished.map((run) => run.score)),
    distance: compared && { value: compared.distance, standardError: compared.distanceError },
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
    explanation: comparison.explain(),
  };
}
