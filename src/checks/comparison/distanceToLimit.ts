import type { Moments } from '../../data/moments';
import { ShapeError, ValueError } from '../../errors';
import { matmul } from '../../linalg/matmul';
import { asMatrix, type Matrix, matrix } from '../../matrix';
import { assertNumbers, finite, integer, isNumberList, knownOptions, oneOf, reject } from '../../validate';

/** What is read of a trained net (a TrainRun has it). */
export interface ComparableRun {
  /** Loss after 0, 1 … steps. */
  loss: ArrayLike<number>;
  /** Beta (C×D) at recorded.steps; needed unless losses are compared. */
  predictors?: readonly Matrix[];
  /** When the predictors were recorded; needed with them. */
  recorded?: {
    /** Steps, ascending, one for every predictor. */
    steps: readonly number[];
  };
  /** The net, of which width and seed are read. */
  net: {
    /** N_L. */
    width: number;
    /** Options of the net. */
    spec: {
      /** Key of its initial weights. */
      seed?: number;
    };
  };
  /** Set where the run diverged: it is left out of comparisons. */
  diverged?: {
    /** First step that is not finite. */
    step: number;
    /** What happened, in words. */
    reason: string;
  };
  /** Set where the run was stopped: it is compared as far as it goes. */
  stopped?: {
    /** Last step done. */
    step: number;
  };
}

/** What is read of a limit (an InfiniteWidthLimit has it). */
export interface ComparableLimit {
  /** Loss after 0, 1 … steps; only its length counts unless losses are compared. */
  loss: ArrayLike<number>;
  /** Steps done. Default: those of the loss. */
  steps?: number;
  /** Set where the limit diverged: runs are compared as far as it goes. */
  diverged?: {
    /** First step that is not finite. */
    step: number;
    /** What happened, in words. */
    reason: string;
  };
  /** Set where the limit was stopped: runs are compared as far as it goes. */
  stopped?: {
    /** Last step done. */
    step: number;
  };
  /** Beta (C×D) after `step` steps. */
  predictor(step: number): Matrix;
}

export const comparedQuantities = ['outputs', 'predictor', 'loss'] as const;

/**
 * 'outputs': predictions on the training data, needs `moments`. 'predictor': the matrix Beta itself, also in directions
 * that the data never take, which keep their initial noise. 'loss': the training loss.
 */
export type ComparedQuantity = (typeof comparedQuantities)[number];

export interface DistanceOptions {
  /** Default 'outputs' with moments, else 'predictor'. */
  quantity?: ComparedQuantity;
  /** Of the training data; needed for 'outputs'. */
  moments?: Pick<Moments, 'sxx'>;
}

/** One run seen from its limit. */
export interface RunDistance {
  /** N_L of the run. */
  width: number;
  /** Key of its initial weights. */
  seed?: number;
  /** Distance at each compared step: root-mean-square output difference, Frobenius norm or absolute loss difference. */
  curve: number[];
  /** Root mean square of the curve; NaN without steps. */
  distance: number;
  /** Signed and relative: ⟨q_N − q_∞, q_∞⟩ / ⟨q_∞, q_∞⟩ over all steps; NaN where the limit is zero. */
  deviation: number;
  /**
   * The same at each compared step: ⟨q_N − q_∞, q_∞⟩/‖q_∞‖ there over the root mean square of ‖q_∞‖ over the steps, so that steps
   * at which the limit is still small do not count beyond their size.
   */
  deviations?: number[];
  /** Root mean square of ‖q_∞‖ over the steps, in the quantity's own unit. */
  scale?: number;
  /** What was compared. */
  quantity: ComparedQuantity;
  /** Set where the run diverged. */
  diverged?: {
    /** First step that is not finite. */
    step: number;
    /** What happened, in words. */
    reason: string;
  };
}

/**
 * A function that measures runs against `limit`, over every recorded step (predictor, outputs) or all steps (loss). Where
 * one of the two diverged or was stopped, over the steps that both have.
 * @throws ValueError for 'outputs' without moments, and from the function for a run without recorded predictors;
 * ShapeError from the function when steps or sizes of run and limit do not fit.
 */
export function distanceToLimit(
  limit: ComparableLimit,
  options: DistanceOptions = {},
): (run: ComparableRun) => RunDistance {
  knownOptions('distanceToLimit', options, ['quantity', 'moments']);
  const { moments } = options;
  const quantity = oneOf('quantity', options.quantity ?? (moments ? 'outputs' : 'predictor'), comparedQuantities);
  if (quantity === 'outputs' && !moments)
    throw new ValueError("moments: expected those of the data for quantity 'outputs', got none");
  const read = quantity === 'loss' ? lossRows : predictorRows;
  // ⟨a, b⟩ of two rows is a·b, or a·Sxx·b for outputs: the mean over the data of f_a(x)·f_b(x).
  const metric = (m: Matrix) => (quantity === 'outputs' && m.rows > 0 ? matmul(m, moments!.sxx) : m);
  const squares = new Map<number, number>();

  return (run) => {
    const of = run?.net?.spec;
    if (typeof of !== 'object' || of === null) reject('runs', 'trained runs', run);
    if (!isNumberList(run.loss)) reject('runs.loss', 'a list of numbers', run.loss);
    const { steps, rowsPerStep, simulated, predicted } = read(run, limit);
    const difference = matrix(simulated.rows, simulated.cols);
    for (let i = 0; i < difference.data.length; i++) difference.data[i] = simulated.data[i] - predicted.data[i];
    const mapped = metric(difference);
    const size = rowsPerStep * difference.cols;
    const missing = steps.filter((step) => !squares.has(step));
    if (missing.length > 0) {
      const mappedLimit = metric(predicted);
      for (const [k, step] of steps.entries()) squares.set(step, dot(mappedLimit, predicted, k * size, size));
    }
    const curve = steps.map((_, k) => Math.sqrt(Math.max(0, dot(mapped, difference, k * size, size))));
    const along = steps.map((_, k) => dot(mapped, predicted, k * size, size));
    const norms = steps.map((step) => squares.get(step)!);
    const norm = sum(norms);
    assertNumbers('runs', curve, along);
    const typical = Math.sqrt(norm / norms.length);
    return {
      width: finite('runs.net.width', run.net.width),
      seed: run.net.spec.seed,
      curve,
      distance: Math.sqrt(curve.reduce((total, d) => total + d * d, 0) / curve.length),
      deviation: sum(along) / norm,
      deviations: along.map((v, k) => (norms[k] > 0 ? v / Math.sqrt(norms[k]) : 0) / typical),
      scale: typical,
      quantity,
      diverged: run.diverged,
    };
  };
}

/** Rows of a run and of the limit at the same steps, one step after the other. */
interface Rows {
  steps: number[];
  rowsPerStep: number;
  simulated: Matrix;
  predicted: Matrix;
}

/** The last step that run and limit share. */
function lastStep(run: ComparableRun, limit: ComparableLimit): number {
  const theirs = integer('limit.steps', limit.steps ?? limit.loss.length - 1, 0);
  const ours = run.loss.length - 1;
  const endedEarly = [run, limit].some(({ diverged, stopped }) => diverged || stopped);
  if (ours !== theirs && !endedEarly)
    throw new ShapeError(`runs: expected ${theirs} steps as the limit has, got ${ours}`);
  return Math.min(ours, theirs);
}

function lossRows(run: ComparableRun, limit: ComparableLimit): Rows {
  const count = Math.min(lastStep(run, limit) + 1, limit.loss.length);
  return {
    steps: Array.from({ length: count }, (_, t) => t),
    rowsPerStep: 1,
    simulated: matrix(count, 1, Float64Array.from(run.loss).subarray(0, count)),
    predicted: matrix(count, 1, Float64Array.from(limit.loss).subarray(0, count)),
  };
}

function predictorRows(run: ComparableRun, limit: ComparableLimit): Rows {
  const { predictors, recorded } = run;
  if (!predictors || !recorded) {
    throw new ValueError(
      "runs: expected recorded predictors (train with record: { quantities: ['predictor'] }), got none",
    );
  }
  if (!Array.isArray(predictors) || !Array.isArray(recorded.steps) || predictors.length !== recorded.steps.length)
    reject('runs.recorded.steps', 'one step for every recorded predictor', recorded.steps);
  const last = lastStep(run, limit);
  const steps = Array.from(recorded.steps).filter((step) => integer('runs.recorded.steps', step, 0) <= last);
  const theirs = steps.map((step) => asMatrix(limit.predictor(step), `limit.predictor(${step})`));
  const ours = steps.map((_, k) => asMatrix(predictors[k], `runs.predictors[${k}]`));
  for (const [k, { rows, cols }] of ours.entries()) {
    const { rows: C, cols: D } = theirs[k];
    if (rows !== C || cols !== D) {
      throw new ShapeError(`runs: expected ${C}×${D} predictors as the limit has, got ${rows}×${cols}`);
    }
  }
  return { steps, rowsPerStep: theirs[0]?.rows ?? 0, simulated: stack(ours), predicted: stack(theirs) };
}

/** One float64 matrix from matrices of one shape, one below the other. */
function stack(parts: readonly Matrix[]): Matrix {
  const { rows, cols } = parts[0] ?? { rows: 0, cols: 0 };
  const all = matrix(parts.length * rows, cols);
  for (const [k, part] of parts.entries()) all.data.set(part.data, k * rows * cols);
  return all;
}

function dot(a: Matrix, b: Matrix, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += a.data[i] * b.data[i];
  return sum;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
