import { ShapeError } from '../../errors';
import {
  checkedNumbers,
  finite,
  integer,
  isNumberList,
  knownOptions,
  nonNegative,
  positive,
  reject,
} from '../../validate';
import { integrateFlow } from './integrateFlow';

export interface ModesOptions {
  /** Weight matrices M ≥ 1 (hidden layers: M − 1). */
  matrices: number;
  /** Singular values s of the target, one per mode; any sign, 0 allowed. */
  strengths: ArrayLike<number>;
  /** u at time 0: one number, or one per mode. Negative: a product of opposite sign. 0 never learns for M ≥ 2. */
  initial: number | ArrayLike<number>;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
  /** Variance λ > 0 of the inputs along the modes: one number, or one per mode. Default 1 (whitened). */
  variances?: number | ArrayLike<number>;
}

/** Distance from the target, relative to it, that counts as rounding. */
const NEAR = 4e-14;

/** Checks times ≥ 0 in any order. */
export function readTimes(times: unknown): Float64Array {
  if (!isNumberList(times)) reject('times', 'a list of times', times);
  return checkedNumbers('times', times, nonNegative);
}

/** One number for all of n modes, or one each. */
export function perMode(name: string, value: unknown, n: number, check = finite): number[] {
  if (!isNumberList(value)) return Array.from({ length: n }, () => check(name, value));
  if (value.length !== n)
    throw new ShapeError(`${name}: expected one number or ${n} (one per mode), got ${value.length}`);
  return Array.from(value, (entry, i) => check(`${name}[${i}]`, entry));
}

/** Checked list of finite numbers. */
export function readStrengths(strengths: unknown): number[] {
  if (!isNumberList(strengths)) reject('strengths', 'a list of numbers', strengths);
  return Array.from(strengths, (s, i) => finite(`strengths[${i}]`, s));
}

/**
 * Decoupled modes of gradient flow on ½‖W_M … W_1 − Σ‖² with balanced weights aligned with the singular vectors of Σ:
 *   du/dt = M |u|^{2−2/M} (s − λu),
 * u[t][mode] at every time. M = 2 with λ = 1: u = u0/(e^{−2st} + u0 (1 − e^{−2st})/s), learnt about t = log(s/u0 − 1)/(2s).
 * M ≤ 2 in closed form, else integrated to rounding. λ ≠ 1: the input covariance commutes with the target, Σ_yx = s.
 * Saxe, McClelland & Ganguli 2014 (arXiv:1312.6120), equations 5–8 for M = 2.
 * @throws ValueError or ShapeError for options outside their range or unknown
 */
export function modes(options: ModesOptions): Float64Array[] {
  knownOptions('exact.modes', options, ['matrices', 'strengths', 'initial', 'times', 'variances']);
  const M = integer('matrices', options.matrices, 1);
  const strengths = readStrengths(options.strengths);
  const n = strengths.length;
  const initial = perMode('initial', options.initial, n);
  const times = readTimes(options.times);
  const variances = perMode('variances', options.variances ?? 1, n, positive);
  const result = Array.from(times, () => new Float64Array(n));
  strengths.forEach((s, i) => {
    const variance = variances[i];
    modeCurve(
      M,
      s / variance,
      initial[i],
      times.map((t) => t * variance),
    ).forEach((u, k) => {
      result[k][i] = u;
    });
  });
  return result;
}

/** u at every time for one mode of whitened inputs. */
export function modeCurve(M: number, strength: number, initial: number, times: Float64Array): Float64Array {
  if (initial < 0) return modeCurve(M, -strength, -initial, times).map((u) => -u);
  const [s, u0] = [strength, initial];
  if (M === 1) return times.map((t) => u0 * Math.exp(-t) - s * Math.expm1(-t));
  if (u0 === 0 || u0 === s) return times.map(() => u0);
  if (M === 2) {
    return times.map((t) => {
      const left = Math.exp(-2 * s * t);
      const grown = u0 * (s === 0 ? 2 * t : -Math.expm1(-2 * s * t) / s);
      // where both underflow nothing is left of the start
      return left + grown > 0 ? u0 / (left + grown) : s;
    });
  }
  if (s === 0) {
    const power = 2 - 2 / M;
    return times.map((t) => u0 * (1 + (2 * M - 2) * u0 ** power * t) ** (-1 / power));
  }
  return integrated(M, s, u0, times);
}

/**
 * In units in which |s| = 1 and τ = M |s|^{2−2/M} t, p = 1 − 2/M: below the target z = (1/u − 1)^p, which falls linearly
 * at first, dz/dτ = −p (1 − u)^p; else log u, d log u/dτ = u^p (±1 − u).
 */
function integrated(M: number, s: number, u0: number, times: Float64Array): Float64Array {
  const p = 1 - 2 / M;
  const size = Math.abs(s);
  const start = u0 / size;
  const [first, value, derivative, settled]: [
    number,
    (y: number) => number,
    (y: number) => number,
    (y: number) => boolean,
  ] =
    s > 0 && start < 1
      ? [
          Math.exp(p * (Math.log(size) - Math.log(u0))) * (1 - start) ** p,
          // at its end below 0 by rounding, where the start was larger by more than 2^52
          (z) => (z < 1 ? 1 / (1 + Math.max(0, z) ** (1 / p)) : z ** (-1 / p) / (1 + z ** (-1 / p))),
          // z^(1/p) may overflow
          (z) => -p * (z < 1 ? z * (1 + z ** (1 / p)) ** -p : (1 + z ** (-1 / p)) ** -p),
          (z) => Math.max(0, z) ** (1 / p) < NEAR,
        ]
      : [
          Math.log(start),
          Math.exp,
          (log) => Math.exp(p * log) * (s > 0 ? -Math.expm1(log) : -1 - Math.exp(log)),
          (log) => s > 0 && Math.abs(log) < NEAR,
        ];
  const order = Array.from(times, (_, k) => k).sort((a, b) => times[a] - times[b]);
  const solved = integrateFlow({
    derivative: (_, [y], out) => {
      out[0] = derivative(y);
    },
    start: [first],
    times: order.map((k) => M * size ** (2 - 2 / M) * times[k]),
    scale: s > 0 && start < 1 ? 0 : 1,
    settled: ([y]) => settled(y),
  });
  const result = new Float64Array(times.length);
  order.forEach((k, j) => {
    result[k] = size * value(solved[j][0]);
  });
  return result;
}
