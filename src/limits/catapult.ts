import { powerOfTwo } from '../linalg/extremeScale';
import { finite, integer, knownOptions, positive, reject } from '../validate';

export interface CatapultOptions {
  /** Output at initialization. */
  f0: number;
  /** Tangent kernel λ_0 > 0 at initialization, (‖W_0 x‖²/D + ‖a‖²)/n: about 2. A net has λ_0 ≥ 2|f_0|/√n. */
  lambda0: number;
  /** η > 0. */
  lr: number;
  /** n ≥ 1. */
  width: number;
  /** y. Default 0. */
  target?: number;
  /** Steps of gradient descent. */
  steps: number;
}

export type CatapultPhase = 'lazy' | 'catapult' | 'divergent';

/** A run of the map; curves have steps + 1 entries, index 0 is initialization (fewer when the run diverged). */
export interface Catapult {
  /** Output. */
  readonly f: Float64Array;
  /** Tangent kernel λ. */
  readonly lambda: Float64Array;
  /** ½ (f − y)². */
  readonly loss: Float64Array;
  /** (‖a‖² − ‖W_0 x‖²/D)/n relative to its value at initialization: the product of 1 − η² (f − y)²/n over the steps. */
  readonly imbalance: Float64Array;
  /**
   * x = ηλ and F = η² f²/n. With y = 0 they are a map of their own, x' = x + F (x − 4), F' = F (1 − x + F)²: width and
   * learning rate enter only through where it starts.
   */
  readonly scaleFree: {
    /** ηλ at every step. */
    x: Float64Array;
    /** η² f²/n at every step. */
    F: Float64Array;
  };
  /**
   * 'divergent': the loss leaves float64, in these steps or later. Else 'lazy' for ηλ_0 ≤ 2, where λ moves by O(1/n), and
   * 'catapult' above: the loss grows until λ falls below 2/η. A fate open after 10⁵ more steps counts as divergent for ηλ_0 > 4,
   * and so does a start at the target, which does not move.
   */
  readonly phase: CatapultPhase;
  /** First step with ηλ < 2, if these steps have one. */
  readonly stableFrom?: number;
  /** log n/(2 log(ηλ_0 − 1)), the leading order of stableFrom for wide nets; 0 for ηλ_0 ≤ 2. */
  readonly growthTime: number;
  /** max |f|. Of order √n in the catapult phase, of order 1 in the lazy one. */
  readonly peak: number;
  /** Steps done. */
  readonly steps: number;
  /** First step whose loss is not finite; the curves end before it. */
  readonly diverged?: {
    /** Which step. */
    step: number;
    /** What happened, in words. */
    reason: string;
    /** 4/λ_0: learning rate above which wide nets diverge. */
    criticalLr: number;
  };
}

/** Steps beyond those asked for that decide on the phase. */
const MORE_STEPS = 100_000;
/** No output whose square float64 holds over- or underflows in units up to it. */
const MOST_UNIT = 2 ** 500;
/** Error η|f − y|/√n below which a stable run has converged. */
const CONVERGED = 1e-9;

/**
 * Gradient descent of a net with one hidden layer of n linear neurons on one sample, f = aᵀW_0 x/√(nD) with ‖x‖² = D and
 * loss ½ (f − y)²: with e = f − y, exact at every width,
 *   f' = f − η e λ + η² e² f/n,    λ' = λ + (η/n)(η e² λ − 4 e f).
 * It is `train` on a net with parameterization 'ntk', hidden: 1. For wide nets (Lewkowycz et al. 2020, arXiv:2003.02218): lazy
 * for ηλ_0 < 2; for 2 < ηλ_0 < 4 a catapult, the output grows as |ηλ_0 − 1|^t to order √n, which takes time log n, and ends
 * where ηλ < 2; divergent above.
 *
 * Within the catapult the map is chaotic in places: rounding may grow where λ falls, and the final λ is no smooth function of η.
 * @throws ValueError for options outside their range or unknown
 */
export function catapult(options: CatapultOptions): Catapult {
  knownOptions('catapult', options, ['f0', 'lambda0', 'lr', 'width', 'target', 'steps']);
  const n = integer('width', options.width, 1);
  const target = finite('target', options.target ?? 0);
  const steps = integer('steps', options.steps, 0, 1e7);
  // outputs and kernels in the unit 1/η, but for a power of two: η² neither over- nor underflows, and a change of units no bit
  const unit = powerOfTwo(Math.min(MOST_UNIT, Math.max(1 / MOST_UNIT, positive('lr', options.lr))));
  const lr = options.lr / unit;
  const y = target * unit;
  let f = finite('f0', options.f0) * unit;
  let lambda = positive('lambda0', options.lambda0) * unit;
  const x0 = lr * lambda;
  if (x0 === Number.POSITIVE_INFINITY) reject('lr', 'a rate whose product with lambda0 fits in float64', options.lr);
  const lossOf = (value: number) => 0.5 * (value - target) ** 2;
  if (!Number.isFinite(lossOf(options.f0))) reject('f0', 'an output whose loss fits in float64', options.f0);

  const advance = () => {
    const e = f - y;
    const squared = lr * lr * e * e;
    const next = f - lr * e * lambda + (squared * f) / n;
    lambda += (lr / n) * (lr * e * e * lambda - 4 * e * f);
    f = next;
    return Number.isFinite(lossOf(f / unit)) && Number.isFinite(lambda / unit);
  };

  const fs = [f];
  const lambdas = [lambda];
  const imbalance = [1];
  let step = 0;
  let alive = true;
  while (alive && step < steps) {
    const shrink = 1 - (lr * lr * (f - y) ** 2) / n;
    alive = advance();
    if (!alive) break;
    step++;
    fs.push(f);
    lambdas.push(lambda);
    imbalance.push(imbalance[step - 1] * shrink);
  }
  const diverges = !alive || escapes();
  const stable = lambdas.findIndex((value) => lr * value < 2);
  const outputs = Float64Array.from(fs, (value) => value / unit);
  return {
    f: outputs,
    lambda: Float64Array.from(lambdas, (value) => value / unit),
    loss: outputs.map(lossOf),
    imbalance: Float64Array.from(imbalance),
    scaleFree: {
      x: Float64Array.from(lambdas, (value) => lr * value),
      F: Float64Array.from(fs, (value) => (lr * lr * value * value) / n),
    },
    phase: diverges ? 'divergent' : x0 > 2 ? 'catapult' : 'lazy',
    ...(stable >= 0 && { stableFrom: stable }),
    growthTime: x0 > 2 ? Math.log(n) / (2 * Math.log(x0 - 1)) : 0,
    peak: outputs.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    steps: step,
    ...(!alive && {
      diverged: {
        step: step + 1,
        reason: `the loss is not finite at step ${step + 1}; wide nets diverge above lr = 4/lambda0`,
        criticalLr: 4 / options.lambda0,
      },
    }),
  };

  /** Whether the run that is finite so far diverges later. */
  function escapes(): boolean {
    for (let more = 0; more < MORE_STEPS; more++) {
      const x = lr * lambda;
      const error = (lr * Math.abs(f - y)) / Math.sqrt(n);
      const room = Math.min(x, 2 - x);
      // what is left moves x by 4 η²ef/n each step, until it is gone after 1/room of them
      const drift = (error * lr * Math.abs(f)) / Math.sqrt(n);
      if (room > 0 && error < CONVERGED * Math.min(1, 2 - x) && drift < CONVERGED * room ** 2) return false;
      if (f === y) break;
      if (!advance()) return true;
    }
    return x0 > 4;
  }
}
