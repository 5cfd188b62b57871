import { integer, knownOptions, positive, reject } from '../../validate';
import { perMode, readStrengths } from './exactModes';
import { integrateFlow } from './integrateFlow';

export interface LearningTimesOptions {
  /** Weight matrices M ≥ 1 (hidden layers: M − 1). */
  matrices: number;
  /** Singular values s of the target, one per mode. */
  strengths: ArrayLike<number>;
  /** u at time 0: one number, or one per mode. */
  initial: number | ArrayLike<number>;
  /** Share of its final value that counts as learnt, between 0 and 1. Default ½: half-lives. */
  fraction?: number;
  /** Variance λ > 0 of the inputs along the modes, as in `exact.modes`. Default 1. */
  variances?: number | ArrayLike<number>;
}

/**
 * When each decoupled mode of `exact.modes` is learnt: the time at which u reaches `fraction` of s/λ. 0 where it starts beyond,
 * Infinity where it never arrives (M ≥ 2 and u0 = 0, s = 0, or u0 and s of opposite sign). M = 2, ½: log(s/u0 − 1)/(2s).
 * From small weights (saddle to saddle) modes are learnt one after the other, strongest first: for u0 → 0 at
 * log(1/u0)/(2s) for M = 2, and u0^{−(1−2/M)}/((M − 2) s) for M > 2, both sharp against the time itself.
 * Saxe, McClelland & Ganguli 2014 (arXiv:1312.6120); Jacot et al. 2021 (arXiv:2106.15933).
 * @throws ValueError or ShapeError for options outside their range or unknown
 */
export function learningTimes(options: LearningTimesOptions): Float64Array {
  knownOptions('exact.learningTimes', options, ['matrices', 'strengths', 'initial', 'fraction', 'variances']);
  const M = integer('matrices', options.matrices, 1);
  const strengths = readStrengths(options.strengths);
  const initial = perMode('initial', options.initial, strengths.length);
  const variances = perMode('variances', options.variances ?? 1, strengths.length, positive);
  const fraction = positive('fraction', options.fraction ?? 0.5);
  if (fraction >= 1) reject('fraction', 'a number between 0 and 1', fraction);
  return Float64Array.from(strengths, (strength, i) => {
    const s = strength / variances[i];
    return timeOf(M, Math.abs(s), s < 0 ? -initial[i] : initial[i], fraction) / variances[i];
  });
}

function timeOf(M: number, s: number, u0: number, fraction: number): number {
  if (s === 0) return Number.POSITIVE_INFINITY;
  if (u0 >= fraction * s) return 0;
  if (M === 1) return Math.log1p(-u0 / s) - Math.log1p(-fraction);
  if (u0 <= 0) return Number.POSITIVE_INFINITY;
  // the logit of u/s moves with dy/dτ = (u/s)^p, τ = M s^{2−2/M} t
  const from = Math.log(u0) - Math.log(s) - Math.log1p(-u0 / s);
  const to = Math.log(fraction) - Math.log1p(-fraction);
  const p = 1 - 2 / M;
  const [[tau]] = integrateFlow({
    derivative: (y, _, out) => {
      // (1 + e^(−y))^p, where e^(−y) may overflow
      out[0] = Math.exp(p * (Math.max(0, -y) + Math.log1p(Math.exp(-Math.abs(y)))));
    },
    start: [0],
    from,
    times: [to],
  });
  return tau / (M * s ** (2 - 2 / M));
}
