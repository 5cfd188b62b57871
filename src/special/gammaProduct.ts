import { complexLogGamma } from './complexLogGamma';
import { digamma } from './digamma';
import { logGammaMoment } from './gammaMoment';
import { logGamma } from './logGamma';
import { trigamma } from './trigamma';

/** `count` factors Gamma(a)/a of a product of independent Gamma variables of mean 1. */
export interface GammaFactor {
  a: number;
  count: number;
}

export interface GammaProductOptions {
  /** 'lower', 'upper': the integrand over −w, w, for the distribution function of log q and its complement. Default: neither. */
  tail?: 'lower' | 'upper';
  /** Multiplies the integrand by Γ(order + w). */
  order?: number;
}

/** Rounding of the exponent, in nats, beyond which the integral is not summed. */
const BLURRED = 1;

/** Distance of the saddle from the pole below which the sum would take seconds; what it is to give is below 1e-308. */
const AT_POLE = 5e-4;

/**
 * log of (1/2πi) ∫ [Γ(order + w)] E[q^w] e^(−wx) dw over a vertical line right of the poles, for q = Π Gamma(a_i)/a_i. Without
 * options it is the log-density of log q at x. These are Meijer G-functions G^{m,0}_{0,m} over Π Γ(a_i).
 *
 * Trapezoidal rule on the line through the real saddle, where the integrand is positive and nothing cancels: the error falls
 * exponentially with the step, at any number of factors (Trefethen & Weideman, SIAM Review 2014).
 */
export function logGammaProduct(factors: readonly GammaFactor[], x: number, options: GammaProductOptions = {}): number {
  const { tail, order } = options;
  let pole = order === undefined ? Number.NEGATIVE_INFINITY : -order;
  for (const { a } of factors) pole = Math.max(pole, -a);
  const low = tail === 'upper' ? Math.max(pole, 0) : pole;
  const high = tail === 'lower' ? 0 : Number.POSITIVE_INFINITY;
  const slope = (c: number) => {
    let sum = -x - (tail ? 1 / c : 0) + (order === undefined ? 0 : digamma(order + c));
    for (const { a, count } of factors) sum += count * (digamma(a + c) - Math.log(a));
    return sum;
  };
  const c = saddle(slope, low, high);
  // the saddle of an x so far out is no number, and its weight none above 0
  if (!(c > low && c < high && Number.isFinite(c * x))) return Number.NEGATIVE_INFINITY;
  let curvature = (tail ? 1 / (c * c) : 0) + (order === undefined ? 0 : trigamma(order + c));
  for (const { a, count } of factors) curvature += count * trigamma(a + c);
  const integrand = (u: number) => {
    let re = -c * x;
    let im = -u * x;
    for (const { a, count } of factors) {
      const moment = logGammaMoment(a, c, u);
      re += count * moment.re;
      im += count * moment.im;
    }
    if (order !== undefined) {
      const gamma = complexLogGamma(order + c, u);
      re += gamma.re;
      im += gamma.im;
    }
    if (tail) {
      re -= 0.5 * Math.log(c * c + u * u);
      im -= Math.atan(u / c);
    }
    return { re, im };
  };
  // The trapezoid adds images of a law with variance `curvature` and exponential tails, 2π/step away.
  const room = Math.min(c - low, high - c);
  const step = Math.min(0.6 / Math.sqrt(curvature), (Math.PI * room) / 20);
  const height = integrand(0).re;
  // where rounding hides the shape of the integrand, its saddle alone is right to rounding
  if (!(Number.EPSILON * (Math.abs(height) + Math.abs(c * x)) < BLURRED))
    return height - 0.5 * Math.log(2 * Math.PI * curvature);
  // next to the pole, of order m, nothing else has a share: Γ(m), where the saddle has Stirling's formula
  if (order === undefined && tail !== 'upper' && c - low < AT_POLE) {
    const m = factors.reduce((total, { a, count }) => total + (a === -low ? count : 0), 0);
    return height + (m - 0.5) * Math.log(m) - m - logGamma(m) - 0.5 * Math.log(curvature);
  }
  let sum = 0.5;
  for (let k = 1, small = 0; small < 4; k++) {
    const { re, im } = integrand(k * step);
    const size = Math.exp(re - height);
    sum += size * Math.cos(im);
    small = size < 1e-18 ? small + 1 : 0;
  }
  return height + Math.log((step / Math.PI) * sum);
}

/** About where an increasing function crosses 0 between `low` and `high`, to a fraction of the width of the saddle. */
function saddle(slope: (c: number) => number, low: number, high: number): number {
  const place = (t: number) =>
    low + (high === Number.POSITIVE_INFINITY ? Math.exp(t) : (high - low) / (1 + Math.exp(-t)));
  let left = -60;
  let right = high === Number.POSITIVE_INFINITY ? 700 : 30;
  for (let i = 0; i < 80; i++) {
    const middle = (left + right) / 2;
    const value = slope(place(middle));
    // at the pole itself, by rounding, it is NaN
    if (value >= 0) right = middle;
    else left = middle;
    // of the middle alone: it may be at the root by chance
    if (Math.abs(value) * (place(right) - place(left)) < 0.02 && right - left < 0.2) return place(middle);
  }
  return place((left + right) / 2);
}
