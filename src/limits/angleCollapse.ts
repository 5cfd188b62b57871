import { ShapeError, ValueError } from '../errors';
import { hiddenLayers } from '../perLayer';
import { digammaHalfStep, digammaLessLog } from '../special/digamma';
import { trigamma } from '../special/trigamma';
import { finite, integer, isNumberList, knownOptions, oneOf, positive, reject } from '../validate';

export interface AngleCollapseOptions {
  /** L ≥ 1 hidden layers. */
  hidden: number;
  /** N, or N_1 … N_L. */
  width: number | ArrayLike<number>;
  /** Correlation of the two inputs, x·x'/(‖x‖‖x'‖), in [−1, 1]. Default 0. */
  c0?: number;
  /** s² of every layer. Default 1. */
  weightVariance?: number;
  /** Default 'gaussian'. 'orthogonal' is for equal widths, and inputs at most as many. */
  init?: 'gaussian' | 'orthogonal';
}

/** Entries l = 0 … L; index 0 are the inputs. */
export interface AngleCollapse {
  /** E log(1 − c_l²), c_l the correlation of h_l(x) and h_l(x'). */
  readonly logSine: Float64Array;
  /** E log of ‖h_l‖²/N_l relative to ‖x‖²/D. */
  readonly logNorm: Float64Array;
  /** Its variance: about 2 Σ 1/N_k. */
  readonly logNormVariance: Float64Array;
  /** Layers in which 1 − c² falls by e at the last width, 1/(ψ(N/2) − ψ((N − 1)/2)): about N. Infinity for orthogonal nets. */
  readonly depthScale: number;
}

/**
 * How a deep linear net of finite width loses angles and spreads norms at initialization, exactly at every width. The
 * mean-field depth scale of a critical linear net is infinite; but det of the 2×2 Gram matrix of two samples takes
 * independent factors χ²_N χ²_(N−1)/N² a layer, and a squared norm χ²_N/N, so that
 *   E log(1 − c_L²) = log(1 − c_0²) + Σ_l [ψ((N_l − 1)/2) − ψ(N_l/2)]   ≈ log(1 − c_0²) − Σ_l 1/N_l,
 *   E log q_L = log q_0 + Σ_l [ψ(N_l/2) − log(N_l/2) + log s²],    Var log q_L = Σ_l ψ₁(N_l/2) ≈ 2 Σ_l 1/N_l.
 * Angles and norms survive L of order N layers. Orthogonal weights keep both exactly.
 * @throws ValueError, ShapeError for options outside their range or unknown
 */
export function angleCollapse(options: AngleCollapseOptions): AngleCollapse {
  knownOptions('angleCollapse', options, ['hidden', 'width', 'c0', 'weightVariance', 'init']);
  const hidden = hiddenLayers(options.hidden);
  const widths = readWidths(options.width, hidden);
  const c0 = finite('c0', options.c0 ?? 0);
  if (Math.abs(c0) > 1) reject('c0', 'a correlation between −1 and 1', c0);
  const logVariance = Math.log(positive('weightVariance', options.weightVariance ?? 1));
  const orthogonal = oneOf('init', options.init ?? 'gaussian', ['gaussian', 'orthogonal']) === 'orthogonal';
  if (orthogonal && widths.some((n) => n !== widths[0])) {
    throw new ValueError(`width: expected equal widths with init 'orthogonal', got ${widths.join(', ')}`);
  }
  // ψ((N−1)/2) has its pole at N = 1: all vectors are parallel
  const turn = (n: number) => (n === 1 ? Number.NEGATIVE_INFINITY : -digammaHalfStep(n - 1));
  const curve = (start: number, step: (n: number) => number) => {
    const values = new Float64Array(hidden + 1);
    values[0] = start;
    widths.forEach((n, l) => {
      values[l + 1] = values[l] + step(n);
    });
    return values;
  };
  const start = Math.abs(c0) < 0.5 ? Math.log1p(-c0 * c0) : Math.log((1 - c0) * (1 + c0));
  return {
    logSine: curve(start, (n) => (orthogonal ? 0 : turn(n))),
    logNorm: curve(0, (n) => logVariance + (orthogonal ? 0 : digammaLessLog(n / 2))),
    logNormVariance: curve(0, (n) => (orthogonal ? 0 : trigamma(n / 2))),
    depthScale: orthogonal ? Number.POSITIVE_INFINITY : -1 / turn(widths[hidden - 1]),
  };
}

function readWidths(width: unknown, hidden: number): number[] {
  if (!isNumberList(width)) return new Array(hidden).fill(integer('width', width, 1));
  if (width.length !== hidden) {
    throw new ShapeError(`width: expected one number per hidden layer (${hidden}), got ${width.length}`);
  }
  return Array.from(width, (n, l) => integer(`width[${l}]`, n, 1));
}
