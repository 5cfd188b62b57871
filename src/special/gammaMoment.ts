import { BERNOULLI, STIRLING_FROM } from './bernoulli';
import { complexLogGamma } from './complexLogGamma';
import { logGamma } from './logGamma';

/**
 * log E g^w, w = re + i·im with re > −a, of g = Gamma(a)/a, a Gamma variable of shape a over its mean: log Γ(a + w) − log Γ(a) −
 * w log a, by the difference of two Stirling series where they hold, so that nothing of the size of log Γ(a) cancels.
 */
export function logGammaMoment(a: number, re: number, im: number): { re: number; im: number } {
  const x = a + re;
  if (a < STIRLING_FROM || x < STIRLING_FROM) {
    const value = complexLogGamma(x, im);
    const log = Math.log(a);
    return { re: value.re - logGamma(a) - re * log, im: value.im - im * log };
  }
  // log(1 + w/a), and 1/(a + w)
  const u = re / a;
  const v = im / a;
  const grown = u * (2 + u) + v * v;
  const log = grown < Number.POSITIVE_INFINITY ? 0.5 * Math.log1p(grown) : Math.log(Math.hypot(1 + u, v));
  const argument = Math.atan2(v, 1 + u);
  const norm = x * x + im * im;
  const p = x / norm;
  const q = -im / norm;
  const at = stirling(p, q);
  return {
    re: (x - 0.5) * log - im * argument - re + at.re - stirling(1 / a, 0).re,
    im: (x - 0.5) * argument + im * log - im + at.im,
  };
}

/** log a^a e^(−a)/Γ(a): the log-density of log g at 0, of g = Gamma(a)/a. */
export function logGammaPeak(a: number): number {
  if (a < STIRLING_FROM) return a * Math.log(a) - a - logGamma(a);
  return 0.5 * Math.log(a / (2 * Math.PI)) - stirling(1 / a, 0).re;
}

/** Σ B_2k/(2k(2k − 1)) y^(2k−1), y = p + iq. */
function stirling(p: number, q: number): { re: number; im: number } {
  const a = p * p - q * q;
  const b = 2 * p * q;
  let re = 0;
  let im = 0;
  for (let k = BERNOULLI.length; k > 0; k--) {
    const next = a * re - b * im + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
    im = a * im + b * re;
    re = next;
  }
  return { re: p * re - q * im, im: p * im + q * re };
}
