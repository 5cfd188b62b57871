import type { MomentsLike } from '../data/checkedMoments';
import { asMatrix, type Matrix, type MatrixLike } from '../matrix';
import { reject } from '../validate';
import { checkedSpec, type NetSpec } from './netSpec';
import { layerScalings } from './parameterization';

/** Learning rates of the run that a quantity is meant for. */
export interface RateOptions {
  /** r_l: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  layerLr?: number | ArrayLike<number>;
}

/** A finite deep linear net: a plain value (spec and weights); training returns a new one. */
export interface Net {
  /** Its options with every default filled in. */
  readonly spec: NetSpec;
  /** N_L, the width that the readout sees. */
  readonly width: number;
  /** Copies of W_0 (N_1×D), W_l (N_{l+1}×N_l) and the readout (C×N_L), in the net's dtype. */
  weights(): Matrix[];
  /** End-to-end map Beta (C×D), computed in the net's dtype: f(x) = Beta·x. Always float64. */
  predictor(): Matrix;
  /** Outputs (P×C, float64) for inputs (P×D). */
  predict(x: MatrixLike): Matrix;
  /**
   * Tangent kernel with the step's factors, Σ_l ρ_l r_l ⟨∂f(x)/∂W_l, ∂f(x2)/∂W_l⟩ with ρ_l of the parameterization (muP: γ0² N).
   * (P·C)×(P2·C), float64: sample p and output c at index p·C + c. Default x2: x.
   */
  ntk(x: MatrixLike, x2?: MatrixLike, options?: RateOptions): Matrix;
  /** Φ^0 … Φ^L (P×P, float64): h_l(x)·h_l(x')/N_l, with h_0 = x and N_0 = D. */
  featureKernels(x: MatrixLike): Matrix[];
  /** G^1 … G^{L+1} (C×C). */
  gradientKernels(): Matrix[];
  /** Largest eigenvalue of the loss Hessian in units of the learning rates: gradient descent needs lr · sharpness < 2. */
  sharpness(moments: MomentsLike, options?: RateOptions): number;
  /** Sizes and the table of the parameterization, in words. */
  describe(): string;
  /** A net with copies of the weights. */
  clone(): Net;
}

const A_NET = 'a net of createNet or netFromWeights';

/**
 * Refuses what is no net, by the name of the argument. Nets of another copy of this library pass when their spec and weights
 * fit together; altered copies do not.
 */
export function assertNet(net: unknown, name = 'net'): void {
  const given = net as Net;
  if (typeof net === 'object' && net !== null && own.has(given)) return;
  if (typeof given?.spec !== 'object' || typeof given.weights !== 'function') reject(name, A_NET, net);
  const weights = given.weights();
  const layers = layerScalings(checkedSpec(given.spec, `${name}.spec`));
  if (!Array.isArray(weights) || weights.length !== layers.length) reject(name, A_NET, net);
  layers.forEach(({ fanIn, fanOut }, l) => {
    const { rows, cols } = asMatrix(weights[l], `${name}.weights()[${l}]`);
    if (rows !== fanOut || cols !== fanIn) reject(name, `weights of ${fanOut}×${fanIn} in layer ${l}`, net);
  });
}

const own = new WeakMap<Net, readonly Matrix[]>();

/** Says which matrices a net holds. */
export function holdWeights(net: Net, weights: readonly Matrix[]): void {
  own.set(net, weights);
}

/** The weights of a net of this copy of the library. @throws ValueError for a copy of its fields, which has none. */
export function heldWeights(net: Net): readonly Matrix[] {
  return own.get(net) ?? reject('net', A_NET, net);
}

/** The weights themselves, not copies: for reading inside this library. */
export function weightsOf(net: Net): readonly Matrix[] {
  return own.get(net) ?? net.weights();
}
