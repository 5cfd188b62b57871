import { drain, type Progress } from '../longWork';
import type { Dtype, Matrix } from '../matrix';
import { assertNet, type Net } from '../nets/net';
import { booleanValue, checkWatchers } from '../validate';
import type { Build } from '../wasm/load';
import { checkNames, type TrainPlan, type TrainPlanOptions, trainPlan } from './plan';
import type { Recorded } from './record';
import type { RunState } from './runState';
import { runSteps } from './runSteps';

export interface TrainProgress extends Progress {
  /** The newest measured loss; NaN while the data are being read. */
  loss: number;
}

export interface TrainOptions extends TrainPlanOptions {
  /** Adds `state`, from which `resume` goes on: a copy of the velocities, where there is momentum. Default false. */
  keepState?: boolean;
  /** Stops the run at the next report of progress. */
  signal?: AbortSignal;
  /** Called about every 20 ms; returning false stops the run. */
  onProgress?: (progress: TrainProgress) => unknown;
}

/** Result of a run. Every loss is ½ mean ‖y − f‖²; index 0 of a curve is initialization. */
export interface TrainRun {
  /**
   * steps + 1 entries. Full batch: training loss at each step, within rounding of ½ mean ‖y‖². Mini-batches: loss of the batch that the step uses, before
   * the step; the last entry measures the last batch again. Empty when the run was stopped while the moments of x and y
   * were being computed.
   */
  loss: Float64Array;
  /** Steps done: fewer than asked for in a run that diverged or was stopped. */
  steps: number;
  /** Loss on testMoments, steps + 1 entries. */
  testLoss?: Float64Array;
  /** Recorded predictors (C×D, float64), aligned with recorded.steps. */
  predictors?: Matrix[];
  /** Steps that were recorded, and weights where `record` asked for them. */
  recorded: Recorded;
  /** The trained net, at step `steps`. */
  net: Net;
  /** The first step whose loss is not finite. The run then ends at the step before it. */
  diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
  };
  /** Set when onProgress or the signal ended the run. */
  stopped?: {
    /** Steps done. */
    step: number;
  };
  /** What `resume` needs, where `keepState` asked for it (and the run was not stopped before the data were read). */
  state?: RunState;
  /** WebAssembly that computed it. */
  build: Build;
  /** Kind of the weights of `net`. */
  dtype: Dtype;
}

/**
 * Trains a net by gradient descent on ½ mean ‖y − f‖²: W_l += η_t r_l ρ_l (−∂loss/∂W_l), with ρ_l from the
 * parameterization (muP: γ0² N). A deep linear net needs only the error moment E = mean (y − f) xᵀ: each gradient is
 * m_l g_{l+1} z_lᵀ of a backward field g and the forward image z of E, so a full-batch step costs the same whatever the
 * number of samples. Its loss is ½ mean ‖y‖² less what the net explains, so rounding leaves some 1e-16·½ mean ‖y‖² of it, and 0 may
 * be no perfect fit: labels that are far from 0 have to be centred where smaller losses matter. `net` is left as it is. Loss and E are computed in float64, E is then rounded to
 * the net's dtype. Divergence is a result, not an error.
 * With `momentum`, decay or `temperature` (`OptimizerOptions` has the rule) the step costs up to about twice as much, more
 * with noise. Under `nesterov` everything measured, recorded and returned is w̃ = w + μ v, where the gradient is taken:
 * `loss`, `predictors`, recorded weights and `net` belong together at every step.
 * @throws ValueError or ShapeError, before any work, for options outside their range or unknown
 */
export function train(net: Net, options: TrainOptions): TrainRun {
  return drain(trainSteps(net, options), options.onProgress);
}

/**
 * The same run as a generator that yields its progress about every 20 ms, so that a page or a server stays responsive;
 * `next(false)` stops it. Options are checked at once. onProgress belongs to `train` and is not called here. Samples are
 * referenced, not copied, and moments are copied at the first `next`: leave both as they are until the end.
 */
export function trainSteps(net: Net, options: TrainOptions): Generator<TrainProgress, TrainRun, boolean | undefined> {
  return runSteps(net, checkedOptions('train', net, options), options);
}

/** Checks all options of a run before any work; `where` is the function's name in errors. */
export function checkedOptions(where: string, net: Net, options: TrainOptions): TrainPlan {
  checkNames(where, options, ['record', 'keepState', 'signal', 'onProgress']);
  assertNet(net);
  checkWatchers(options);
  booleanValue('keepState', options.keepState ?? false);
  return trainPlan(net.spec, options);
}
