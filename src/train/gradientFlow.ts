import { checkedMoments, type MomentsLike } from '../data/checkedMoments';
import { NumericalError, ShapeError } from '../errors';
import { drain, type Progress, YIELD_MS } from '../longWork';
import { type Dtype, type Matrix, matrix } from '../matrix';
import { assertNet, type Net, weightsOf } from '../nets/net';
import { ownNet } from '../nets/netFromWeights';
import type { NetSpec } from '../nets/netSpec';
import { perLayer } from '../perLayer';
import { checkedNumbers, checkWatchers, integer, isNumberList, knownOptions, nonNegative, reject } from '../validate';
import { type Build, currentBuild } from '../wasm/load';
import { workspace } from '../wasm/workspace';
import { stepFactor } from './dormandPrince';
import { FlowField } from './flowField';
import { assertNetsFit } from './record';

export interface GradientFlowOptions {
  /** Moments of the data. */
  moments: MomentsLike;
  /** Times ≥ 0, in order, at which the flow is returned. One unit of time is 1/η steps of `train` as η → 0. */
  times: ArrayLike<number>;
  /**
   * Largest error of one step in any weight matrix, relative to the root mean square of its singular values (at least 1e-290); 1e-14 … 0.1.
   * Default 1e-9: predictors are then right to about 1e-8.
   */
  tolerance?: number;
  /** r_l: one number, or L + 1 in the order W_0 … W_{L−1}, readout; 0 freezes a layer but for decay. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** λ ≥ 0 of a term −λ W_l in dW_l/dt: one number, or L + 1 in the same order. Default 0. */
  weightDecay?: number | ArrayLike<number>;
  /** Most steps of the integrator, also those that were repeated. Default 1e6. */
  maxSteps?: number;
  /** Stops the flow at the next report of progress. */
  signal?: AbortSignal;
  /** Called about every 20 ms; returning false stops the flow. */
  onProgress?: (progress: GradientFlowProgress) => unknown;
}

export interface GradientFlowProgress extends Progress {
  /** How many of the times are reached. */
  step: number;
  /** How many there are. */
  steps: number;
  /** Where the flow is. */
  time: number;
}

/** The flow at the times asked for (fewer when it was stopped). */
export interface GradientFlowRun {
  /** The times asked for that were reached. */
  times: Float64Array;
  /** ½ mean ‖y − f‖². */
  loss: Float64Array;
  /** C×D, float64. */
  predictors: Matrix[];
  /** The net at each time, in the dtype of the one given. */
  nets: Net[];
  /** Steps of the integrator that were accepted. */
  steps: number;
  /** Steps of the integrator that were repeated with a smaller size. */
  rejected: number;
  /** How many of the times were reached, when onProgress or the signal stopped the flow. */
  stopped?: {
    /** Number of times reached. */
    step: number;
  };
  /** WebAssembly that computed it. */
  build: Build;
  /** Kind of the weights of `nets`. */
  dtype: Dtype;
}

const names = ['moments', 'times', 'tolerance', 'layerLr', 'weightDecay', 'maxSteps', 'signal', 'onProgress'];

/**
 * Gradient flow dW_l/dt = r_l ρ_l (−∂loss/∂W_l) [− λ_l W_l] of a finite net on ½ mean ‖y − f‖², with ρ_l from the
 * parameterization (muP: γ0² N): the limit of `train` for η → 0 at t = η · steps. Explicit Runge–Kutta steps of order 5
 * with the error estimate of order 4 (Dormand and Prince 1980) end exactly at the times asked for. Computed in float64,
 * also for a float32 net. `net` is left as it is. Without decay W_{l+1}ᵀ W_{l+1}/r_{l+1}ρ_{l+1} − W_l W_lᵀ/r_lρ_l is
 * conserved between layers without skip connections (Saxe, McClelland and Ganguli 2014; Arora, Cohen and Hazan 2018).
 * The cost grows with time · sharpness, as that of any explicit method.
 * @throws ValueError or ShapeError, before any work, for options outside their range or unknown; NumericalError, with the
 * number of steps done, when the loss of the initial net is not finite, no step is small enough for the tolerance or
 * maxSteps are not enough
 */
export function gradientFlow(net: Net, options: GradientFlowOptions): GradientFlowRun {
  return drain(gradientFlowSteps(net, options), options.onProgress);
}

/** The same as a generator that yields its progress about every 20 ms; `next(false)` stops it. Options are checked at once. */
export function gradientFlowSteps(
  net: Net,
  options: GradientFlowOptions,
): Generator<GradientFlowProgress, GradientFlowRun, boolean | undefined> {
  knownOptions('gradientFlow', options, names);
  assertNet(net);
  checkWatchers(options);
  const { hidden } = net.spec;
  const tolerance = nonNegative('tolerance', options.tolerance ?? 1e-9);
  if (tolerance < 1e-14 || tolerance > 0.1) reject('tolerance', 'a number from 1e-14 to 0.1', options.tolerance);
  const checked = {
    moments: checkedMoments('moments', options.moments, net.spec),
    times: readTimes(options.times, net.spec),
    tolerance,
    layerLr: perLayer('layerLr', options.layerLr ?? 1, hidden),
    weightDecay: perLayer('weightDecay', options.weightDecay ?? 0, hidden),
    maxSteps: integer('maxSteps', options.maxSteps ?? 1e6, 1),
    signal: options.signal,
  };
  return run(net, checked);
}

function readTimes(times: unknown, spec: NetSpec): Float64Array {
  if (!isNumberList(times)) reject('times', 'a list of times', times);
  if (times.length === 0) throw new ShapeError('times: expected at least one time, got none');
  assertNetsFit(spec, times.length);
  const read = checkedNumbers('times', times, nonNegative);
  read.forEach((t, k) => {
    if (k > 0 && t < read[k - 1]) reject(`times[${k}]`, `at least the time before it, ${read[k - 1]}`, t);
  });
  return read;
}

interface Checked {
  moments: ReturnType<typeof checkedMoments>;
  times: Float64Array;
  tolerance: number;
  layerLr: number[];
  weightDecay: number[];
  maxSteps: number;
  signal?: AbortSignal;
}

function* run(
  net: Net,
  { moments, times, tolerance, layerLr, weightDecay, maxSteps, signal }: Checked,
): Generator<GradientFlowProgress, GradientFlowRun, boolean | undefined> {
  const { spec } = net;
  const made = { loss: [] as number[], predictors: [] as Matrix[], nets: [] as Net[] };
  let steps = 0;
  let rejected = 0;
  const result = (stopped: boolean): GradientFlowRun => ({
    times: times.slice(0, made.nets.length),
    loss: Float64Array.from(made.loss),
    predictors: made.predictors,
    nets: made.nets,
    steps,
    rejected,
    ...(stopped && { stopped: { step: made.nets.length } }),
    build: currentBuild(),
    dtype: spec.dtype,
  });
  if (signal?.aborted) return result(true);
  const ws = workspace();
  try {
    const field = new FlowField(ws, spec, moments, { layerLr, weightDecay });
    if (!field.load(weightsOf(net)))
      throw new NumericalError('net: the loss of the initial net is not finite', { step: 0 });
    let yielded = performance.now();
    let t = 0;
    let h = field.firstStep();
    for (const time of times) {
      while (t < time) {
        // A rest of a little more than a step is halved: a tiny last step would say nothing about the next.
        const rest = time - t;
        const last = rest <= h;
        const size = last ? rest : rest < 2 * h ? rest / 2 : h;
        if (!(t + size > t)) {
          throw new NumericalError(
            `tolerance: expected one that steps of float64 can meet, got ${tolerance}: the step at time ${t} would be ${size}`,
            { step: steps },
          );
        }
        if (steps + rejected === maxSteps) {
          throw new NumericalError(
            `maxSteps: expected enough steps to reach time ${times[times.length - 1]}, got ${maxSteps}, which end at ` +
              `time ${t.toPrecision(6)}; the sharpness limits the step to ${size.toPrecision(3)}`,
            { step: steps },
          );
        }
        const error = field.attempt(size);
        if (error === undefined || error > tolerance) {
          rejected++;
          h = size * (error === undefined ? 0.1 : Math.min(0.9, stepFactor(error / tolerance)));
        } else {
          field.accept();
          steps++;
          t = last ? time : t + size;
          // A step cut short by a time says only that larger ones would have done.
          h = Math.max(size === h ? 0 : h, size * stepFactor(error / tolerance));
        }
        if (performance.now() - yielded < YIELD_MS) continue;
        const go = yield { step: made.nets.length, steps: times.length, time: t };
        if (go === false || signal?.aborted) return result(true);
        yielded = performance.now();
      }
      made.loss.push(field.loss);
      made.predictors.push(field.predictor());
      const weights = field.save().map(({ rows, cols, data }) => matrix(rows, cols, data, spec.dtype));
      made.nets.push(ownNet(spec, weights));
    }
    return result(false);
  } finally {
    ws.dispose();
  }
}
