import { type LearningRate, learningRates } from '../learningRates';
import { drain, type Progress, YIELD_MS } from '../longWork';
import { matrix } from '../matrix';
import { hiddenLayers, perLayer } from '../perLayer';
import { assertNumbers, checkWatchers, integer, knownOptions, nonNegative, positive, reject } from '../validate';
import { tangentConstant } from './causal/criticalLearningRate';
import { type PowerLawData, powerLawDataOptions, powerLawExponents, powerLawModes } from './data/powerLawModes';
import { infiniteWidthSteps } from './infiniteWidth';

export interface PowerLawLossOptions extends PowerLawData, LearningRate {
  /** Hidden layers L ≥ 1. */
  hidden: number;
  /** Richness γ0 ≥ 0; 0 is the lazy limit itself, in closed form. Default 1. */
  gamma0?: number;
  /**
   * D of h_1 = W_0 x/√D. Default 1: h_1 = W_0 x, so that γ0 and η do not depend on how the modes are cut into groups; γ0 and η here are
   * γ0·√(D'/D) and η·D/D' for another D'. With modes: 'all', kmax: D and inputs: D, those of `createNet` and `train` on D inputs.
   */
  inputs?: number;
  /** Steps T. */
  steps: number;
  /** Standard deviations s_l of the initial entries: one number, or L + 1 in the order W_0 … W_{L−1}, readout. Default 1. */
  initialScales?: number | ArrayLike<number>;
  /** Factors r_l of the step: one number, or L + 1 in the same order. Default 1. */
  layerLr?: number | ArrayLike<number>;
  /** Steps between which the exponent is measured. Default: the last octave, [⌈steps/2⌉, steps]. */
  window?: readonly [from: number, to: number];
  /** Called about every 20 ms; returning false stops the run: a result with `stopped`. */
  onProgress?: (progress: Progress) => unknown;
  /** An aborted signal stops the run in the same way. */
  signal?: AbortSignal;
}

export interface PowerLawLoss {
  /** ½ mean (y − f)², with the modes above kmax unless tail: false; steps + 1 entries. */
  readonly loss: Float64Array;
  /** G^1(t, t), the part of the tangent kernel that modes feel before they are learned; steps + 1 entries. */
  readonly gradientKernel: Float64Array;
  /** Exponent measured in `window`: loss ∝ t^−exponent. NaN where the run did not get that far. */
  readonly exponent: number;
  /** Least and greatest local exponent in the window: how far from a power law the loss is there. It contains `exponent`. */
  readonly exponentInterval: [low: number, high: number];
  /** Steps between which the exponent was measured. */
  readonly window: readonly [from: number, to: number];
  /** log(loss(from)/loss(to))/log(to/from), 1 ≤ from < to ≤ steps. */
  exponentBetween(from: number, to: number): number;
  /** 'rich' when G^1 more than doubled in the run: what was learned then outweighs what was there. */
  readonly regime: 'lazy' | 'rich';
  /** Asymptotic exponent of this regime, of `predictedExponents`. */
  readonly predictedExponent: number;
  /** Asymptotic exponents of both regimes: see `powerLawExponents`. */
  readonly predictedExponents: {
    /** β. */
    lazy: number;
    /** (L + 1)β/(1 + Lβ) for β < 1, else β. */
    rich: number;
  };
  /** Steps done: fewer than asked for when the run diverged or was stopped. */
  readonly steps: number;
  /** First step without a finite loss; curves end before it. */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
    /** Learning rate above which training is unstable from the start. */
    criticalLr: number;
  };
  /** Set when a progress callback or a signal ended the run. */
  readonly stopped?: {
    /** Last step done. */
    step: number;
  };
}

const known = [
  ...powerLawDataOptions,
  'hidden',
  'gamma0',
  'inputs',
  'lr',
  'schedule',
  'steps',
  'initialScales',
  'layerLr',
  'window',
  'onProgress',
  'signal',
];

/**
 * Loss curve of an infinitely wide plain net on power-law data, trained by gradient descent on the population, with the exponent of its
 * power law and the exponent that theory predicts: `infiniteWidth` on modes of variance λ_k = k^−α and target λ_k w*_k² = k^−(αβ+1)
 * (Bordelon & Pehlevan, arXiv:2502.02531 eq. 20; in groups of equal width in log k, exact for modes of equal λ). One output.
 *
 * Lazy nets learn as t^−β; rich ones with β < 1 as t^−(L+1)β/(1+Lβ), see `powerLawExponents`. G^1 grows without bound then, so any fixed
 * step ends at the edge of stability: keep η λ_1 (G^1 + the other layers' part) below 2 up to the last step.
 *
 * Cost and memory of `infiniteWidth` with one output; K numbers a step more.
 * @throws ValueError, ShapeError for bad options; ValueError when the run would not fit into memory.
 */
export function powerLawLoss(options: PowerLawLossOptions): PowerLawLoss {
  return drain(powerLawLossSteps(options), options.onProgress);
}

/** The generator behind `powerLawLoss`: yields about every 20 ms; `next(false)` stops the run. Options are checked at once. */
export function powerLawLossSteps(
  options: PowerLawLossOptions,
): Generator<Progress, PowerLawLoss, boolean | undefined> {
  knownOptions('powerLawLoss', options, known);
  checkWatchers(options);
  const modes = powerLawModes(options);
  const hidden = hiddenLayers(options.hidden);
  const gamma0 = nonNegative('gamma0', options.gamma0 ?? 1);
  const inputs = positive('inputs', options.inputs ?? 1);
  const steps = integer('steps', options.steps, 0);
  const { window = [Math.ceil(steps / 2), steps] } = options;
  if (!Array.isArray(window) || window.length !== 2) reject('window', '[from, to]', window);
  const [from, to] = window as [number, number];
  if (options.window !== undefined) {
    integer('window[1]', to, 2, steps);
    integer('window[0]', from, 1, to - 1);
  }
  const rates = learningRates(options, steps).map((rate) => rate / inputs);
  const scales = perLayer('initialScales', options.initialScales ?? 1, hidden);
  const layerLr = perLayer('layerLr', options.layerLr ?? 1, hidden);
  const { eigenvalues, targets, tail } = modes;
  const count = eigenvalues.length;
  const tangent = tangentConstant(scales, layerLr);
  const lossOf = (errors: (k: number) => number) => {
    let sum = 0;
    for (let k = count - 1; k >= 0; k--) sum += eigenvalues[k] * errors(k) ** 2;
    return tail + 0.5 * sum;
  };

  // f and the step in units of h_1 = W_0 x; the solver has D = K
  const work = gamma0 > 0 ? wide() : lazy();
  return (function* () {
    const curves = yield* work;
    return result(curves);
  })();

  function wide() {
    const run = infiniteWidthSteps({
      error: (_, { data }) =>
        matrix(
          1,
          count,
          eigenvalues.map((lambda, k) => lambda * (targets[k] - data[k])),
        ),
      inputs: count,
      outputs: 1,
      hidden,
      gamma0: gamma0 * Math.sqrt(inputs / count),
      schedule: (t) => rates[t] * count,
      steps,
      initialScales: scales,
      layerLr,
      signal: options.signal,
    });
    return (function* () {
      const limit = yield* run;
      return {
        loss: Float64Array.from(limit.predictors, ({ data }) => lossOf((k) => targets[k] - data[k])),
        gradientKernel: Float64Array.from(limit.predictors, (_, t) => limit.gradientKernel(1, t).data[0]),
        diverged: limit.diverged,
        stopped: limit.stopped,
      };
    })();
  }

  /** γ0 → 0: every mode by itself, w* − β ∝ Π (1 − η k λ). */
  function* lazy(): Generator<Progress, Curves, boolean | undefined> {
    const errors = targets.slice();
    const loss = [lossOf((k) => errors[k])];
    let diverged: { step: number; reason: string } | undefined;
    let stopped: { step: number } | undefined;
    let last = performance.now();
    let go = true;
    for (let t = 0; t < steps; t++) {
      if (performance.now() - last >= YIELD_MS) {
        go = (yield { step: t, steps }) !== false;
        last = performance.now();
      }
      if (!go || options.signal?.aborted) {
        stopped = { step: t };
        break;
      }
      for (let k = 0; k < count; k++) errors[k] *= 1 - rates[t] * tangent * eigenvalues[k];
      const next = lossOf((k) => errors[k]);
      if (!Number.isFinite(next)) {
        diverged = { step: t + 1, reason: 'the loss is not finite: the step is unstable' };
        break;
      }
      loss.push(next);
    }
    const initial = scales.slice(1).reduce((product, scale) => product * scale ** 2, 1);
    return {
      loss: Float64Array.from(loss),
      gradientKernel: new Float64Array(loss.length).fill(initial),
      diverged,
      stopped,
    };
  }

  function result({ loss, gradientKernel, diverged, stopped }: Curves): PowerLawLoss {
    assertNumbers('spectrumExponent, sourceExponent, lr', loss);
    const last = loss.length - 1;
    const between = (a: number, b: number) => Math.log(loss[a] / loss[b]) / Math.log(b / a);
    const measured = from >= 1 && from < to && to <= last;
    const interval: [number, number] = measured ? [Infinity, -Infinity] : [Number.NaN, Number.NaN];
    for (let t = from; measured && t < to; t++) {
      const local = between(t, t + 1);
      interval[0] = Math.min(interval[0], local);
      interval[1] = Math.max(interval[1], local);
    }
    const predictedExponents = powerLawExponents({ sourceExponent: modes.sourceExponent, hidden });
    const regime = gradientKernel[last] > 2 * gradientKernel[0] ? 'rich' : 'lazy';
    const criticalLr = (2 * inputs) / (tangent * eigenvalues[0]);
    return {
      loss,
      gradientKernel,
      exponent: measured ? between(from, to) : Number.NaN,
      exponentInterval: interval,
      window: [from, to],
      exponentBetween: (a, b) => between(integer('from', a, 1, last - 1), integer('to', b, a + 1, last)),
      regime,
      predictedExponent: predictedExponents[regime],
      predictedExponents,
      steps: last,
      diverged: diverged && { step: diverged.step, reason: diverged.reason, criticalLr },
      stopped,
    };
  }
}

interface Curves {
  loss: Float64Array;
  gradientKernel: Float64Array;
  diverged?: { step: number; reason: string };
  stopped?: { step: number };
}
