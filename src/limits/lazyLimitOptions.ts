import { type CheckedMoments, checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { checkedPredictor } from '../data/checkedPredictor';
import { type LearningRate, learningRates } from '../learningRates';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { hiddenLayers, perLayer } from '../perLayer';
import { booleanValue, checkedNumbers, integer, isNumberList, knownOptions, nonNegative, reject } from '../validate';
import { tangentConstant } from './causal/criticalLearningRate';
import { infiniteDepthBeta0, type ResidualOption, residualBranch } from './causal/residualBranch';
import { mostOnHeap } from './mostOnHeap';

export interface LazyLimitOptions extends LearningRate {
  /** Training data. */
  moments: MomentsLike;
  /** Hidden layers L ≥ 1; Infinity with `residual: { beta0 }`. */
  hidden: number;
  /** Steps T; needed without `times`, refused with them. */
  steps?: number;
  /** Gradient flow instead of gradient descent: a step of η is that much time. Default false. */
  flow?: boolean;
  /** Gradient flow at these ascending times ≥ 0, in place of a learning rate and steps. */
  times?: ArrayLike<number>;
  /** Beta_0 (C×D), for instance the `predictor()` of a finite net. Default 0: averaged over nets, or subtracted. */
  initialPredictor?: MatrixLike;
  /**
   * Variance of independent Gaussian entries of Beta_0 around `initialPredictor`; 'ntk': that of nets in NTK
   * parameterization, Π s_l²/D for plain nets. Default 0.
   */
  initialVariance?: number | 'ntk';
  /** Skip connections, as for `createNet`. Default false. */
  residual?: ResidualOption;
  /** Standard deviations s_l of the initial entries: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | ArrayLike<number>;
  /** Factors r_l of the step: one number, or L + 1 in the same order. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** Momentum μ, 0 ≤ μ < 1, without dampening; not with gradient flow. Default 0. */
  momentum?: number;
  /** Nesterov's variant. Default false. */
  nesterov?: boolean;
}

/** Checked options. */
export interface LazyTask {
  moments: CheckedMoments;
  /** k of the tangent kernel k x·x'/D. */
  tangent: number;
  /** η of every step. */
  rates: Float64Array;
  flow: boolean;
  initialPredictor: Matrix;
  initialVariance: number;
  momentum: number;
  nesterov: boolean;
}

const known = [
  'moments',
  'hidden',
  'lr',
  'schedule',
  'steps',
  'flow',
  'times',
  'initialPredictor',
  'initialVariance',
  'residual',
  'initialScales',
  'layerLr',
  'momentum',
  'nesterov',
];

/** Why some options of finite nets are refused. */
const undescribed: Record<string, string> = {
  gamma0: 'the limit γ0 → 0; `infiniteWidth` has a finite one',
  weightDecay: 'constant tangent kernels, which decay shrinks; `infiniteWidth` at small gamma0 describes it',
  decoupledDecay: 'constant tangent kernels, which decay shrinks; `infiniteWidth` at small gamma0 describes it',
  temperature: 'training without noise',
};

/** @throws ValueError, ShapeError naming argument, expectation and value. */
export function lazyTask(options: LazyLimitOptions): LazyTask {
  if (typeof options === 'object' && options !== null) {
    for (const [name, why] of Object.entries(undescribed)) {
      const value = (options as unknown as Record<string, unknown>)[name];
      if (value !== undefined && (value !== 0 || name === 'gamma0')) {
        reject(name, `it to be absent, because this limit describes ${why}`, value);
      }
    }
  }
  knownOptions(
    'lazyLimit',
    typeof options === 'object' &&
      options !== null && { ...options, weightDecay: undefined, decoupledDecay: undefined, temperature: undefined },
    known,
  );
  const moments = checkedMoments('moments', options.moments);
  const { inputs, outputs } = { inputs: moments.sxx.rows, outputs: moments.syx.rows };
  const { momentum = 0, times } = options;
  if (typeof momentum !== 'number' || !(momentum >= 0 && momentum < 1)) {
    reject('momentum', 'a number of at least 0 and below 1', momentum);
  }
  const flow = booleanValue('flow', options.flow ?? times !== undefined);
  if (times !== undefined && !flow) reject('flow', 'true with times', flow);
  if (flow && momentum > 0) reject('momentum', '0 with gradient flow', momentum);
  const { tangent, prior } = kernelConstants(options);
  const { initialVariance = 0 } = options;
  const mostSteps = mostOnHeap((outputs + 1) * inputs);
  return {
    moments,
    tangent,
    rates:
      times === undefined
        ? learningRates(options, integer('steps', options.steps, 0, mostSteps))
        : intervals(options, times),
    flow,
    initialPredictor:
      options.initialPredictor === undefined
        ? matrix(outputs, inputs)
        : checkedPredictor('initialPredictor', options.initialPredictor, outputs, inputs),
    initialVariance: initialVariance === 'ntk' ? prior / inputs : nonNegative('initialVariance', initialVariance),
    momentum,
    nesterov: booleanValue('nesterov', options.nesterov ?? false),
  };
}

/** Tangent kernel and variance of the initial outputs γ0 √N f, both over x·x'/D. */
function kernelConstants({ hidden, residual, initialScales = 1, layerLr = 1 }: LazyLimitOptions) {
  const skip = residualBranch(residual);
  if (hidden === Number.POSITIVE_INFINITY) {
    const beta0 = infiniteDepthBeta0(residual);
    if (typeof initialScales !== 'number') reject('initialScales', 'one number with hidden: Infinity', initialScales);
    if (typeof layerLr !== 'number') reject('layerLr', 'one number with hidden: Infinity', layerLr);
    const variance = nonNegative('initialScales', initialScales) ** 2;
    const exponent = beta0 ** 2 * variance;
    const growth = variance * Math.exp(exponent);
    return { tangent: nonNegative('layerLr', layerLr) * (2 + exponent) * growth, prior: variance * growth };
  }
  const layers = hiddenLayers(hidden);
  const scales = perLayer('initialScales', initialScales, layers);
  const branch = skip?.branch(layers);
  const prior = scales.reduce((product, scale, l) => {
    const through = branch === undefined || l === 0 || l === layers ? 0 : 1;
    return product * (through + (through ? branch! ** 2 : 1) * scale ** 2);
  }, 1);
  return { tangent: tangentConstant(scales, perLayer('layerLr', layerLr, layers), branch), prior };
}

function intervals({ lr, schedule, steps }: LazyLimitOptions, times: ArrayLike<number>): Float64Array {
  for (const [name, value] of Object.entries({ lr, schedule, steps })) {
    if (value !== undefined) reject(name, 'none with times', value);
  }
  if (!isNumberList(times) || times.length === 0) reject('times', 'at least one time', times);
  let last = 0;
  return checkedNumbers('times', times, (name, time) => {
    nonNegative(name, time);
    if (time < last) reject(name, `at least the time before it, ${last}`, time);
    const interval = time - last;
    last = time;
    return interval;
  });
}
