import { type CheckedMoments, keptMoments, type MomentsLike } from '../../data/checkedMoments';
import { ShapeError } from '../../errors';
import { type LearningRate, learningRates } from '../../learningRates';
import { eigh } from '../../linalg/eigh';
import { heapMatrix } from '../../linalg/resident';
import type { Progress } from '../../longWork';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import { type Optimizer, type OptimizerOptions, optimizer, optimizerOptions } from '../../optimizer';
import { perLayer } from '../../perLayer';
import { checkWatchers, integer, knownOptions, positive, reject, seedValue } from '../../validate';
import { symmetrized } from '../data/dataModes';
import { mostOnHeap } from '../mostOnHeap';

/** `step` counts draws. */
export type TwoLayerProgress = Progress;

export interface TwoLayerOptions extends LearningRate, Omit<OptimizerOptions, 'temperature'> {
  /** Training data; full-batch gradient descent. */
  moments: MomentsLike;
  /** N ≥ 1, or Infinity: the deterministic limit, one draw. */
  width: number;
  /** Richness γ0 > 0. Default 1; 1/√width is NTK parameterization. */
  gamma0?: number;
  /** Steps T. */
  steps: number;
  /** s_0, s_1: one number, or two in the order W_0, readout. Default 1. Not with `initial`. */
  initialScales?: number | ArrayLike<number>;
  /** r_0, r_1: one number, or two in the same order. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** Initial states drawn. Default 100. */
  draws?: number;
  /** Key of the draws; needed unless `width` is Infinity or `initial` is given. */
  seed?: number;
  /**
   * One given initial state instead of draws: P_0 = mean over neurons of θθᵀ ((D + C)×(D + C), positive semidefinite), θ a row
   * of W_0 followed by the neuron's readout weights.
   */
  initial?: MatrixLike;
  /** Called after the first draw and then about every 20 ms; returning false stops the run: a result with `stopped`. */
  onProgress?: (progress: TwoLayerProgress) => unknown;
  /** An aborted signal stops the run in the same way. */
  signal?: AbortSignal;
}

/** Checked options. */
export interface TwoLayerTask {
  moments: CheckedMoments;
  inputs: number;
  outputs: number;
  width: number;
  gamma0: number;
  rates: Float64Array;
  initialScales: readonly number[];
  layerLr: readonly number[];
  optimizer: Optimizer;
  draws: number;
  seed: number;
  /** Rows B with BᵀB = P_0. */
  initial?: Matrix;
  signal?: AbortSignal;
}

const known = [
  'moments',
  'width',
  'gamma0',
  'lr',
  'schedule',
  'steps',
  'initialScales',
  'layerLr',
  ...optimizerOptions.filter((name) => name !== 'temperature'),
  'draws',
  'seed',
  'initial',
  'onProgress',
  'signal',
];

/** @throws ValueError, ShapeError naming argument, expectation and value. */
export function twoLayerTask(options: TwoLayerOptions): TwoLayerTask {
  knownOptions('twoLayerAnyWidth', options, known);
  checkWatchers(options);
  const moments = keptMoments('moments', options.moments);
  const { rows: outputs, cols: inputs } = moments.syx;
  const width = options.width === Number.POSITIVE_INFINITY ? options.width : integer('width', options.width, 1);
  const initial = options.initial === undefined ? undefined : factor(options.initial, inputs + outputs);
  const drawn = width < Number.POSITIVE_INFINITY && !initial;
  if (!drawn && options.draws !== undefined) reject('draws', 'none of a given or infinitely wide start', options.draws);
  if (initial && options.initialScales !== undefined)
    reject('initialScales', 'none of a given start', options.initialScales);
  return {
    moments,
    inputs,
    outputs,
    width,
    gamma0: positive('gamma0', options.gamma0 ?? 1),
    // predictors of a draw and of all of them
    rates: learningRates(options, integer('steps', options.steps, 0, mostOnHeap(2 * outputs * inputs, 2))),
    initialScales: perLayer('initialScales', options.initialScales ?? 1, 1),
    layerLr: perLayer('layerLr', options.layerLr ?? 1, 1),
    optimizer: optimizer(options, 1),
    draws: drawn ? integer('draws', options.draws ?? 100, 1) : 1,
    seed: drawn ? seedValue('seed', options.seed) : 0,
    initial,
    signal: options.signal,
  };
}

/** B with BᵀB = P: rows √λ vᵀ. */
function factor(value: MatrixLike, size: number): Matrix {
  const given = heapMatrix(value, 'initial');
  if (given.rows !== size || given.cols !== size) {
    throw new ShapeError(`initial: expected ${size}×${size} (inputs + outputs), got ${given.rows}×${given.cols}`);
  }
  const { values, vectors } = eigh(symmetrized(given));
  const rounding = 10 * size * Number.EPSILON * Math.abs(values[size - 1]);
  if (values[0] < -rounding) reject('initial', 'a positive semidefinite matrix', values[0]);
  const rows = matrix(size, size);
  for (let k = 0; k < size; k++) {
    const scale = Math.sqrt(Math.max(0, values[k]));
    for (let i = 0; i < size; i++) rows.data[k * size + i] = scale * vectors.data[i * size + k];
  }
  return rows;
}
