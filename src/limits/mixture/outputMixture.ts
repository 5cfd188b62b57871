import { ShapeError } from '../../errors';
import { drain, type Progress } from '../../longWork';
import type { Matrix } from '../../matrix';
import { finite, isNumberList, reject } from '../../validate';
import { type MixingDrawOptions, mixingDraws } from './mixingDraws';
import type { MixingSampler } from './mixingSampler';
import { type MixturePosterior, type MixturePosteriorOptions, mixturePosteriorSteps } from './mixturePosterior';
import type { ScalarMixing } from './scalarMixing';

export type { MixingDrawOptions } from './mixingDraws';
export type { MixturePosterior, MixturePosteriorOptions } from './mixturePosterior';

/** E[Q_ij Q_kl] = A δ_ij δ_kl + B (δ_ik δ_jl + δ_il δ_jk). */
export interface OutputMoments {
  /** Of the term δ_ij δ_kl. */
  A: number;
  /** Of the term δ_ik δ_jl + δ_il δ_jk. */
  B: number;
}

/**
 * Outputs S (C×P, one column a sample) that are Gaussian given a random C×C covariance Q: MatrixNormal(0, Q ⊗ scale·K), E Q = 1, with the
 * samples' kernel K = X Xᵀ/D.
 */
export interface OutputMixture {
  /** C. */
  readonly outputs: number;
  /** Variance of one output at an input with x·x = D. */
  readonly scale: number;
  /** Mean and variance of log q, q = Q_11; q of one output has a density on the axis of log q, and a distribution function. */
  readonly logMixing: {
    /** E log q. */
    readonly mean: number;
    /** Var log q. */
    readonly variance: number;
    /** Density of x = log q. */
    pdf(x: number): number;
    /** P(log q ≤ x). */
    cdf(x: number): number;
  };
  /** E q^k for real k; Infinity where it diverges. */
  mixingMoment(k: number): number;
  /** Draws of Q: row i holds the C·C entries of draw i, row by row. */
  sampleMixing(options: MixingDrawOptions): Matrix;
  /** Density at one input with x·x = D: of one output at a number, of all outputs together at C numbers. */
  pdf(s: number | ArrayLike<number>): number;
  /** Logarithm of `pdf`, also where float64 does not hold that. */
  logPdf(s: number | ArrayLike<number>): number;
  /** P(one output ≤ s) at one input with x·x = D. */
  cdf(s: number): number;
  /** Fourth moments of the outputs, divided by scale²: A = E S_1u² S_2v² and B = E S_1u S_2u S_1v S_2v for inputs u ≠ v with K = 1. */
  readonly outputMoments: OutputMoments;
  /** Bayesian inference with Gaussian label noise. */
  posterior(options: MixturePosteriorOptions): MixturePosterior;
  /** The same as a generator that yields about every 20 ms, counting draws; `next(false)` stops it. Options are checked at once. */
  posteriorSteps(options: MixturePosteriorOptions): Generator<Progress, MixturePosterior, boolean | undefined>;
}

export interface MixtureLaw {
  outputs: number;
  scale: number;
  scalar: ScalarMixing;
  sampler: MixingSampler;
  /** Width of the narrowest layer; Infinity in the limit. */
  narrowest: number;
  /** E Q_11² and the second eigenvalue of the moments' recursion. */
  moments: { e2: number; em: number };
}

/** What is shared by the exact law of finite widths and the proportional limit. */
export function outputMixture(law: MixtureLaw): OutputMixture {
  const { outputs, scale, scalar } = law;
  const { mean, variance } = scalar;
  const logPdf = (s: number | ArrayLike<number>) => {
    const list = typeof s === 'number' ? [s] : isNumberList(s) ? s : reject('s', 'a number or numbers', s);
    if (typeof s !== 'number' && list.length !== outputs) {
      throw new ShapeError(`s: expected a number or ${outputs} numbers, got ${list.length}`);
    }
    const values = Array.from(list, (value, i) => finite(`s[${i}]`, value));
    const n = values.length;
    // squares may over- or underflow
    const logT = 2 * Math.log(Math.hypot(...values) / Math.sqrt(scale)) - Math.LN2;
    return scalar.logExpectation(n, logT) - 0.5 * n * Math.log(2 * Math.PI * scale);
  };
  const { e2, em } = law.moments;
  return {
    outputs,
    scale,
    logMixing: {
      mean,
      variance,
      pdf: (x) => Math.exp(scalar.logDensity(finite('x', x))),
      cdf: (x) => scalar.cdf(finite('x', x)),
    },
    mixingMoment: (k) => scalar.moment(finite('k', k)),
    sampleMixing: (options) => mixingDraws(law.sampler, outputs, options),
    pdf: (s) => Math.exp(logPdf(s)),
    logPdf,
    cdf(s) {
      finite('s', s);
      const tail = scalar.normalTail(Math.abs(s) / Math.sqrt(scale));
      return s > 0 ? 1 - tail : tail;
    },
    outputMoments: { A: (e2 + 2 * em) / 3, B: (e2 - em) / 3 },
    posterior: (options) => drain(mixturePosteriorSteps(law, options), options.onProgress),
    posteriorSteps: (options) => mixturePosteriorSteps(law, options),
  };
}
