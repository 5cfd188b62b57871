import { assertNumbers, finite, knownOptions } from '../../validate';
import { modeCurve, readTimes } from './exactModes';

export interface UnbalancedScalarOptions {
  /** First weight at time 0, of any sign; u = a·b. */
  a0: number;
  /** Second weight at time 0. */
  b0: number;
  /** Target s. */
  strength: number;
  /** Times ≥ 0 in any order. */
  times: ArrayLike<number>;
}

/**
 * Product u(t) = a(t)·b(t) of two weights under gradient flow on ½ (ab − s)², whatever their initial sizes:
 *   du/dt = √(c² + 4u²) (s − u),   c = a² − b² conserved.
 * Sigmoidal (rich) for c = 0, exponential with rate √(c² + 4s²) (lazy) for large |c|. Closed form: the scalar case of
 * `exact.riccati`, which holds for every imbalance. Saxe, McClelland & Ganguli 2014 (arXiv:1312.6120), appendix A.
 * @throws ValueError for options outside their range or unknown
 */
export function unbalancedScalar(options: UnbalancedScalarOptions): Float64Array {
  knownOptions('exact.unbalancedScalar', options, ['a0', 'b0', 'strength', 'times']);
  const a = finite('a0', options.a0);
  const b = finite('b0', options.b0);
  const target = finite('strength', options.strength);
  const times = readTimes(options.times);
  if (Math.abs(a) === Math.abs(b)) return modeCurve(2, target, a * b, times);
  // a reflection makes s ≥ 0, an exchange of the weights |p| > |q|, a turn of both p > 0
  const sign = target < 0 ? -1 : 1;
  const s = Math.abs(target);
  const [first, second] = Math.abs(a) > Math.abs(b) ? [a, sign * b] : [b, sign * a];
  const p = Math.abs(first);
  const q = first < 0 ? -second : second;
  const half = 0.5 * (p - q) * (p + q);
  const f = Math.hypot(s, half);
  // shares of (p, q) in the mode (cos, sin) that grows as e^{ft} and the one that falls
  const cos = Math.sqrt(0.5 * (1 + half / f));
  const sin = (s / (f + half)) * cos;
  const apart = p * cos - q * sin;
  // p·cos + q·sin, for q < 0 without its cancellation
  const growing = q < 0 ? (half / apart) * (1 + (p * (p / f) + q * (q / f)) / 2) : p * cos + q * sin;
  const falling = q * cos - p * sin;
  const product = times.map((t) => {
    // e^{−ft} times cosh ft and sinh(ft)/f; products of the two weights get e^{−2ft}
    const decay = Math.exp(-2 * f * t);
    const sinh = -Math.expm1(-2 * f * t) / (2 * f);
    const x = growing * cos - falling * sin * decay;
    // q by itself and fed by p: cosh − (half/f)·sinh without its cancellation, f − half = s²/(f + half); or by the two modes
    const y = lessCancelled(
      [q * (decay + (s / (f + half)) * s * sinh), s * sinh * p],
      [growing * sin, falling * cos * decay],
    );
    return (sign * (x * y)) / (decay + sinh * (growing * growing + falling * falling * decay));
  });
  assertNumbers('a0, b0, strength', product);
  return product;
}

/** One sum written in two ways. */
function lessCancelled([a, b]: number[], [c, d]: number[]): number {
  return Math.abs(a) + Math.abs(b) < Math.abs(c) + Math.abs(d) ? a + b : c + d;
}
