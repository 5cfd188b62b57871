import { integer, knownOptions, nonNegative, positive } from '../validate';
import { type OutputMixture, outputMixture } from './mixture/outputMixture';
import { logNormalMixing } from './mixture/scalarMixing';
import { triangularMixing } from './mixture/triangularMixing';

export type {
  MixingDrawOptions,
  MixturePosterior,
  MixturePosteriorOptions,
  OutputMixture,
  OutputMoments,
} from './mixture/outputMixture';

export interface ProportionalLimitOptions {
  /** α = lim Σ_l 1/N_l over the hidden layers, L/N for equal widths; 0 is the Gaussian (NNGP) limit. */
  depthPerWidth: number;
  /** Outputs C. Default 1. */
  outputs?: number;
  /** Variance of one output at an input with x·x = D: the product of all s_l² (and of γ0²N of the net, over 1). Default 1. */
  scale?: number;
  /** Steps of the stochastic equation of several outputs. Default: of 1/32 or less, at least 8. */
  steps?: number;
}

/** Longest default step of the stochastic equation. */
const STEP = 1 / 32;

/**
 * Prior, and posterior, of deep linear nets in the proportional limit L, N → ∞ at Σ 1/N_l → α: outputs are a Gaussian mixture,
 *   S ~ MatrixNormal(0, Q_α ⊗ scale·K),   one output: log q ~ N(−α, 2α),   E q^k = e^{αk(k−1)},
 * that keeps correlations between outputs: E[Q_ij Q_kl] has A = (e^{2α} + 2e^{−α})/3 and B = (e^{2α} − e^{−α})/3. Widths need not be
 * equal. The law of a finite net (`finiteWidthPrior`) is O(1/N) away.
 *
 * Nets: parameterization 'ntk', or gamma0 = 1/√N, with Gaussian initialization and without skip connections.
 * Bassetti, Ladelli & Rotondo (arXiv:2411.15267); formulas: docs/limits/proportional-limit.md.
 * @throws ValueError for bad options.
 */
export function proportionalLimit(options: ProportionalLimitOptions): OutputMixture {
  knownOptions('proportionalLimit', options, ['depthPerWidth', 'outputs', 'scale', 'steps']);
  const alpha = nonNegative('depthPerWidth', options.depthPerWidth);
  const outputs = integer('outputs', options.outputs ?? 1, 1, 1000);
  const steps = integer('steps', options.steps ?? Math.max(8, Math.ceil(alpha / STEP)), 1);
  return outputMixture({
    outputs,
    scale: positive('scale', options.scale ?? 1),
    scalar: logNormalMixing(alpha),
    narrowest: Number.POSITIVE_INFINITY,
    sampler: triangularMixing(alpha, outputs, steps),
    moments: { e2: Math.exp(2 * alpha), em: Math.exp(-alpha) },
  });
}
