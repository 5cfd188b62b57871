import { NumericalError } from '../errors';
import { hiddenLayers } from '../perLayer';
import { isNumberList, knownOptions, positive, reject } from '../validate';
import { balancedFlow, type FlowPoint, isLearned } from './data/balancedFlow';
import { type PowerLawData, powerLawDataOptions, powerLawExponents, powerLawModes } from './data/powerLawModes';

export interface PowerLawFlowOptions extends Omit<PowerLawData, 'modes' | 'kmax'> {
  /** K groups of modes as in `powerLawLoss`, or 'all'. Default 400. */
  modes?: PowerLawData['modes'];
  /** Largest k. Default 1e10. */
  kmax?: number;
  /** Hidden layers L ≥ 1. */
  hidden: number;
  /** Richness γ0 > 0, in G^1 = (γ0‖β‖)^(2L/(L+1)). Default 1. */
  gamma0?: number;
  /** Increasing times > 0 at which the loss is wanted; time is η × steps of a net with h_1 = W_0 x. */
  times: ArrayLike<number>;
  /** ‖β‖ > 0 at time 0 (the target of the first mode is 1): where the escape from small weights begins. Default 0.01. */
  initialNorm?: number;
  /** Error of a step, relative to the root of the loss and to ‖β‖. Default 1e-7. */
  tolerance?: number;
}

export interface PowerLawFlow {
  /** ½ mean (y − f)² at `times`, with the modes above kmax unless tail: false. */
  readonly loss: Float64Array;
  /** Local exponent −d log loss/d log t at `times`. */
  readonly exponents: Float64Array;
  /** G^1 at `times`. */
  readonly gradientKernel: Float64Array;
  /** (L+1)β/(1+Lβ) for β < 1, else β. */
  readonly predictedExponent: number;
  /** Steps of the integrator. */
  readonly steps: number;
}

/**
 * Gradient flow of a plain net with balanced layers, which rich nets tend to, on power-law data, over as many decades of time as wanted:
 * the asymptotic exponents of `powerLawLoss` without its long transient. Balance, W_{l+1}ᵀW_{l+1} = W_l W_lᵀ, leaves an equation for the
 * predictor β alone (Arora, Cohen & Hazan, arXiv:1802.06509, theorem 1, for one output),
 *   dβ/dt = G^1 (1 + L β̂β̂ᵀ) Λ(w* − β),   G^1 = (γ0‖β‖)^(2L/(L+1)),   β̂ = β/‖β‖.
 *
 * Adaptive linearly implicit steps of order 2, some thousands of about 60 K multiply-adds each.
 * @throws ValueError for bad options; NumericalError when the loss is below all numbers before the last time.
 */
export function powerLawFlow(options: PowerLawFlowOptions): PowerLawFlow {
  knownOptions('powerLawFlow', options, [
    ...powerLawDataOptions,
    'hidden',
    'gamma0',
    'times',
    'initialNorm',
    'tolerance',
  ]);
  const { modes = 400, kmax = modes === 'all' ? undefined : 1e10 } = options;
  const { eigenvalues, targets, tail, sourceExponent } = powerLawModes({ ...options, modes, kmax });
  const hidden = hiddenLayers(options.hidden);
  const initialNorm = positive('initialNorm', options.initialNorm ?? 0.01);
  const gamma0 = positive('gamma0', options.gamma0 ?? 1);
  const tolerance = positive('tolerance', options.tolerance ?? 1e-7);
  const times = readTimes(options.times);
  const loss = new Float64Array(times.length);
  const exponents = new Float64Array(times.length);
  const gradientKernel = new Float64Array(times.length);
  let before: FlowPoint | undefined;
  let done = 0;
  let steps = 0;
  for (const at of balancedFlow({ eigenvalues, targets, hidden, gamma0, initialNorm, tail, tolerance })) {
    for (; done < times.length && times[done] <= at.time; done++) {
      const { value, exponent, share } = between(before!, at, times[done]);
      loss[done] = value;
      exponents[done] = exponent;
      gradientKernel[done] = before!.kernel ** (1 - share) * at.kernel ** share;
    }
    if (done === times.length) break;
    before = at;
    steps++;
  }
  if (before && isLearned(before.loss, tail) && Number.isFinite(before.kernel)) {
    loss.fill(before.loss, done);
    exponents.fill(0, done);
    gradientKernel.fill(before.kernel, done);
  } else if (done < times.length) {
    throw new NumericalError(
      `times: expected a loss above the least number within 100000 steps (a larger tolerance takes fewer), got none at ${times[done]}`,
      {
        step: steps,
      },
    );
  }
  const { rich: predictedExponent } = powerLawExponents({ sourceExponent, hidden });
  return { loss, exponents, gradientKernel, predictedExponent, steps };
}

/**
 * The cubic through loss and slope at both ends of a step, in which the loss falls all the time (slopes of at most three mean ones: Fritsch &
 * Carlson 1980); the share of the step is that of the time.
 */
function between(a: FlowPoint, b: FlowPoint, time: number) {
  const step = b.time - a.time;
  const share = (time - a.time) / step;
  const rest = 1 - share;
  const change = b.loss - a.loss;
  const [from, to] = [a, b].map((end) => Math.max(step * end.slope, 3 * change));
  const value =
    rest ** 2 * ((1 + 2 * share) * a.loss + share * from) + share ** 2 * ((1 + 2 * rest) * b.loss - rest * to);
  const slope = (6 * share * rest * change + rest * (1 - 3 * share) * from + share * (1 - 3 * rest) * to) / step;
  return { value, exponent: (-slope * time) / value, share };
}

function readTimes(value: unknown): number[] {
  if (!isNumberList(value) || value.length === 0) reject('times', 'increasing times', value);
  const times = Array.from(value, (time, i) => positive(`times[${i}]`, time));
  times.forEach((time, i) => {
    if (i > 0 && time <= times[i - 1]) reject(`times[${i}]`, `a time after ${times[i - 1]}`, time);
  });
  return times;
}
