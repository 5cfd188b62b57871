import { drain, type Progress, YIELD_MS } from '../longWork';
import type { Dtype, Matrix } from '../matrix';
import { assertNet, type Net, weightsOf } from '../nets/net';
import { ownNet } from '../nets/netFromWeights';
import { checkWatchers } from '../validate';
import { type Build, currentBuild } from '../wasm/load';
import { workspace } from '../wasm/workspace';
import { checkNames, dataWork, type TrainPlan, type TrainPlanOptions, trainPlan } from './plan';
import { isRecorded, type Recorded } from './record';
import { Trainer } from './trainer';

export interface TrainProgress extends Progress {
  /** The newest measured loss; NaN while the moments of x and y are being computed. */
  loss: number;
}

export interface TrainOptions extends TrainPlanOptions {
  /** Stops the run at the next report of progress. */
  signal?: AbortSignal;
  /** Called about every 20 ms; returning false stops the run. */
  onProgress?: (progress: TrainProgress) => unknown;
}

/** Result of a run. Every loss is ½ mean ‖y − f‖²; index 0 of a curve is initialization. */
export interface TrainRun {
  /**
   * steps + 1 entries. Full batch: training loss at each step. Mini-batches: loss of the batch that the step uses, before
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
  recorded: Recorded;
  /** The trained net, at step `steps`. */
  net: Net;
  /** The first step whose loss is not finite. The run then ends at the step before it. */
  diverged?: { step: number; reason: string };
  stopped?: { step: number };
  build: Build;
  dtype: Dtype;
}

const others = ['record', 'signal', 'onProgress'];

/**
 * Trains a net by gradient descent on ½ mean ‖y − f‖²: W_l += η_t r_l ρ_l (−∂loss/∂W_l), with ρ_l from the
 * parameterization (muP: γ0² N). A deep linear net needs only the error moment E = mean (y − f) xᵀ: each gradient is
 * m_l g_{l+1} z_lᵀ of a backward field g and the forward image z of E, so a full-batch step costs the same whatever the
 * number of samples, exact to rounding. `net` is left as it is. Loss and E are computed in float64, E is then rounded to
 * the net's dtype. Divergence is a result, not an error.
 * With `momentum`, decay or `temperature` (src/optimizer.ts has the rule) the step costs up to about twice as much, more
 * with noise. Under `nesterov` everything measured, recorded and returned is w̃ = w + μ v, where the gradient is taken:
 * `loss`, `predictors`, recorded weights and `net` belong together at every step.
 * @throws ValueError or ShapeError, before any work, for options outside their range or unknown
 */
export function train(net: Net, options: TrainOptions): TrainRun {
  return drain(trainSteps(net, options), options.onProgress);
}

/**
 * The same run as a generator that yields its progress about every 20 ms, so that a page or a server stays responsive;
 * `next(false)` stops it. Options are checked at once. onProgress belongs to `train` and is not called here. Samples and moments are referenced, not copied: leave them as
 * they are until the end.
 */
export function trainSteps(net: Net, options: TrainOptions): Generator<TrainProgress, TrainRun, boolean | undefined> {
  checkNames('train', options, others);
  assertNet(net);
  checkWatchers(options);
  return run(net, trainPlan(net.spec, options), options.signal);
}

function* run(
  net: Net,
  plan: TrainPlan,
  signal: AbortSignal | undefined,
): Generator<TrainProgress, TrainRun, boolean | undefined> {
  const { steps, record } = plan;
  let stopped = signal?.aborted ?? false;
  const whole =
    stopped && plan.pending ? undefined : yield* dataWork(plan, { step: 0, steps, loss: Number.NaN }, signal);
  if (!whole) return unmeasured(net, plan);
  const ws = workspace();
  try {
    const trainer = new Trainer(ws, net.spec, whole);
    trainer.net.load(weightsOf(net));
    const weights: Matrix[][] = [];
    const recordWeights = (total: number) => {
      if (record.weights && isRecorded(record, trainer.at, total)) weights.push(trainer.net.save());
    };
    recordWeights(steps);
    // A first call that takes a fraction of YIELD_MS anywhere; after it the speed is known.
    let perMs = 1e6;
    let yielded = performance.now();
    let ok = !stopped || trainer.finishHere();
    while (ok && trainer.measured <= steps && !stopped) {
      const budget = Math.max(1, Math.floor((YIELD_MS * perMs) / trainer.work));
      const boundary = record.weights ? record.every - (trainer.at % record.every) : budget;
      const from = trainer.at;
      const before = performance.now();
      ok = trainer.advance(Math.min(budget, boundary));
      if (!ok) break;
      recordWeights(steps);
      const now = performance.now();
      perMs = Math.max(1e4, ((trainer.at - from) * trainer.work) / Math.max(now - before, 0.01));
      const finished = trainer.measured > steps;
      if (!finished && now - yielded < YIELD_MS) continue;
      const go = yield { step: trainer.at, steps, loss: trainer.loss[trainer.measured - 1] };
      yielded = performance.now();
      stopped = !finished && (go === false || (signal?.aborted ?? false));
      if (!stopped) continue;
      if (trainer.at % Math.max(1, record.every) !== 0) recordWeights(trainer.at);
      ok = trainer.finishHere();
    }
    return finish(net, trainer, weights, { ok, stopped });
  } finally {
    ws.dispose();
  }
}

/** A run that was stopped before the moments of its samples were known. */
function unmeasured(net: Net, { record, testMoments }: TrainPlan): TrainRun {
  return {
    loss: new Float64Array(0),
    steps: 0,
    ...(testMoments && { testLoss: new Float64Array(0) }),
    ...(record.predictor && { predictors: [] }),
    recorded: { steps: [], ...(record.weights && { weights: [] }) },
    net: ownNet(net.spec, net.weights()),
    stopped: { step: 0 },
    build: currentBuild(),
    dtype: net.spec.dtype,
  };
}

function finish(
  net: Net,
  trainer: Trainer,
  weights: Matrix[][],
  { ok, stopped }: { ok: boolean; stopped: boolean },
): TrainRun {
  const { plan, measured } = trainer;
  const steps = Math.max(0, measured - 1);
  if (!ok) {
    trainer.net.load(weightsOf(net));
    trainer.replay(steps);
  }
  const end = ok ? steps : plan.steps;
  const recordedSteps: number[] = [];
  for (let t = 0; t < measured; t++) if (isRecorded(plan.record, t, end)) recordedSteps.push(t);
  const recorded: Recorded = { steps: recordedSteps };
  if (plan.record.weights) recorded.weights = weights.slice(0, recordedSteps.length);
  return {
    loss: trainer.loss.slice(0, measured),
    steps,
    ...(trainer.testLoss && { testLoss: trainer.testLoss.slice(0, measured) }),
    ...(plan.record.predictor && { predictors: trainer.predictors }),
    recorded,
    net: ownNet(net.spec, trainer.net.save()),
    ...(!ok && { diverged: { step: measured, reason: trainer.divergence() } }),
    ...(ok && stopped && { stopped: { step: steps } }),
    build: currentBuild(),
    dtype: net.spec.dtype,
  };
}
