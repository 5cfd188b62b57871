import { ShapeError, ValueError } from '../errors';
import type { Dtype } from '../matrix';
import { hiddenLayers, perLayer } from '../perLayer';
import {
  booleanValue,
  finite,
  integer,
  isNumberList,
  knownOptions,
  oneOf,
  positive,
  reject,
  seedValue,
} from '../validate';
import { layerScalings, type Parameterization } from './parameterization';

/** Skip connections h_{l+1} = h_l + b W_l h_l/√N: `true` is beta0 = 1, beta0 means b = beta0/√L, branch is b itself. */
export type Residual = boolean | { beta0: number } | { branch: number };

export interface NetOptions {
  /** D ≥ 1. */
  inputs: number;
  /** C ≥ 1. */
  outputs: number;
  /** L ≥ 1 hidden layers; the net has L + 1 weight matrices. */
  hidden: number;
  /** N of every hidden layer, or one number per hidden layer. */
  width: number | ArrayLike<number>;
  /** Default 'muP'. */
  parameterization?: Parameterization;
  /** Richness γ0 of muP. Default 1. */
  gamma0?: number;
  /** Default false. */
  residual?: Residual;
  /** s_l: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | ArrayLike<number>;
  /**
   * 'gaussian' (default): independent normal entries. 'orthogonal': hidden W_l = s_l·√N·Q (muP, ntk), Q uniform among
   * orthogonal matrices; other layers orthonormal columns, or rows where they are fewer, times the factor that gives the
   * entries the same variance.
   */
  init?: 'gaussian' | 'orthogonal';
  /**
   * Key of the initial weights. Nets of one seed and different widths are independent; where lists of unequal widths have an entry in
   * common, [64, 32] and [64, 128], layers share draws: give those other seeds.
   */
  seed: number;
  /** Default 'float64'. */
  dtype?: Dtype;
}

/** A net's options with every default resolved; plain data, frozen (nets share it). */
export interface NetSpec {
  /** D. */
  readonly inputs: number;
  /** C. */
  readonly outputs: number;
  /** L hidden layers. */
  readonly hidden: number;
  /** N_1 … N_L. */
  readonly widths: readonly number[];
  /** Rule of initial variances, multipliers and learning rates. */
  readonly parameterization: Parameterization;
  /** Richness; 1/√N_L for 'ntk' and 'standard'. */
  readonly gamma0: number;
  /** Skip connections h_{l+1} = h_l + b W_l h_l/√N, or false. */
  readonly residual:
    | false
    | {
        /** b. */
        readonly branch: number;
      };
  /** s_0 … s_L. */
  readonly initialScales: readonly number[];
  /** Law of the initial weights: see NetOptions. */
  readonly init: 'gaussian' | 'orthogonal';
  /** Key of the initial weights. */
  readonly seed: number;
  /** Kind of the weights. */
  readonly dtype: Dtype;
}

const names = [
  'inputs',
  'outputs',
  'hidden',
  'width',
  'parameterization',
  'gamma0',
  'residual',
  'initialScales',
  'init',
  'seed',
  'dtype',
];

/** Checks the options of a net and resolves their defaults. */
export function netSpec(options: NetOptions, where = 'createNet'): NetSpec {
  knownOptions(where, options, names);
  const inputs = integer('inputs', options.inputs, 1);
  const outputs = integer('outputs', options.outputs, 1);
  const hidden = hiddenLayers(options.hidden);
  const widths = readWidths(options.width, hidden);
  const parameterization = oneOf('parameterization', options.parameterization ?? 'muP', ['muP', 'ntk', 'standard']);
  if (parameterization !== 'muP' && options.gamma0 !== undefined) {
    throw new ValueError(
      `gamma0: expected none with parameterization '${parameterization}' (it fixes the richness), got ${options.gamma0}`,
    );
  }
  const gamma0 =
    parameterization === 'muP' ? positive('gamma0', options.gamma0 ?? 1) : 1 / Math.sqrt(widths[hidden - 1]);
  const residual = readResidual(options.residual, hidden);
  if (residual && widths.some((width) => width !== widths[0])) {
    reject('width', 'equal widths in a residual net', widths);
  }
  const spec: NetSpec = {
    inputs,
    outputs,
    hidden,
    widths: Object.freeze(widths),
    parameterization,
    gamma0,
    residual: Object.freeze(residual),
    initialScales: Object.freeze(perLayer('initialScales', options.initialScales ?? 1, hidden)),
    init: oneOf('init', options.init ?? 'gaussian', ['gaussian', 'orthogonal']),
    seed: seedValue('seed', options.seed),
    dtype: oneOf('dtype', options.dtype ?? 'float64', ['float64', 'float32']),
  };
  checkScalings(spec);
  return Object.freeze(spec);
}

/** Checks the spec of a net, or the options that createNet takes. */
export function checkedSpec(given: NetSpec | NetOptions, where: string): NetSpec {
  if (typeof given !== 'object' || given === null || !('widths' in given)) return netSpec(given, where);
  const { widths, gamma0, ...rest } = given;
  if ('width' in rest) reject('width', 'none beside widths', rest.width);
  const free = (rest.parameterization ?? 'muP') === 'muP';
  const spec = netSpec({ ...rest, width: widths, gamma0: free ? gamma0 : undefined }, where);
  if (gamma0 !== undefined && gamma0 !== spec.gamma0) {
    reject('gamma0', `${spec.gamma0} with parameterization '${spec.parameterization}'`, gamma0);
  }
  return spec;
}

/** A normal is at most this many deviations; entries of orthogonal matrices are at most their singular values. */
const MOST_DEVIATIONS = 9;

/** Refuses scales that the net's dtype cannot hold: they would end as 0 or Infinity without a word. */
function checkScalings(spec: NetSpec): void {
  const { dtype, residual, gamma0, initialScales, init } = spec;
  const holds = (v: number) => {
    const kept = dtype === 'float32' ? Math.fround(v) : v;
    return kept !== 0 && Number.isFinite(kept);
  };
  layerScalings(spec).forEach(({ role, fanIn, fanOut, deviation, multiplier, rate }, l) => {
    const deviations = init === 'gaussian' ? MOST_DEVIATIONS : Math.sqrt(Math.max(fanIn, fanOut));
    if (initialScales[l] > 0 && !(holds(deviation) && holds(deviations * deviation))) {
      reject(`initialScales[${l}]`, `a scale whose entries ${dtype} can hold`, initialScales[l]);
    }
    const branch = role === 'hidden' && residual ? residual.branch : 1;
    if (branch === 0) return;
    if (!holds(branch)) reject('residual.branch', `a number that ${dtype} can hold`, branch);
    if (!(holds(multiplier) && holds(rate * multiplier))) {
      reject('gamma0', `a richness whose multipliers and rates ${dtype} can hold`, gamma0);
    }
  });
}

function readWidths(width: unknown, hidden: number): number[] {
  if (!isNumberList(width)) {
    const n = integer('width', width, 1);
    return Array.from({ length: hidden }, () => n);
  }
  if (width.length !== hidden) {
    throw new ShapeError(`width: expected one number per hidden layer (${hidden}), got ${width.length}`);
  }
  return Array.from(width, (n, l) => integer(`width[${l}]`, n, 1));
}

function readResidual(residual: unknown, hidden: number): false | { branch: number } {
  if (residual === undefined || residual === false) return false;
  const rootL = Math.sqrt(hidden);
  if (residual === true) return { branch: 1 / rootL };
  if (typeof residual !== 'object' || residual === null) booleanValue('residual', residual);
  knownOptions('residual', residual, ['beta0', 'branch']);
  const { beta0, branch } = residual as { beta0?: number; branch?: number };
  if ((beta0 === undefined) === (branch === undefined)) reject('residual', 'exactly one of beta0 and branch', residual);
  return { branch: beta0 === undefined ? finite('residual.branch', branch) : finite('residual.beta0', beta0) / rootL };
}
