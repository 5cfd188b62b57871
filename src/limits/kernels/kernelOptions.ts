import { asSamples, type ByteMatrix } from '../../data/samples';
import { ShapeError } from '../../errors';
import type { WorkspaceMatrix } from '../../linalg/resident';
import type { MatrixLike } from '../../matrix';
import { hiddenLayers, perLayer } from '../../perLayer';
import { checkWatchers, integer, knownOptions, positive } from '../../validate';
import { type Activation, type KnownActivation, knownActivation, sharpKinks } from './activation';
import { type DualActivation, dualActivation } from './dualActivation';
import { hermiteRuleDual } from './hermiteRuleDual';

export interface KernelOptions {
  /** 'linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu', 'tanh', { leakyRelu: slope }, or a function `{ value, derivative?, kinks? }`. */
  activation: Activation;
  /** Number L of hidden layers; all have the activation, the readout has none. */
  hidden: number;
  /** Variance of weights times fan-in, one number or L + 1 (W_0 … readout). Default 1. */
  weightVariance?: number | readonly number[];
  /** Variance of biases, one number or L + 1. Default 0. */
  biasVariance?: number | readonly number[];
  /** Largest quadrature error of a layer, relative to the largest entry of its kernel, that is no reason to give up. Default 1e-8. */
  tolerance?: number;
  /**
   * A tensor Gauss–Hermite rule of this many nodes a dimension in place of closed forms and adaptive quadrature, to repeat
   * results of other programs; its `error` is reported and does not count against the tolerance. Default none.
   */
  nodes?: number;
  /** Called about every 20 ms, between two rows; false stops. */
  onProgress?: (progress: KernelProgress) => unknown;
}

export interface KernelProgress {
  /** Rows of the kernel that are done. */
  step: number;
  /** Rows in all. */
  steps: number;
}

/** Samples as rows; bytes and float32 are computed with in float64. */
export type KernelInput = MatrixLike | ByteMatrix;

/** The network of a kernel, checked. */
export interface KernelNet {
  activation: KnownActivation;
  dual: DualActivation;
  hidden: number;
  /** L + 1 each. */
  weight: number[];
  bias: number[];
  tolerance: number;
  /** E φ(u)φ(v) is computed for both orders of u and v, which a fixed rule tells apart. */
  ordered: boolean;
  /**
   * What rounding of nearly parallel rows may do before it is a reason to give up, relative to the largest entry; undefined where it does
   * not count: angles of ReLU's and of other functions with a kink at 0 alone are taken as they are (docs/limits/nngp-ntk.md), linear nets
   * have none.
   */
  rounding: number | undefined;
}

const options = ['activation', 'hidden', 'weightVariance', 'biasVariance', 'tolerance', 'nodes', 'onProgress'];

export function kernelNet(where: string, given: KernelOptions, more: readonly string[] = []): KernelNet {
  knownOptions(where, given, [...options, ...more]);
  checkWatchers(given);
  const hidden = hiddenLayers(given.hidden);
  const tolerance = positive('tolerance', given.tolerance ?? 1e-8);
  const nodes = given.nodes === undefined ? undefined : integer('nodes', given.nodes, 1, 1000);
  const activation = knownActivation(given.activation);
  return {
    activation,
    // A pair may take what is left of the tolerance after some room for the others.
    dual:
      nodes === undefined
        ? dualActivation(given.activation, tolerance / 100, activation)
        : hermiteRuleDual(activation, nodes),
    ordered: nodes !== undefined,
    rounding:
      nodes === undefined && given.activation !== 'linear' ? roundingOf(activation, tolerance, hidden) : undefined,
    hidden,
    weight: perLayer('weightVariance', given.weightVariance ?? 1, hidden),
    bias: perLayer('biasVariance', given.biasVariance ?? 0, hidden),
    tolerance: nodes === undefined ? tolerance : Number.POSITIVE_INFINITY,
  };
}

/** An angle of nearly parallel rows is the root of a rounding error: what jumps is off by as much in every layer. */
const ANGLE = 3e-8;

function roundingOf(activation: KnownActivation, tolerance: number, hidden: number): number | undefined {
  const sharp = sharpKinks(activation);
  if (sharp.length === 0) return tolerance;
  return sharp.every((kink) => kink === 0) ? undefined : Math.max(tolerance, ANGLE * hidden);
}

/** The rows of a kernel and, when they are others, of its columns; in float64. */
export interface KernelSamples {
  left: Float64Rows;
  /** The same object as `left` for the kernel of one set of samples with itself. */
  right: Float64Rows;
}

export interface Float64Rows {
  rows: number;
  cols: number;
  data: Float64Array;
}

export function kernelSamples({ ordered }: KernelNet, x: KernelInput, x2: KernelInput | undefined): KernelSamples {
  const left = float64Rows(x, 'x');
  if (x2 === undefined || x2 === x) return { left, right: ordered ? { ...left } : left };
  const right = float64Rows(x2, 'x2');
  if (right.cols !== left.cols) throw new ShapeError(`x2: expected ${left.cols} columns as x, got ${right.cols}`);
  return { left, right };
}

function float64Rows(value: KernelInput, name: string): Float64Rows {
  const { rows, cols, data } = asSamples(value, name);
  return { rows, cols, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}

/** Rows i of a matrix in WebAssembly memory, float64. */
export function rowOf(m: WorkspaceMatrix, i: number): Float64Array {
  return m.row(i) as Float64Array;
}

/** Reads (x, options) and (x, x2, options). */
export function pairArguments<O>(second: unknown, third: O | undefined): { x2: KernelInput | undefined; options: O } {
  return third === undefined
    ? { x2: undefined, options: second as O }
    : { x2: second as KernelInput | undefined, options: third };
}
