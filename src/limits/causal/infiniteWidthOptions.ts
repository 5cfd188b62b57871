import { assertSquares, type CheckedMoments, keptMoments, type MomentsLike } from '../../data/checkedMoments';
import { ShapeError, ValueError } from '../../errors';
import { type LearningRate, learningRates } from '../../learningRates';
import { heapMatrix } from '../../linalg/resident';
import type { Progress } from '../../longWork';
import type { Matrix, MatrixLike } from '../../matrix';
import { type Optimizer, type OptimizerOptions, optimizer, optimizerOptions } from '../../optimizer';
import { hiddenLayers, perLayer } from '../../perLayer';
import {
  booleanValue,
  checkWatchers,
  integer,
  isNumberList,
  knownOptions,
  positive,
  reject,
  show,
} from '../../validate';
import { assertMemory } from './assertMemory';
import { type ResidualOption, residualBranch } from './residualBranch';
import { type RunPlan, runPlan } from './stableRuns';

/** Where a run stands. */
export interface InfiniteWidthProgress extends Progress {
  /** Latest loss ½ mean‖y − f‖²; undefined without `moments`. */
  loss?: number;
}

export interface InfiniteWidthOptions extends LearningRate, OptimizerOptions {
  /** Data of full-batch gradient descent, the largest entry within 2^±400. With `error` as well, it only gives the loss; one of them is needed. */
  moments?: MomentsLike;
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
  /** Steps T. */
  steps: number;
  /** Standard deviations s_l of the initial entries: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | ArrayLike<number>;
  /** Factors r_l of the step: one number, or L + 1 in the same order. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** N_l/N_L > 0 of the hidden layers l = 1 … L (the last is 1), for layers of unequal widths. Default 1. */
  widthRatios?: ArrayLike<number>;
  /**
   * Skip connections h_{l+1} = h_l + b W_l h_l/√N: `true` is beta0 = 1, beta0 means b = beta0/√L, branch is b itself. All layers
   * are then equally wide. Default: none.
   */
  residual?: ResidualOption;
  /**
   * Gradient flow at the times 0, η, 2η, … (sums of `schedule`) instead of steps of η. Needs `moments`, takes no momentum.
   * Default false.
   */
  flow?: boolean;
  /** Called after the first step and then about every 20 ms; returning false stops the run: a result with `stopped`. */
  onProgress?: (progress: InfiniteWidthProgress) => unknown;
  /** An aborted signal stops the run in the same way. */
  signal?: AbortSignal;
}

/** Checked options with every default filled in. */
export interface InfiniteWidthTask {
  moments?: CheckedMoments;
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
  optimizer: Optimizer;
  /** N_l/N_L of the hidden layers. */
  widthRatios: readonly number[];
  /** b of skip connections; undefined: a plain net. */
  branch?: number;
  /** What stands for b² in the learned part of a layer. Default b². */
  learnedBranch?: number;
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
  ...optimizerOptions,
  'widthRatios',
  'residual',
  'flow',
  'onProgress',
  'signal',
];

/** Options of finite nets and of `train` that change the limit; the equations solved here do not contain them. */
const undescribed: Record<string, string> = {
  init: 'nets with Gaussian initial weights',
};

/** The runs that a limit is made of. @throws ValueError, ShapeError naming argument, expectation and value. */
export function infiniteWidthPlan(options: InfiniteWidthOptions): RunPlan {
  knownOptions('infiniteWidth', described(options), known);
  const flow = flowing(options);
  const task = infiniteWidthTask(options);
  return runPlan([{ task, stride: 1, weight: 1, changes: [] }], flow, task.hidden);
}

/** Moments as a generator keeps them. */
export function ownMoments({ moments }: Pick<InfiniteWidthOptions, 'moments'>): CheckedMoments | undefined {
  return moments === undefined ? undefined : keptMoments('moments', moments);
}

/** Reads `flow` and refuses what has no flow. */
export function flowing(options: Pick<InfiniteWidthOptions, 'flow' | 'error' | 'momentum'>): boolean {
  if (!booleanValue('flow', options.flow ?? false)) return false;
  if (options.error !== undefined) reject('error', 'moments alone with flow', options.error);
  if (options.momentum) reject('momentum', '0 with flow, whose steps are infinitely small', options.momentum);
  return true;
}

/** Options with every default filled in, as far as they concern one run. */
export function infiniteWidthTask(options: InfiniteWidthOptions, moments = ownMoments(options)): InfiniteWidthTask {
  if (moments) assertSquares(moments);
  const { error } = options;
  if (error !== undefined && typeof error !== 'function') reject('error', 'a function of step and predictor', error);
  if (!moments && !error) {
    throw new ValueError('moments: expected moments of the data, or `error` with `inputs` and `outputs`, got neither');
  }
  checkWatchers(options);
  const inputs = size('inputs', options.inputs, moments?.sxx.rows);
  const outputs = size('outputs', options.outputs, moments?.syx.rows);
  const hidden = hiddenLayers(options.hidden);
  const steps = integer('steps', options.steps, 0);
  const rule = optimizer(options, hidden);
  const branch = residualBranch(options.residual)?.branch(hidden);
  const ratios = widthRatios(options.widthRatios, hidden);
  if (branch !== undefined && ratios.some((ratio) => ratio !== 1)) {
    throw new ValueError(`widthRatios: expected equal widths with residual, got ${show(options.widthRatios)}`);
  }
  assertMemory(hidden, [{ inputs, outputs, hidden, steps, moments, optimizer: rule, branch }], steps);
  return {
    moments,
    error: error && ((t, predictor) => checkedError(error(t, predictor), t, outputs, inputs)),
    inputs,
    outputs,
    hidden,
    gamma0: positive('gamma0', options.gamma0 ?? 1),
    rates: learningRates(options, steps),
    steps,
    initialScales: perLayer('initialScales', options.initialScales ?? 1, hidden),
    layerLr: perLayer('layerLr', options.layerLr ?? 1, hidden),
    optimizer: rule,
    widthRatios: ratios,
    branch,
    signal: options.signal,
  };
}

/** N_l/N_L, checked. */
function widthRatios(value: unknown, hidden: number): number[] {
  if (value === undefined) return Array.from({ length: hidden }, () => 1);
  if (!isNumberList(value)) reject('widthRatios', `${hidden} numbers`, value);
  if (value.length !== hidden) {
    throw new ShapeError(`widthRatios: expected one number per hidden layer (${hidden}), got ${value.length}`);
  }
  const widths = Array.from(value, (ratio, l) => positive(`widthRatios[${l}]`, ratio));
  if (widths[hidden - 1] !== 1)
    reject(`widthRatios[${hidden - 1}]`, '1 (widths are relative to the last)', widths.at(-1));
  return widths;
}

/** The options without those that only say that something undescribed is absent (false, 0, Gaussian weights). */
function described(options: unknown): unknown {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => {
      if (!Object.hasOwn(undescribed, name)) return true;
      const absent = value === undefined || value === false || value === 0 || (name === 'init' && value === 'gaussian');
      if (!absent) {
        throw new ValueError(
          `${name}: expected it to be absent, because this limit describes ${undescribed[name]}, got ${show(value)}`,
        );
      }
      return false;
    }),
  );
}

function checkedError(value: MatrixLike, t: number, outputs: number, inputs: number): Matrix {
  const name = `error(${t})`;
  const matrix = heapMatrix(value, name);
  if (matrix.rows !== outputs || matrix.cols !== inputs) {
    throw new ShapeError(`${name}: expected ${outputs}×${inputs}, got ${matrix.rows}×${matrix.cols}`);
  }
  return matrix;
}

function size(name: string, given: number | undefined, fromMoments: number | undefined): number {
  if (given === undefined && fromMoments === undefined) return reject(name, 'an integer of at least 1', given);
  const value = integer(name, given ?? fromMoments, 1);
  if (fromMoments !== undefined && value !== fromMoments) {
    throw new ShapeError(`${name}: expected ${fromMoments} as the moments, got ${value}`);
  }
  return value;
}
