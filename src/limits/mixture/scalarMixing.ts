import { digammaLessLog } from '../../special/digamma';
import { normalCdf, scaledNormalTail } from '../../special/erf';
import { logGammaMoment, logGammaPeak } from '../../special/gammaMoment';
import { type GammaFactor, logGammaProduct } from '../../special/gammaProduct';
import { trigamma } from '../../special/trigamma';
import { trapezoid } from './trapezoid';

/** The law of the random factor q of one output's variance, through log q. */
export interface ScalarMixing {
  /** Of log q. */
  readonly mean: number;
  readonly variance: number;
  /** q beyond which its density is not known to rounding. */
  readonly largest: number;
  /** Log-density of log q at x. */
  logDensity(x: number): number;
  /** P(log q ≤ x). */
  cdf(x: number): number;
  /** E q^k for real k; Infinity where it diverges. */
  moment(k: number): number;
  /** log E[q^(−n/2) e^(−t/q)], t ≥ 0, from log t. */
  logExpectation(n: number, logT: number): number;
  /** P(√q z > size) of a standard normal z, size ≥ 0. */
  normalTail(size: number): number;
}

/** log q ~ N(−α, 2α): one output in the proportional limit. α = 0 is q = 1. */
export function logNormalMixing(alpha: number): ScalarMixing {
  const logMoment = (k: number) => alpha * k * (k - 1);
  const logDensity = (x: number) => {
    if (alpha === 0) return x === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return -((x + alpha) ** 2) / (4 * alpha) - 0.5 * Math.log(4 * Math.PI * alpha);
  };
  return {
    mean: -alpha,
    variance: 2 * alpha,
    largest: Number.POSITIVE_INFINITY,
    logDensity,
    cdf: (x) => (alpha === 0 ? Number(x >= 0) : normalCdf((x + alpha) / Math.sqrt(2 * alpha))),
    moment: (k) => Math.exp(logMoment(k)),
    logExpectation(n, logT) {
      if (alpha === 0) return -Math.exp(logT);
      if (logT === Number.NEGATIVE_INFINITY) return logMoment(-n / 2);
      // e^(−nx/2) only moves the normal law of x = log q
      return logMoment(-n / 2) + logNormalExpectation(alpha, -alpha * (n + 1), logT);
    },
    normalTail(size) {
      if (alpha === 0 || size === 0) return normalCdf(-size);
      const tail = (x: number) => scaledNormalTail(size * Math.exp(-x / 2));
      return Math.exp(logNormalExpectation(alpha, -alpha, 2 * Math.log(size) - Math.LN2, tail));
    },
  };
}

/**
 * log E[e^(−t e^(−x)) g(x)] for x ~ N(centre, 2α) of a g that grows by e^(x/2) at most: a log-concave integrand, in widths
 * about the maximum without g, so that nothing cancels, however narrow or high it is.
 */
function logNormalExpectation(alpha: number, centre: number, logT: number, g?: (x: number) => number): number {
  const away = productLog(Math.log(2 * alpha) + logT - centre);
  const pull = Math.exp(logT - centre - away);
  const width = 1 / Math.sqrt(1 / (2 * alpha) + pull);
  const log = (y: number) => {
    const x = width * y;
    const bare = -(x * x) / (4 * alpha) - pull * expm1Beyond(-x);
    return g ? bare + Math.log(g(centre + away + x)) : bare;
  };
  const high = g ? Math.min(alpha, pull > 1 ? -Math.log1p(-0.5 / pull) : alpha) / width : 0;
  const { logSum } = trapezoid(log, { low: 0, high, width: 1, step: 0.5 / width });
  return logSum + Math.log(width) - 0.5 * Math.log(4 * Math.PI * alpha) - (away * away) / (4 * alpha) - pull;
}

/** v with v + log v = `log`, Lambert's W(e^log). */
function productLog(log: number): number {
  // in u = log v Newton's steps approach from one side
  let u = log < 1 ? log : Math.log(log);
  for (let i = 0; i < 50; i++) {
    const step = (Math.exp(u) + u - log) / (Math.exp(u) + 1);
    u -= step;
    if (Math.abs(step) <= 4 * Number.EPSILON * Math.abs(u)) break;
  }
  return Math.exp(u);
}

/** e^x − 1 − x. */
function expm1Beyond(x: number): number {
  if (Math.abs(x) > 0.5) return Math.expm1(x) - x;
  let series = 1;
  for (let k = 16; k > 2; k--) series = 1 + (x / k) * series;
  return (x * x * series) / 2;
}

/** Chances below this do not show beside ½. */
const NEAR_ZERO = 1e-17;

/** q = Π χ²_{N_l}/N_l: one output of nets with hidden layers of these widths. */
export function gammaProductMixing(widths: readonly number[]): ScalarMixing {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const factors: GammaFactor[] = [...counts].map(([width, count]) => ({ a: width / 2, count }));
  const sum = (term: (a: number) => number) => factors.reduce((total, { a, count }) => total + count * term(a), 0);
  const mean = sum(digammaLessLog);
  // q z² is such a product as well, with a layer of one neuron more
  const squared: GammaFactor[] = [...factors, { a: 0.5, count: 1 }];
  const squaredMean = mean + digammaLessLog(0.5);
  const logMoment = (k: number) =>
    factors.some(({ a }) => a + k <= 0) ? Number.POSITIVE_INFINITY : sum((a) => logGammaMoment(a, k, 0).re);
  const moment = (k: number) => {
    if (!Number.isInteger(k) || k < 0 || k > 100) return Math.exp(logMoment(k));
    let product = 1;
    for (const { a, count } of factors) for (let j = 1; j < k; j++) product *= (1 + j / a) ** count;
    return product;
  };
  return {
    mean,
    variance: sum(trigamma),
    largest: 1e44,
    logDensity: (x) => (widths.length === 1 ? logGammaDensity(widths[0] / 2, x) : logGammaProduct(factors, x)),
    cdf: (x) =>
      x > mean
        ? 1 - Math.exp(logGammaProduct(factors, x, { tail: 'upper' }))
        : Math.exp(logGammaProduct(factors, x, { tail: 'lower' })),
    moment,
    logExpectation(n, logT) {
      if (logT === Number.NEGATIVE_INFINITY) return logMoment(-n / 2);
      return logGammaProduct(factors, logT, { order: n / 2 }) - (n / 2) * logT;
    },
    normalTail(size) {
      // the density is largest at 0
      if (size === 0 || (size * moment(-0.5)) / Math.sqrt(2 * Math.PI) < NEAR_ZERO) return 0.5;
      const x = 2 * Math.log(size);
      if (x > squaredMean) return 0.5 * Math.exp(logGammaProduct(squared, x, { tail: 'upper' }));
      return 0.5 - 0.5 * Math.exp(logGammaProduct(squared, x, { tail: 'lower' }));
    },
  };
}

/** Log-density of log g at x for g = Gamma(a)/a: nothing of the size of log Γ(a) cancels. */
function logGammaDensity(a: number, x: number): number {
  return logGammaPeak(a) - a * expm1Beyond(x);
}
