import { drain } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { causalLimit } from './causal/causalLimit';
import { extrapolatedLimit } from './causal/extrapolatedLimit';
import {
  type InfiniteWidthOptions,
  type InfiniteWidthProgress,
  infiniteWidthPlan,
} from './causal/infiniteWidthOptions';
import { stableRuns } from './causal/stableRuns';

export type { InfiniteWidthOptions, InfiniteWidthProgress } from './causal/infiniteWidthOptions';

/** A training run of an infinitely wide net. Times t, s count steps; index 0 is initialization. */
export interface InfiniteWidthLimit {
  /** ½ mean‖y − f‖² on the data of `moments` at every time, as TrainRun.loss of full-batch training; empty without `moments`. */
  readonly loss: Float64Array;
  /** Beta_t (C×D), f = Beta·x, at every time. */
  readonly predictors: Matrix[];
  /** Beta_t (C×D). */
  predictor(t: number): Matrix;
  /** G^l(t, s) = mean over neurons of g_l(t) g_l(s)ᵀ (C×C), g_l = γ0 N ∂f/∂h_l; l = 1 … L, and 1 for l = L + 1. s: default t. */
  gradientKernel(l: number, t: number, s?: number): Matrix;
  /**
   * Z^l(t, s) = mean over neurons of z_l(t) z_l(s)ᵀ (C×C), z_l = h_l of the inputs E_tᵀ; l = 1 … L, and E_t E_sᵀ/D for l = 0.
   * s: default t. Not defined at t = steps for a run driven by `error`.
   */
  errorKernel(l: number, t: number, s?: number): Matrix;
  /** Φ^l(x, x'; t) = mean over neurons of h_l(x) h_l(x') (P×P) of any inputs x (P×D), l = 1 … L, with the weights of time t. */
  featureKernel(x: MatrixLike, l: number, t: number): Matrix;
  /** L. */
  readonly hidden: number;
  /** N_l/N_L of the L hidden layers. */
  readonly widthRatios: readonly number[];
  /** γ0. */
  readonly gamma0: number;
  /** Steps done: fewer than asked for when the run diverged or was stopped. */
  readonly steps: number;
  /**
   * First step without a finite predictor. The step size is unstable; finite nets diverge as well. `criticalLr`, of full-batch
   * runs: the learning rate above which training is unstable from the start, 2 D/(k λ_max(Sxx)) for plain gradient descent.
   */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
    /** Learning rate above which full-batch training is unstable from the start. */
    criticalLr?: number;
  };
  /** Last step done when a progress callback or a signal ended the run. */
  readonly stopped?: {
    /** Which step. */
    step: number;
  };
  /** Estimated errors at every time, where the limit is extrapolated (`flow`): of the loss, and of the largest entry of Beta_t. */
  readonly extrapolationError?: ExtrapolationError;
}

/** Estimated absolute errors of an extrapolated limit at every time. */
export interface ExtrapolationError {
  /** Of the loss; empty without `moments`. */
  loss: Float64Array;
  /** Of the largest entry of Beta_t. */
  predictors: Float64Array;
}

/**
 * Exact training dynamics of a deep linear net in the limit of infinite width N at fixed data, depth and number of
 * steps: gradient descent from Gaussian initialization in muP (mean-field) scaling,
 *   h_1 = W_0 x/√D,  h_{l+1} = [h_l +] b W_l h_l/√N_l,  f = aᵀh_L/(γ0 N_L),  step η_t r_l γ0² N_L on ½ mean‖y − f‖²,
 * with momentum, decay and Langevin noise as in `train` (v ← μ v + step − η λ w̃ + √(2θη) ξ, w ← (1 − η λ') w + v, gradient and
 * predictor those of w̃ = w, or w + μ v with `nesterov`), and with widths N_l = widthRatios[l − 1]·N, N → ∞. The predictor becomes deterministic: finite nets differ from it by O(N^−1/2), their mean by O(1/N).
 *
 * Dynamical mean-field equations of Bordelon & Pehlevan (arXiv:2205.09653; discrete time: arXiv:2210.02157 eq. 5;
 * deep linear nets: arXiv:2502.02531) in the moment form of docs/infinite-width.md: fields over C error images
 * instead of P samples, strictly causal, so nothing is iterated.
 *
 * With n = C(T + 1): about 8/3·L·n³ multiply-adds whatever D and the number of samples are (first and last layer cost less,
 * with noise as much), plus C·D² a step with `moments`. WebAssembly memory during the run: at most 48·L·n² bytes beside the
 * data, 64·L·n² unless the step is plain. The result keeps at most 24·L·n² bytes (half matrices of correlations and responses,
 * for the kernels; with noise 32) and 16·n·D bytes (predictors and errors) on the JavaScript heap, and up to 8·L·T² bytes of
 * kernels of the weights. With `residual` a neuron is one process over all layers: L
 * times as many multiply-adds and bytes.
 *
 * `flow`: gradient flow, dW/dt being minus the gradient times r_l γ0² N_l (with decay and noise, where asked for), at the times Σ η:
 * runs with 1, 2, 3, 4, 6 and 8 Euler steps in each step of the curve, extrapolated to infinitely many, with an estimate of the error.
 * 828 times the multiply-adds and 130 times the bytes, with k³ and k² more of them where η is so large that it takes k times as many
 * stable steps (k is found at the start, and doubled when kernels grow). The error falls as the sixth power of η.
 *
 * An unstable step ends in a result with `diverged`, as a finite net's run does.
 * @throws ValueError, ShapeError for bad options; ValueError, before any work, when the run would not fit into memory.
 */
export function infiniteWidth(options: InfiniteWidthOptions): InfiniteWidthLimit {
  return drain(infiniteWidthSteps(options), options.onProgress);
}

/** The generator behind `infiniteWidth`: yields about every 20 ms; `next(false)` stops the run. Options are checked at once. */
export function infiniteWidthSteps(
  options: InfiniteWidthOptions,
): Generator<InfiniteWidthProgress, InfiniteWidthLimit, boolean | undefined> {
  const plan = infiniteWidthPlan(options);
  return (function* () {
    const { shares, runs } = yield* stableRuns(plan);
    return plan.finer ? extrapolatedLimit(shares, runs) : causalLimit(runs.runs[0], runs);
  })();
}
