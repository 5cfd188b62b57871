import { type CheckedMoments, checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { momentsOfSamples } from '../data/moments';
import { asSamples, type ByteMatrix, type Samples } from '../data/samples';
import { ShapeError, ValueError } from '../errors';
import { type LearningRate, learningRates } from '../learningRates';
import type { MatrixLike } from '../matrix';
import type { NetSpec } from '../nets/netSpec';
import { layerScalings } from '../nets/parameterization';
import { isPlain, type Optimizer, type OptimizerOptions, optimizer, optimizerOptions } from '../optimizer';
import { perLayer } from '../perLayer';
import { integer, knownOptions, reject, seedValue } from '../validate';
import { type BatchOptions, readBatch } from './batches';
import { assertRecordFits, type RecordOptions, type RecordPlan, readRecord } from './record';

/** Data of a run: their moments, or samples as rows (bytes are read as numbers 0 … 255). */
export interface TrainData {
  /** Full-batch training sees the data only through their moments. Either these or `x` and `y` are needed. */
  moments?: MomentsLike;
  /** P×D, with `y`; in place of `moments`. */
  x?: MatrixLike | ByteMatrix;
  /** P×C, with `x`. */
  y?: MatrixLike;
  /** Default 'full'. Mini-batches need x and y. */
  batch?: 'full' | BatchOptions;
  /** Held-out data: adds `testLoss`, the loss on them at every step. */
  testMoments?: MomentsLike;
}

export interface StepOptions extends TrainData, LearningRate, OptimizerOptions {
  /** r_l: one number, or L + 1 in the order W_0 … W_{L−1}, readout; 0 freezes a layer but for decay and noise. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /**
   * Key of the noise, needed when `temperature` > 0. The noise is a function of it, of the net's own seed and sizes, of
   * the layer and the step: the nets of an ensemble share none.
   */
  noiseSeed?: number;
  /** Gradient steps; 0 only measures. */
  steps: number;
}

export interface TrainPlanOptions extends StepOptions {
  /** What to keep of the run besides its loss curves. Default: nothing. */
  record?: RecordOptions;
}

export const stepOptionNames = [
  'moments',
  'x',
  'y',
  'batch',
  'testMoments',
  'lr',
  'schedule',
  'layerLr',
  'steps',
  ...optimizerOptions,
  'noiseSeed',
];

/** Checked options of a run: moments, samples whose moments are yet to come, or samples in mini-batches. */
export interface TrainPlan {
  moments?: CheckedMoments;
  /** Samples of full-batch training. */
  pending?: { x: Samples; y: Samples };
  samples?: { x: Samples; y: Samples };
  batch?: BatchOptions;
  testMoments?: CheckedMoments;
  rates: Float64Array;
  layerLr: number[];
  /** None for plain gradient descent. */
  optimizer?: Optimizer & { noiseSeed: number };
  steps: number;
  record: RecordPlan;
}

/** Checks everything before any work, for as many `nets` as the plan is used for. */
export function trainPlan(spec: NetSpec, options: TrainPlanOptions, nets = 1): TrainPlan {
  const steps = integer('steps', options.steps, 0, 1e8);
  const shared = {
    rates: learningRates(options, steps),
    layerLr: perLayer('layerLr', options.layerLr ?? 1, spec.hidden),
    optimizer: readOptimizer(options, spec.hidden),
    steps,
    record: readRecord(options.record),
    testMoments: options.testMoments && checkedMoments('testMoments', options.testMoments, spec),
  };
  assertStepFits(spec, shared, options.lr === undefined ? 'schedule' : 'lr');
  assertRecordFits(spec, shared, nets);
  const full = options.batch === undefined || options.batch === 'full';
  if (options.moments !== undefined) {
    if (options.x !== undefined || options.y !== undefined) {
      throw new ValueError('moments: expected either moments or x and y, got both');
    }
    if (!full) throw new ValueError('batch: expected x and y for mini-batches, got moments');
    return { ...shared, moments: checkedMoments('moments', options.moments, spec) };
  }
  const samples = readSamples(options, spec);
  if (full) return { ...shared, pending: samples };
  return { ...shared, samples, batch: readBatch(options.batch as BatchOptions, samples.x.rows, steps) };
}

function readSamples({ x, y }: TrainData, { inputs, outputs }: NetSpec): { x: Samples; y: Samples } {
  if (x === undefined || y === undefined) throw new ValueError('moments: expected moments, or x and y, got neither');
  const from = asSamples(x, 'x');
  const targets = asSamples(y, 'y');
  if (from.cols !== inputs) throw new ShapeError(`x: expected ${inputs} columns (inputs), got ${from.cols}`);
  if (targets.cols !== outputs) throw new ShapeError(`y: expected ${outputs} columns (outputs), got ${targets.cols}`);
  if (targets.rows !== from.rows) throw new ShapeError(`y: expected ${from.rows} rows as x, got ${targets.rows}`);
  return { x: from, y: targets };
}

function readOptimizer(options: StepOptions, hidden: number): TrainPlan['optimizer'] {
  const by = optimizer(options, hidden);
  const noiseSeed = seedValue('noiseSeed', by.temperature > 0 ? options.noiseSeed : (options.noiseSeed ?? 0));
  return isPlain(by) ? undefined : { ...by, noiseSeed };
}

/** Smallest numbers with all their digits. */
const LEAST_NORMAL = { float64: 2 ** -1022, float32: 2 ** -126 };

/** Refuses steps of a layer beyond the net's dtype, which would make infinite weights of finite gradients, or none at all. */
function assertStepFits(
  spec: NetSpec,
  { rates, layerLr, optimizer: by }: Pick<TrainPlan, 'rates' | 'layerLr' | 'optimizer'>,
  name: string,
): void {
  let largest = 0;
  for (const rate of rates) largest = Math.max(largest, rate);
  const holds = (v: number) => Number.isFinite(spec.dtype === 'float32' ? Math.fround(v) : v);
  layerScalings(spec).forEach(({ multiplier, rate }, l) => {
    const step = largest * layerLr[l] * rate * multiplier;
    const least = LEAST_NORMAL[spec.dtype];
    // a rate that is next to nothing itself is meant so
    const isNone = largest < least || [layerLr[l], rate, multiplier].includes(0);
    if (!holds(step) || !(isNone || Math.abs(step) >= least)) {
      reject(name, `steps that ${spec.dtype} can hold (${step.toPrecision(3)} at matrix ${l} with layerLr)`, largest);
    }
    for (const decay of ['weightDecay', 'decoupledDecay'] as const) {
      const factor = by?.[decay][l] ?? 0;
      if (!holds(largest * factor)) reject(decay, `lr times decay that ${spec.dtype} can hold`, factor);
    }
  });
  if (by && !holds(2 * by.temperature * largest)) {
    reject('temperature', `noise that ${spec.dtype} can hold`, by.temperature);
  }
}

/**
 * The plan with the moments of its samples, reporting `progress` about every 20 ms (many samples take their time);
 * undefined when the run was stopped meanwhile.
 */
export function* dataWork<P>(
  plan: TrainPlan,
  progress: P,
  signal: AbortSignal | undefined,
): Generator<P, TrainPlan | undefined, boolean | undefined> {
  if (!plan.pending) return plan;
  const work = momentsOfSamples(plan.pending.x, plan.pending.y);
  try {
    for (;;) {
      const turn = work.next();
      if (turn.done) return { ...plan, moments: turn.value };
      if ((yield progress) === false || signal?.aborted) return undefined;
    }
  } finally {
    work.return(undefined as never);
  }
}

/** Refuses options that a trainer does not know, by name. */
export function checkNames(where: string, options: unknown, others: readonly string[]): void {
  knownOptions(where, options, [...stepOptionNames, ...others]);
}
