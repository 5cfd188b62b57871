import {
  type ComparableRun,
  type Comparison,
  type Experiment,
  type Matrix,
  type ParameterValues,
  runtime,
} from 'deeplinear';
import type { Dataset } from '../data/dataset';
import { sizeName } from '../view/format';
import { breathe, drive } from './drive';
import { outputSpace } from './outputSpace';
import type { Fit, RunRecord, SizeRow, TheoryRecord } from './result';
import { settledLimit } from './settledLimit';
import { spread } from './spread';

export interface ComparisonInput {
  experiment: Experiment;
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
}

/** A predictor at the end of training, for pictures of what was learned. */
export interface Learned {
  label: string;
  predictor: Matrix;
}

export interface ComparisonOutput {
  /** With the learning rate that was used. */
  parameters: ParameterValues;
  theory: TheoryRecord;
  runs: RunRecord[];
  rows: SizeRow[];
  fit?: Fit;
  learned: Learned[];
  /** Of the WASM core. */
  build: string;
  seconds: { theory: number; nets: number };
}

/**
 * The limit, then every net (smallest first), then the statistics. The distance of a net is the root mean square, over
 * the training samples and over the steps, of the difference of its outputs to the limit's; so the experiment's verdict
 * gets each training run as one matrix, in the coordinates of `outputSpace`.
 */
export async function runComparison(input: ComparisonInput): Promise<ComparisonOutput> {
  const { experiment, sizes, seeds, dataset, signal } = input;
  const project = outputSpace(dataset.moments.sxx);
  const total = sizes.reduce((sum, size) => sum + seeds.length * work(size, dataset), 0);
  let done = 0;

  let started = performance.now();
  const singular = sizeName(experiment.axis);
  const { limit, parameters } = await settledLimit(experiment, input.parameters, dataset, input.keepLr, signal, () =>
    input.onProgress(0, 'limit'),
  );
  const seconds = { theory: since(started), nets: 0 };
  await breathe(signal);
  const end = limit.loss.length - 1;
  const projected = project(Array.from({ length: end + 1 }, (_, t) => limit.predictor(t)));
  const overSteps = (run: Matrix) => ({ ...run, data: run.data.map((value) => value / Math.sqrt(end + 1)) });
  const average = overSteps(projected);
  const wholeLimit = { loss: limit.loss, predictor: () => average };
  await breathe(signal);
  const theory: TheoryRecord = {
    loss: Array.from(limit.loss),
    score: limit.diverged ? undefined : dataset.score?.of(limit.predictor(end)),
    seconds: seconds.theory,
    diverged: limit.diverged,
  };
  const learned: Learned[] = limit.diverged ? [] : [{ label: 'limit', predictor: limit.predictor(end) }];

  const comparable: ComparableRun[] = [];
  const runs: RunRecord[] = [];
  started = performance.now();
  for (const size of sizes) {
    for (const seed of seeds) {
      const label = `${singular} ${size}, seed ${seed}`;
      const runStart = performance.now();
      const run = await drive(experiment.simulateSteps(parameters, size, seed, dataset), signal, (fraction) =>
        input.onProgress((done + fraction * work(size, dataset)) / total, label),
      );
      const runSeconds = since(runStart);
      done += work(size, dataset);
      input.onProgress(done / total, label);
      const last = run.predictors?.[run.predictors.length - 1];
      const outputs = project(run.predictors ?? []);
      runs.push({
        size,
        seed,
        loss: Array.from(run.loss),
        distance: distances(outputs, projected, dataset.outputs),
        score: run.diverged || !last ? undefined : dataset.score?.of(last),
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
        predictors: [overSteps(outputs)],
        recorded: { steps: [0] },
        diverged: run.diverged,
        net: { width: run.net.width, spec: run.net.spec },
      });
      await breathe(signal);
    }
  }
  seconds.nets = since(started);
  const comparison =
    limit.diverged || comparable.every((run) => run.diverged)
      ? undefined
      : experiment.expected.verdict(comparable, wholeLimit, experiment.quantities[0].id);
  return {
    parameters,
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

/** Root-mean-square difference of a net's outputs to the limit's at every step that both reached (C rows a step). */
function distances(run: Matrix, limit: Matrix, outputs: number): number[] {
  const size = outputs * limit.cols;
  return Array.from({ length: Math.min(run.rows, limit.rows) / outputs }, (_, step) => {
    let square = 0;
    for (let j = step * size; j < (step + 1) * size; j++) square += (run.data[j] - limit.data[j]) ** 2;
    return Math.sqrt(square);
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
