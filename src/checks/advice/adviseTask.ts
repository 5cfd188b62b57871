import { checkedMoments, type MomentsLike } from '../../data/checkedMoments';
import { criticalLearningRate, tangentConstant } from '../../limits/causal/criticalLearningRate';
import type { Progress } from '../../longWork';
import { type NetOptions, netSpec } from '../../nets/netSpec';
import { type Optimizer, type OptimizerOptions, optimizer } from '../../optimizer';
import { perLayer } from '../../perLayer';
import { checkWatchers, integer, knownOptions, positive, reject, seedValue } from '../../validate';
import { type DiagonalData, diagonalData } from './diagonalData';

/** A net to take advice for: options of createNet; inputs and outputs default to those of the moments. */
export type AdviseSpec = Omit<NetOptions, 'seed' | 'inputs' | 'outputs'> &
  Partial<Pick<NetOptions, 'inputs' | 'outputs'>>;

export interface AdviseOptions
  extends Pick<OptimizerOptions, 'momentum' | 'nesterov' | 'weightDecay' | 'decoupledDecay'> {
  /** The training data; with `samples` (what `moments(x, y)` returns has it) the advice says whether they are few. */
  moments: MomentsLike & {
    /** P. */
    samples?: number;
  };
  /** Options of createNet without a seed. */
  spec: AdviseSpec;
  /** Full-batch steps T ≥ 1 of the planned training. */
  steps: number;
  /** A learning rate of this net to judge: loss, band, regime and transfer are then those of this rate. Default: the best one. */
  lr?: number;
  /** Factors r_l of the step, as for `train`. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** Sizes of another net to which the rate is to be carried over; false: not asked. Default: four times the width. */
  transferTo?:
    | false
    | {
        /** N of every hidden layer, or one number per hidden layer. Default: the same with `hidden`, else four times it. */
        width?: number | ArrayLike<number>;
        /** Hidden layers. Default: the same number; with another one, widths that are a list have to be given anew. */
        hidden?: number;
      };
  /** The first of some hundred keys in a row, of the weights of the nets that are trained for the advice. Default 0. */
  seed?: number;
  /** Called about every 20 ms; returning false stops: a result with `stopped` and what is known. */
  onProgress?: (progress: Progress) => unknown;
  /** An aborted signal stops in the same way. */
  signal?: AbortSignal;
}

/** Checked options, in muP: other parameterizations are muP with their own γ0 and layer rates. */
export interface AdviseTask {
  data: DiagonalData;
  /** D. */
  inputs: number;
  outputs: number;
  hidden: number;
  widths: readonly number[];
  /** N_L. */
  width: number;
  gamma0: number;
  residual: false | { branch: number };
  initialScales: readonly number[];
  layerLr: readonly number[];
  optimizer: Optimizer;
  steps: number;
  /** k of the tangent kernel. */
  tangent: number;
  /** 2 D/(k λ_max) for plain steps. */
  criticalLr: number;
  /** Variance of the initial outputs times γ0² N_L, for inputs with ‖x‖² = D. */
  prior: number;
  /** Loss that the random initial function has in directions of the data that are left out. */
  unlearnt: number;
  samples?: number;
  seed: number;
}

const known = [
  'moments',
  'spec',
  'steps',
  'lr',
  'layerLr',
  'transferTo',
  'momentum',
  'nesterov',
  'weightDecay',
  'decoupledDecay',
  'seed',
  'onProgress',
  'signal',
];

/** `shared`: the data of another question about the same moments. @throws ValueError, ShapeError naming argument, expectation and value. */
export function adviseTask(options: AdviseOptions, shared?: DiagonalData): AdviseTask {
  knownOptions('advise', options, known);
  checkWatchers(options);
  const steps = integer('steps', options.steps, 1);
  const { spec: given } = options;
  if (typeof given !== 'object' || given === null) reject('spec', 'the options of createNet without seed', given);
  if ((given as NetOptions).seed !== undefined) {
    reject('spec.seed', 'none (the advice is for any draw of the weights)', (given as NetOptions).seed);
  }
  const moments = checkedMoments('moments', options.moments);
  const { rows: outputs, cols: inputs } = moments.syx;
  const spec = netSpec({ inputs, outputs, ...given, seed: 0 }, 'spec');
  checkedMoments('moments', options.moments, spec);
  if (spec.init !== 'gaussian') reject('spec.init', "'gaussian', which the limits describe", spec.init);
  if (options.lr !== undefined) positive('lr', options.lr);
  const { samples } = options.moments;
  if (samples !== undefined && !(typeof samples === 'number' && samples >= 1)) {
    reject('moments.samples', 'a number of at least 1', samples);
  }
  if (moments.syy === 0) reject('moments.syy', 'targets that are not all zero', moments.syy);
  const { hidden, widths, gamma0, residual, initialScales } = spec;
  const rule = optimizer(options, hidden);
  // a step on w = W/√fanIn of the standard parameterization is one of fanIn times the rate on W
  const own = perLayer('layerLr', options.layerLr ?? 1, hidden);
  const layerLr = own.map((rate, l) =>
    spec.parameterization === 'standard' ? rate * (l === 0 ? inputs : widths[l - 1]) : rate,
  );
  const tangent = tangentConstant(initialScales, layerLr, residual ? residual.branch : undefined);
  const prior = initialScales.reduce((product, scale, l) => {
    const passes = residual && l > 0 && l < hidden;
    return product * (passes ? 1 + residual.branch ** 2 * scale ** 2 : scale ** 2);
  }, 1);
  const width = widths[hidden - 1];
  const random = (outputs * prior) / (gamma0 ** 2 * width);
  // a larger random function may be learnt in directions where a smaller one did not count
  const data = shared && shared.random >= random ? shared : diagonalData(moments, steps, random);
  if (!(data.largest > 0)) reject('moments.sxx', 'inputs that are not all zero', data.largest);
  return {
    data,
    prior,
    unlearnt: 0.5 * random * data.leftOut,
    inputs,
    outputs,
    hidden,
    widths,
    width,
    gamma0,
    residual,
    initialScales,
    layerLr,
    optimizer: rule,
    steps,
    tangent,
    criticalLr: criticalLearningRate(data.moments.sxx, tangent, rule),
    samples,
    seed: seedValue('seed', options.seed ?? 0),
  };
}

/** The same question for the net that the rate is to be carried over to. */
export function otherTask(options: AdviseOptions, data: DiagonalData): AdviseTask | undefined {
  const { transferTo = {}, spec } = options;
  if (transferTo === false) return undefined;
  knownOptions('transferTo', transferTo, ['width', 'hidden']);
  const { width, hidden = spec.hidden } = transferTo;
  const times = width === undefined && transferTo.hidden === undefined ? 4 : 1;
  if (typeof spec.width !== 'number' && hidden !== spec.hidden && width === undefined) {
    reject('transferTo.width', 'widths for another number of hidden layers', width);
  }
  const same = typeof spec.width === 'number' ? times * spec.width : Array.from(spec.width, (n) => times * n);
  return adviseTask({ ...options, spec: { ...spec, hidden, width: width ?? same } }, data);
}
