import type { Moments } from '../data/moments';
import { ShapeError, ValueError } from '../errors';
import { heapMatrix } from '../linalg/resident';
import type { Progress } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { finite, integer, knownOptions, nonNegative, positive, reject, show } from '../validate';

/** Where a run stands. */
export interface InfiniteWidthProgress extends Progress {
  /** Latest loss ½ mean‖y − f‖²; undefined without `moments`. */
  loss?: number;
}

export interface InfiniteWidthOptions {
  /** Data of full-batch gradient descent. With `error` as well, it only gives the loss. */
  moments?: Moments;
  /**
   * Error moment E_t (outputs×inputs), the negative gradient of the loss with respect to the predictor, at the given
   * predictor; called once for each step t = 0 … steps − 1, in order. For mini-batches: (Y − X·Betaᵀ)ᵀX / batch size of
   * batch t. Default: Syx − Beta·Sxx of `moments`.
   */
  error?: (t: number, predictor: Matrix) => MatrixLike;
  /** D. Default: that of `moments`; needed with `error` alone. */
  inputs?: number;
  /** C. Default: that of `moments`; needed with `error` alone. */
  outputs?: number;
  /** Hidden layers L ≥ 1. */
  hidden: number;
  /** Richness γ0 > 0. Default 1. */
  gamma0?: number;
  /** Step size η. Either `lr` or `schedule`. */
  lr?: number;
  /** η of step t = 0 … steps − 1. */
  schedule?: (t: number) => number;
  /** Steps T. */
  steps: number;
  /** Standard deviations s_l of the initial entries: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | readonly number[];
  /** Factors r_l of the step: one number, or L + 1 in the same order. Default 1. */
  layerLr?: number | readonly number[];
  /** Called after the first step and then about every 20 ms; returning false stops the run: a result with `stopped`. */
  onProgress?: (progress: InfiniteWidthProgress) => unknown;
  /** An aborted signal stops the run in the same way. */
  signal?: AbortSignal;
}

/** Checked options with every default filled in. */
export interface InfiniteWidthTask {
  moments?: { sxx: Matrix; syx: Matrix; syy: number };
  error?: (t: number, predictor: Matrix) => Matrix;
  inputs: number;
  outputs: number;
  hidden: number;
  gamma0: number;
  /** η of every step. */
  rates: Float64Array;
  steps: number;
  initialScales: readonly number[];
  layerLr: readonly number[];
  signal?: AbortSignal;
}

const known = [
  'moments',
  'error',
  'inputs',
  'outputs',
  'hidden',
  'gamma0',
  'lr',
  'schedule',
  'steps',
  'initialScales',
  'layerLr',
  'onProgress',
  'signal',
];

/** Options of finite nets and of `train` that change the limit; the equations solved here do not contain them. */
const undescribed: Record<string, string> = {
  residual: 'plain nets, without skip connections',
  momentum: 'plain gradient descent, without momentum',
  nesterov: 'plain gradient descent, without momentum',
  weightDecay: 'plain gradient descent, without weight decay',
  decoupledDecay: 'plain gradient descent, without weight decay',
  temperature: 'noiseless gradient descent',
  widthRatios: 'nets whose hidden layers all have the same width',
  flow: 'gradient descent in discrete steps',
};

/** @throws ValueError, ShapeError naming argument, expectation and value. */
export function infiniteWidthTask(options: InfiniteWidthOptions): InfiniteWidthTask {
  knownOptions('infiniteWidth', described(options), known);
  const moments = options.moments === undefined ? undefined : checkedMoments(options.moments);
  const { error } = options;
  if (error !== undefined && typeof error !== 'function') reject('error', 'a function of step and predictor', error);
  if (!moments && !error) {
    throw new ValueError('moments: expected moments of the data, or `error` with `inputs` and `outputs`, got neither');
  }
  const { onProgress, signal } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') reject('onProgress', 'a function', onProgress);
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') reject('signal', 'an AbortSignal', signal);
  const inputs = size('inputs', options.inputs, moments?.sxx.rows);
  const outputs = size('outputs', options.outputs, moments?.syx.rows);
  const hidden = integer('hidden', options.hidden, 1);
  const steps = integer('steps', options.steps, 0);
  return {
    moments,
    error: error && ((t, predictor) => checkedError(error(t, predictor), t, outputs, inputs)),
    inputs,
    outputs,
    hidden,
    gamma0: positive('gamma0', options.gamma0 ?? 1),
    rates: rates(options, steps),
    steps,
    initialScales: perLayer('initialScales', options.initialScales, hidden),
    layerLr: perLayer('layerLr', options.layerLr, hidden),
    signal,
  };
}

/** The options without those that only say that something undescribed is absent (false, 0). */
function described(options: unknown): unknown {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => {
      if (!(name in undescribed)) return true;
      if (value !== undefined && value !== false && value !== 0) {
        throw new ValueError(
          `${name}: expected it to be absent, because this limit describes ${undescribed[name]}, got ${show(value)}`,
        );
      }
      return false;
    }),
  );
}

function checkedMoments(moments: Moments): { sxx: Matrix; syx: Matrix; syy: number } {
  if (typeof moments !== 'object' || moments === null) reject('moments', 'moments of the data', moments);
  const sxx = heapMatrix(moments.sxx, 'moments.sxx');
  const syx = heapMatrix(moments.syx, 'moments.syx');
  if (sxx.rows !== sxx.cols || sxx.rows === 0) {
    throw new ShapeError(`moments.sxx: expected a square matrix, got ${sxx.rows}×${sxx.cols}`);
  }
  if (syx.cols !== sxx.rows || syx.rows === 0) {
    throw new ShapeError(`moments.syx: expected outputs×${sxx.rows} as moments.sxx, got ${syx.rows}×${syx.cols}`);
  }
  allFinite('moments.sxx', sxx);
  allFinite('moments.syx', syx);
  return { sxx, syx, syy: nonNegative('moments.syy', moments.syy) };
}

function checkedError(value: MatrixLike, t: number, outputs: number, inputs: number): Matrix {
  const name = `error(${t})`;
  const matrix = heapMatrix(value, name);
  if (matrix.rows !== outputs || matrix.cols !== inputs) {
    throw new ShapeError(`${name}: expected ${outputs}×${inputs}, got ${matrix.rows}×${matrix.cols}`);
  }
  return matrix;
}

function allFinite(name: string, { data, cols }: Matrix): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) finite(`${name}[${Math.floor(at / cols)}][${at % cols}]`, data[at]);
}

function size(name: string, given: number | undefined, fromMoments: number | undefined): number {
  if (given === undefined && fromMoments === undefined) return reject(name, 'an integer of at least 1', given);
  const value = integer(name, given ?? fromMoments, 1);
  if (fromMoments !== undefined && value !== fromMoments) {
    throw new ShapeError(`${name}: expected ${fromMoments} as the moments, got ${value}`);
  }
  return value;
}

function rates({ lr, schedule }: InfiniteWidthOptions, steps: number): Float64Array {
  if (schedule === undefined) return new Float64Array(steps).fill(positive('lr', lr));
  if (lr !== undefined) throw new ValueError(`lr: expected either lr or schedule, got both (lr ${show(lr)})`);
  if (typeof schedule !== 'function') reject('schedule', 'a function of the step', schedule);
  return Float64Array.from({ length: steps }, (_, t) => nonNegative(`schedule(${t})`, schedule(t)));
}

function perLayer(name: string, value: number | readonly number[] | undefined, hidden: number): readonly number[] {
  const layers = hidden + 1;
  if (value === undefined || typeof value === 'number') {
    return new Array<number>(layers).fill(nonNegative(name, value ?? 1));
  }
  if (!Array.isArray(value) || value.length !== layers) {
    reject(name, `a number or ${layers} numbers (hidden + 1)`, value);
  }
  return value.map((entry, l) => nonNegative(`${name}[${l}]`, entry));
}
