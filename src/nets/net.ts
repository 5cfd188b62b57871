import type { MomentsLike } from '../data/checkedMoments';
import type { Matrix, MatrixLike } from '../matrix';
import { reject } from '../validate';
import type { NetSpec } from './netSpec';

/** Learning rates of the run that a quantity is meant for. */
export interface RateOptions {
  /** r_l: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  layerLr?: number | ArrayLike<number>;
}

/** A finite deep linear net: a plain value (spec and weights); training returns a new one. */
export interface Net {
  readonly spec: NetSpec;
  /** N_L, the width that the readout sees. */
  readonly width: number;
  /** Copies of W_0 (N_1×D), W_l (N_{l+1}×N_l) and the readout (C×N_L), in the net's dtype. */
  weights(): Matrix[];
  /** End-to-end map Beta (C×D), computed in the net's dtype: f(x) = Beta·x. Always float64. */
  predictor(): Matrix;
  /** Outputs (P×C, float64) for inputs (P×D). */
  predict(x: MatrixLike): Matrix;
  /** Tangent kernel with the step's factors, (P·C)×(P2·C); see src/nets/observe.ts. */
  ntk(x: MatrixLike, x2?: MatrixLike, options?: RateOptions): Matrix;
  /** Φ^0 … Φ^L (P×P): h_l(x)·h_l(x')/N_l. */
  featureKernels(x: MatrixLike): Matrix[];
  /** G^1 … G^{L+1} (C×C). */
  gradientKernels(): Matrix[];
  /** Largest eigenvalue of the loss Hessian in units of the learning rates: gradient descent needs lr · sharpness < 2. */
  sharpness(moments: MomentsLike, options?: RateOptions): number;
  /** Sizes and the table of the parameterization, in words. */
  describe(): string;
  clone(): Net;
}

/** Refuses what is no net, by the name of the argument. */
export function assertNet(net: unknown): void {
  const given = net as Partial<Net> | undefined;
  if (typeof given?.spec !== 'object' || typeof given.weights !== 'function') {
    reject('net', 'a net of createNet or netFromWeights', net);
  }
}

const own = new WeakMap<Net, readonly Matrix[]>();

/** Says which matrices a net holds. */
export function holdWeights(net: Net, weights: readonly Matrix[]): void {
  own.set(net, weights);
}

/** The weights themselves, not copies: for reading inside this library. */
export function weightsOf(net: Net): readonly Matrix[] {
  return own.get(net) ?? net.weights();
}
