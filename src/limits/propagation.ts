import { NumericalError } from '../errors';
import { assertNumbers, finite, integer, knownOptions, nonNegative, positive, reject } from '../validate';
import { correlationFixedPoint, meanSlope } from './fixedPoints/correlationFixedPoint';
import { lengthFixedPoint, momentsAt, nextLength } from './fixedPoints/lengthFixedPoint';
import type { Activation } from './kernels/activation';
import { continuousActivation } from './kernels/continuousActivation';
import { type DualRows, dualActivation } from './kernels/dualActivation';
import { farSlopes } from './kernels/farSlopes';
import { kinksToDeclare } from './kernels/findKinks';
import { homogeneousSlopes, isOdd } from './kernels/gaussianMoments';

export interface PropagationOptions {
  /** 'linear', 'relu', 'leakyRelu', 'erf', 'sin', 'gelu', 'tanh', { leakyRelu: slope } or a function { value, derivative?, kinks? }. */
  activation: Activation;
  /** s² > 0: weights of a layer are N(0, s²/fan-in). */
  weightVariance: number;
  /** s_b² ≥ 0. Default 0. */
  biasVariance?: number;
  /** Length of the first pre-activations, from which fixed points are reached. Matters where there are several. Default 1. */
  q0?: number;
}

export interface TrajectoryOptions {
  /** Variance of the first pre-activations of both inputs. Default that of propagation. */
  q0?: number;
  /** Their correlation, in [−1, 1]. */
  c0: number;
  /** How many layers the two inputs pass through. */
  layers: number;
}

/** Entries 0 … layers. */
export interface Trajectory {
  /** Variance of the pre-activations of both inputs. */
  readonly q: Float64Array;
  /** Correlation of the pre-activations of the two inputs; NaN from where lengths exceed float64, if it depends on them. */
  readonly c: Float64Array;
  /** E‖∂f/∂h_l‖²/E‖∂f/∂h_last‖² = Π_{k ≥ l} s² E φ'(h_k)²: chi1^(layers − l) from the fixed point. */
  readonly gradient: Float64Array;
}

/** Phases by chi1; 'critical' is |chi1 − 1| ≤ 1e-11. */
export type PropagationPhase = 'ordered' | 'critical' | 'chaotic';

export interface Propagation {
  /** Fixed point of the length, the variance of pre-activations: 0 or Infinity where they vanish or grow without bound. */
  readonly qStar: number;
  /** Stable fixed point of the correlation of two inputs. NaN where every correlation is kept or the end depends on the start. */
  readonly cStar: number;
  /**
   * χ_1 = s² E φ'(u)² at qStar: factor by which E‖gradient‖² grows per layer on its way back. NaN where lengths grow without bound and φ
   * becomes no line.
   */
  readonly chi1: number;
  /** χ_c = s² E φ'(u)φ'(v) at cStar (at c = 1 where cStar is NaN). */
  readonly chiC: number;
  /** Layers in which q − qStar falls by e: −1/log(s² d E φ²/dq). Negative where it grows. */
  readonly xiQ: number;
  /** Layers in which c − cStar falls by e: −1/log χ_c. Infinity at criticality and where correlations approach by a power law or not at all. */
  readonly xiC: number;
  /** 'ordered': inputs align, gradients vanish. 'chaotic': inputs separate, gradients explode. */
  readonly phase: PropagationPhase;
  /** q' = s² E φ(√q z)² + s_b². */
  lengthMap(q: number): number;
  /** c' for two inputs of length q (default qStar). */
  correlationMap(c: number, q?: number): number;
  /** Layer by layer, from any start. */
  trajectory(options: TrajectoryOptions): Trajectory;
}

/** |chi1 − 1| that is rounding. */
const CRITICAL = 1e-11;
/** 1 − c below which trajectories carry it by itself where it grows. */
const CLOSE = 0.01;
/** Lengths below count as this one, where activations are linear, in maps of correlations without bias. */
const LEAST = 1e-280;
/** Estimated errors, relative to E φ² and to E φ'φ', beyond which nothing is returned. */
const UNKNOWN = { value: 1e-8, slope: 1e-6 };
/** Error asked of expectations by quadrature, relative. */
const PRECISION = 1e-13;

/**
 * Mean-field theory of signal propagation: pre-activations of a random net of infinite width at initialization, as depth grows
 * (Poole et al. 2016, eq. 2–5; Schoenholz et al. 2017, eq. 8–13). Lengths and correlations obey
 *   q' = s² E φ(√q z)² + s_b²,    c' = [s² E φ(u)φ(v) + s_b²]/q',    u, v of variance q and correlation c,
 * and E‖gradient‖² grows by χ_1 per layer backwards. Biases are shared by the two inputs. Fixed points are found by
 * bisection, also at criticality, where iteration would take forever.
 *
 * Without bias homogeneous activations (linear, ReLU) keep shapes: at their critical variance every length is fixed and qStar
 * is q0; linear nets keep every correlation, ReLU aligns inputs by the power law 1 − c ≈ 9π²/(2 l²).
 * @throws ValueError for options outside their range or unknown and activations that jump; NumericalError where quadrature of
 * a given function fails (as it oscillates, say) or it is NaN, or overflows, at lengths on the way to the fixed point.
 */
export function propagation(options: PropagationOptions): Propagation {
  knownOptions('propagation', options, ['activation', 'weightVariance', 'biasVariance', 'q0']);
  const activation = continuousActivation(options.activation);
  const weightVariance = positive('weightVariance', options.weightVariance);
  const biasVariance = nonNegative('biasVariance', options.biasVariance ?? 0);
  const q0 = nonNegative('q0', options.q0 ?? 1);
  const map = { activation, weightVariance, biasVariance };
  const dual = dualActivation(options.activation, PRECISION, activation);
  const pair = { k: new Float64Array(1), d: new Float64Array(1) };
  let kept = { q: -1, left: {} as DualRows, right: {} as DualRows };

  /** E φφ' or E φ'φ' at length q and correlation c. */
  const expectation = (of: 'value' | 'slope', q: number, c: number) => {
    if (of === 'value' && c === 0 && odd) return 0;
    if (kept.q !== q) {
      const left = dual.rows(Float64Array.of(q));
      kept = { q, left, right: { ...left } };
    }
    pair.k[0] = c * q;
    const error = dual.pairs(kept.left, 0, kept.right, 0, pair.k, pair.d)[of];
    const [found] = of === 'value' ? pair.k : pair.d;
    // for even functions slopes at correlation 0 are 0 by symmetry
    const size = of === 'value' ? kept.left.value[0] : Math.abs(found) + 1e-6 * kept.left.slope[0];
    if (!(error <= UNKNOWN[of] * size)) {
      throw new NumericalError(
        `weightVariance: expected pre-activations at which quadrature converges, got a length of ${q}, where E ${of === 'value' ? 'φφ' : "φ'φ'"} = ${found} ± ${error}; ${kinksToDeclare(activation)}`,
      );
    }
    return found;
  };
  const homogeneous = homogeneousSlopes(activation)?.square;
  const odd = isOdd(activation);
  const nextCorrelation = (c: number, q: number, next: number) => {
    if (c === 1) return 1;
    // without bias a length that does not matter is none that over- or underflows
    const at = biasVariance > 0 ? q : homogeneous !== undefined ? 1 : Math.max(q, LEAST);
    const length = at === q ? next : nextLength(map, at);
    // a share of what float64 does not hold
    if (length === Number.POSITIVE_INFINITY) return Number.NaN;
    return Math.max(-1, Math.min(1, (weightVariance * expectation('value', at, c) + biasVariance) / length));
  };

  const qStar = lengthFixedPoint(map, q0);
  const settled = qStar > 0 && qStar < Number.POSITIVE_INFINITY;
  // far out GELU is a ReLU
  const lines = farSlopes(activation);
  const far = homogeneous ?? (lines ? (lines.left ** 2 + lines.right ** 2) / 2 : Number.NaN);
  const moments = qStar < Number.POSITIVE_INFINITY ? momentsAt(activation, qStar) : { slope: far, growth: far };
  const chi1 = weightVariance * moments.slope;
  if (qStar < Number.POSITIVE_INFINITY) assertNumbers('weightVariance, biasVariance', chi1, moments.growth);
  else if (options.activation === 'sin' || far === 0) {
    // its lengths are bounded, but beyond what the search for the fixed point covers
    throw new NumericalError(
      `weightVariance, biasVariance: expected lengths below 1e20, got variances of ${weightVariance} and ${biasVariance}`,
    );
  }
  const phase = Math.abs(chi1 - 1) <= CRITICAL ? 'critical' : chi1 < 1 ? 'ordered' : 'chaotic';
  const { cStar, chiC, xiC } = correlations();

  return {
    qStar,
    cStar,
    chi1,
    chiC,
    xiQ: depthScale(weightVariance * moments.growth),
    xiC,
    phase,
    lengthMap: (q) => nextLength(map, nonNegative('q', q)),
    correlationMap: (c, q = qStar) => {
      if (Math.abs(finite('c', c)) > 1) reject('c', 'a correlation between −1 and 1', c);
      positive('q', q);
      return nextCorrelation(c, q, nextLength(map, q));
    },
    trajectory: (asked) => {
      knownOptions('trajectory', asked, ['q0', 'c0', 'layers']);
      const layers = integer('layers', asked.layers, 0, 1e7);
      const start = positive('q0', asked.q0 ?? q0);
      if (Math.abs(finite('c0', asked.c0)) > 1) reject('c0', 'a correlation between −1 and 1', asked.c0);
      const q = new Float64Array(layers + 1).fill(start);
      const c = new Float64Array(layers + 1).fill(asked.c0);
      const gradient = new Float64Array(layers + 1).fill(1);
      let separates = false;
      for (let l = 0; l < layers; l++) {
        q[l + 1] = nextLength(map, q[l]);
        gradient[l] = weightVariance * momentsAt(activation, q[l]).slope;
        separates ||= homogeneous === undefined && (gradient[l] * q[l]) / q[l + 1] > 1 + CRITICAL;
      }
      // where inputs separate in some layer, 1 − c is carried: what rounding takes from it next to 1 would grow
      let gap = 1 - asked.c0;
      for (let l = 0; l < layers; l++) {
        if (separates && q[l] > LEAST && q[l + 1] < Number.POSITIVE_INFINITY && gap > 0 && gap < CLOSE) {
          const ratio = q[l] / q[l + 1];
          const slope = (correlation: number) => weightVariance * expectation('slope', q[l], correlation) * ratio;
          gap *= meanSlope({ map: (correlation) => nextCorrelation(correlation, q[l], q[l + 1]), slope }, gap);
          c[l + 1] = 1 - gap;
        } else {
          c[l + 1] = nextCorrelation(c[l], q[l], q[l + 1]);
          gap = 1 - c[l + 1];
        }
      }
      for (let l = layers - 1; l >= 0; l--) gradient[l] *= gradient[l + 1];
      return { q, c, gradient };
    },
  };

  function correlations(): { cStar: number; chiC: number; xiC: number } {
    const any = { cStar: Number.NaN, chiC: chi1, xiC: Number.POSITIVE_INFINITY };
    const linear = lines?.left === lines?.right;
    if (!settled || (homogeneous !== undefined && biasVariance === 0)) {
      // lengths scale, so that biases cease to matter: kinked activations align by a power law
      const aligns = Number.isNaN(chi1)
        ? false
        : linear
          ? homogeneous !== undefined && chi1 === 1 && biasVariance > 0
          : homogeneous !== undefined || qStar > 0;
      return aligns ? { ...any, cStar: 1 } : any;
    }
    if (phase !== 'chaotic')
      return { cStar: 1, chiC: chi1, xiC: phase === 'critical' ? Number.POSITIVE_INFINITY : depthScale(chi1) };
    const cStar = correlationFixedPoint({
      map: (c) => nextCorrelation(c, qStar, qStar),
      slope: (c) => weightVariance * expectation('slope', qStar, c),
    });
    const chiC = weightVariance * expectation('slope', qStar, cStar);
    return { cStar, chiC, xiC: depthScale(chiC) };
  }
}

/** −1/log χ, Infinity at χ = 1, 0 at χ = 0. */
function depthScale(chi: number): number {
  return Math.abs(Math.abs(chi) - 1) <= CRITICAL ? Number.POSITIVE_INFINITY : -1 / Math.log(Math.abs(chi));
}
