import { digammaLessLog } from '../../special/digamma';
import { normalCdf } from '../../special/erf';
import { type GammaFactor, logGammaProduct } from '../../special/gammaProduct';
import { logGamma } from '../../special/logGamma';
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
  /** log E[q^(−n/2) e^(−t/q)], t ≥ 0. */
  logExpectation(n: number, t: number): number;
  /** P(√q z > size) of a standard normal z, size ≥ 0. */
  normalTail(size: number): number;
}

/** log q ~ N(−α, 2α): one output in the proportional limit. α = 0 is q = 1. */
export function logNormalMixing(alpha: number): ScalarMixing {
  let prior: { nodes: Float64Array; weights: Float64Array } | undefined;
  const logMoment = (k: number) => alpha * k * (k - 1);
  const logDensity = (x: number) => -((x + alpha) ** 2) / (4 * alpha) - 0.5 * Math.log(4 * Math.PI * alpha);
  return {
    mean: -alpha,
    variance: 2 * alpha,
    largest: Number.POSITIVE_INFINITY,
    logDensity,
    cdf: (x) => (alpha === 0 ? Number(x >= 0) : normalCdf((x + alpha) / Math.sqrt(2 * alpha))),
    moment: (k) => Math.exp(logMoment(k)),
    logExpectation(n, t) {
      if (alpha === 0) return -t;
      if (t === 0) return logMoment(-n / 2);
      // e^(−nx/2) only moves the normal law of x = log q, by −nα; the rest is log-concave, with its maximum `away` from there
      const centre = -alpha * (n + 1);
      const away = productLog(Math.log(2 * alpha) + Math.log(t) - centre);
      const pull = t * Math.exp(-centre - away);
      const width = 1 / Math.sqrt(1 / (2 * alpha) + pull);
      // about the maximum, in widths: nothing cancels, however narrow or high it is
      const log = (y: number) => {
        const x = width * y;
        return -(x * x) / (4 * alpha) - pull * expm1Beyond(-x);
      };
      const { logSum } = trapezoid(log, { low: 0, high: 0, width: 1, step: 0.5 / width });
      const top = -(away * away) / (4 * alpha) - pull;
      return logMoment(-n / 2) + top + logSum + Math.log(width) - 0.5 * Math.log(4 * Math.PI * alpha);
    },
    normalTail(size) {
      if (alpha === 0 || size === 0) return normalCdf(-size);
      // a step of ¼ resolves the normal cdf in log q to rounding; the depth makes the far tail right too, to which small q add nothing
      const grid = { low: -alpha, high: -alpha, width: Math.sqrt(2 * alpha), step: 0.25, depth: 150, leftDepth: 40 };
      prior ??= trapezoid(logDensity, grid);
      return prior.nodes.reduce((sum, x, i) => sum + prior!.weights[i] * normalCdf(-size * Math.exp(-x / 2)), 0);
    },
  };
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

/** Chances below this are linear to rounding. */
const NEAR_ZERO = 1e-9;

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
  const moment = (k: number) => {
    if (factors.some(({ a }) => a + k <= 0)) return Number.POSITIVE_INFINITY;
    if (!Number.isInteger(k) || k < 0 || k > 100)
      return Math.exp(sum((a) => logGamma(a + k) - logGamma(a) - k * Math.log(a)));
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
    logExpectation(n, t) {
      if (t === 0) return Math.log(moment(-n / 2));
      return logGammaProduct(factors, Math.log(t), { order: n / 2 }) - (n / 2) * Math.log(t);
    },
    normalTail(size) {
      // the density at 0 alone, where the integral is slow and what is next is beyond rounding
      const slope = moment(-0.5) / Math.sqrt(2 * Math.PI);
      if (size === 0) return 0.5;
      if (size * slope < NEAR_ZERO) return 0.5 - size * slope;
      const x = 2 * Math.log(size);
      if (x > squaredMean) return 0.5 * Math.exp(logGammaProduct(squared, x, { tail: 'upper' }));
      return 0.5 - 0.5 * Math.exp(logGammaProduct(squared, x, { tail: 'lower' }));
    },
  };
}

/** Log-density of log g at x for g = Gamma(a)/a. */
function logGammaDensity(a: number, x: number): number {
  return a * (x + Math.log(a) - Math.exp(x)) - logGamma(a);
}
