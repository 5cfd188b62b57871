import { drain } from '../longWork';
import { type Matrix, matrix, transpose } from '../matrix';
import { integer } from '../validate';
import { addScaled } from './causal/addScaled';
import { extrapolation, FADING } from './causal/extrapolation';
import { type JointLimitOptions, type JointLimitProgress, type JointPlan, jointPlan } from './joint/jointLimitOptions';
import type { JointNet } from './joint/jointNet';
import { type JointHistory, type JointRun, jointRun, type TwoTime } from './joint/jointRun';

export type { JointLimitOptions, JointLimitProgress } from './joint/jointLimitOptions';
export type { JointNet } from './joint/jointNet';
export type { SpectrumGroup } from './joint/jointSpectrum';

/** Two-time functions of one kind, C×C for times t and s (default t). Layers: l = 1 … L. */
export interface JointTwoTime {
  /** Of the backward fields g_l = γ0 N ∂f/∂h_l. */
  gradient(l: number, t: number, s?: number): Matrix;
  /** Of the forward images z_l of the error; l = 0: of the error e = √D XᵀΔ/P itself. */
  error(l: number, t: number, s?: number): Matrix;
  /** Of v = β* − β, the predictor's error, a mode each. */
  predictorError(t: number, s?: number): Matrix;
  /** Of Δ = y − f, the residual of a training sample. */
  residual(t: number, s?: number): Matrix;
}

/** A training run in the joint limit. Times t, s count steps; index 0 is initialization. */
export interface JointLimit {
  /** Test loss ½ E‖f* − f‖², without label noise, at every time. */
  readonly test: Float64Array;
  /**
   * Training loss ½ mean‖y − f‖², with label noise: on the samples, on the fresh batch before its step (the last entry too, where
   * `train` measures its last batch again), or on the population.
   */
  readonly train: Float64Array;
  /**
   * gradient: G^l(t, s) = mean g_l g_lᵀ. error: Z^l(t, s) = mean z_l z_lᵀ; l = 0: C_e, mean over modes e eᵀ. predictorError: C_v,
   * mean over modes λ v vᵀ (its trace is 2·test). residual: C_Δ, mean over samples Δ Δᵀ (its trace is 2·train).
   */
  readonly correlations: JointTwoTime;
  /**
   * gradient: ∂g_l(t)/∂u_l(s), u_l the Gaussian source of z_l. error: ∂z_l(t)/∂r_l(s), r_l the Gaussian source of g_l, l < L; l = 0:
   * A^0, mean over modes ∂e(t)/∂r_0(s). predictorError: R_v, what a residual at s does to the samples' predictor errors at t.
   * residual: R_Δ, ∂Δ(t)/∂(a perturbation of Δ at s). Zero for s > t.
   */
  readonly responses: JointTwoTime;
  /** Estimated errors of `test` and `train` with hidden: Infinity, where they are extrapolated; else undefined. */
  readonly extrapolationError?: {
    /** Of the test loss at every time. */
    test: Float64Array;
    /** Of the training loss at every time. */
    train: Float64Array;
  };
  /** The finite net with D inputs, of the same hidden, outputs, residual, initialScales, layerLr and noise. */
  forNet(size: { inputs: number }): JointNet;
  /** L; Infinity for infinite depth. */
  readonly hidden: number;
  /** Steps done: fewer than asked for when the run diverged or was stopped. */
  readonly steps: number;
  /**
   * First step without a finite loss. The step size is unstable; finite nets diverge as well. `criticalLrHat`: learning rates above
   * it grow from the start whatever ν and α are (the tangent kernel's largest eigenvalue is at least its mean over the modes of
   * the largest λ); noise of finite ν and α, or training, may leave less.
   */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
    /** Learning rate η̂ above which training is unstable from the start; undefined where none is. */
    criticalLrHat?: number;
  };
  /** Last step done when a progress callback or a signal ended the run. */
  readonly stopped?: {
    /** Which step. */
    step: number;
  };
}

/**
 * Exact training dynamics of a deep linear net in the joint proportional limit: inputs D, width N = νD and samples P = αD (or
 * batch B = αD) go to infinity together, depth and steps fixed. Gradient descent from Gaussian initialization on
 *   h_1 = W_0 x/√D,  h_{l+1} = [h_l +] b W_l h_l/√N,  f = aᵀh_L/(γ0 N),  γ0 = γ̂/√D,  step η̂D·r_l γ0² N on ½ mean‖y − f‖²,
 * Gaussian inputs of a given covariance spectrum, y = β*·x/√D + noise with β* of order one. Test and training loss become
 * deterministic: finite nets differ by O(D^−1/2), their mean by O(1/D). Unlike at infinite width with fixed data, width noise
 * (weights of a net with finite ν) and sample noise (finite α) act back on training.
 *
 * Dynamical mean-field equations of Bordelon & Pehlevan (arXiv:2502.02531), in the form of docs/limits/joint-limit.md: strictly
 * causal, so nothing is iterated. A spectrum is exact when each eigenvalue has a finite share of the modes. `hidden: Infinity`
 * with branches β0/√L extrapolates six depths up to L = 13 and returns an estimate of the error; gradient then exists for l = 1 and
 * error for l = 0 only. `momentum` and `nesterov` are those of `train`, decay and temperature times D.
 *
 * With n = C(T + 1), K distinct eigenvalues: about (8/3·L + K + 4)·n³ multiply-adds (residual: 8/3·L²), WebAssembly memory
 * 8·(6L + K + 13)·n² bytes (residual: 4L² + 2L in place of 6L); the result keeps at most 4·(4L + 7)·n² bytes.
 *
 * An unstable step ends in a result with `diverged`, as a finite net's run does.
 * @throws ValueError, ShapeError for bad options; ValueError when the run would not fit into memory.
 */
export function jointLimit(options: JointLimitOptions): JointLimit {
  return drain(jointLimitSteps(options), options.onProgress);
}

/** The generator behind `jointLimit`: yields about every 20 ms; `next(false)` stops the run. Options are checked at once. */
export function jointLimitSteps(
  options: JointLimitOptions,
): Generator<JointLimitProgress, JointLimit, boolean | undefined> {
  const plan = jointPlan(options);
  return (function* () {
    return toLimit(plan, yield* jointRun(plan));
  })();
}

function toLimit(plan: JointPlan, run: JointRun): JointLimit {
  const { hidden, outputs, finiteNet } = plan;
  const { histories, times, diverged, stopped } = run;
  const last = times - 1;
  const depths = histories.map((history) => history.hidden);
  const infinite = depths.length > 1;
  const { weights, changes } = extrapolation(depths.map((depth) => depth - 1));
  /** Σ weight·history, the limit of whatever is taken from the histories. */
  const combine = (pick: (history: JointHistory) => Matrix): Matrix => {
    const out = matrix(outputs, outputs);
    histories.forEach((history, i) => {
      addScaled(out.data, pick(history).data, weights[i]);
    });
    return out;
  };
  const curve = (kind: 'predictorError' | 'residual', factors: readonly number[]) => {
    const out = new Float64Array(times);
    histories.forEach((history, i) => {
      for (let t = 0; t < times; t++) {
        for (let c = 0; c < outputs; c++) {
          out[t] += 0.5 * factors[i] * history[kind].correlations.row(t, c)[t * outputs + c];
        }
      }
    });
    return out;
  };
  const twoTime = (read: (pair: TwoTime, t: number, s: number) => Matrix, deepestError: number): JointTwoTime => {
    const at = (pick: (history: JointHistory) => TwoTime, t: number, s: number): Matrix => {
      integer('t', t, 0, last);
      integer('s', s, 0, last);
      return combine((history) => read(pick(history), t, s));
    };
    return {
      gradient: (l, t, s = t) => at(({ gradient }) => gradient[integer('l', l, 1, infinite ? 1 : hidden)], t, s),
      error: (l, t, s = t) => at(({ error }) => error[integer('l', l, 0, infinite ? 0 : deepestError)], t, s),
      predictorError: (t, s = t) => at(({ predictorError }) => predictorError, t, s),
      residual: (t, s = t) => at(({ residual }) => residual, t, s),
    };
  };
  const estimate = (kind: 'predictorError' | 'residual') => {
    const error = new Float64Array(times);
    for (const change of changes) {
      let size = 0;
      curve(kind, change).forEach((value, t) => {
        size = Math.max(Math.abs(value), FADING * size);
        error[t] += size;
      });
    }
    return error;
  };
  return {
    test: curve('predictorError', weights),
    train: curve('residual', weights),
    extrapolationError: infinite ? { test: estimate('predictorError'), train: estimate('residual') } : undefined,
    correlations: twoTime(({ correlations }, t, s) => {
      return s <= t ? correlations.block(t, s) : transpose(correlations.block(s, t));
    }, hidden),
    responses: twoTime(({ responses, identity }, t, s) => {
      if (s <= t && responses) return responses.block(t, s);
      const block = matrix(outputs, outputs);
      for (let c = 0; identity && s === t && c < outputs; c++) block.data[c * (outputs + 1)] = 1;
      return block;
    }, hidden - 1),
    forNet: finiteNet,
    hidden,
    steps: last,
    diverged,
    stopped,
  };
}
