import type { KnownActivation } from './activation';
import { jumpOf } from './continuousActivation';
import { correlation } from './correlation';
import type { DualActivation, DualRows, PairErrors } from './dualActivation';
import { HermiteExpansion, isSeen, type Series } from './hermiteExpansion';
import { bentRule, hermiteRule } from './hermiteRule';
import { type Expectation, polarExpectation } from './polarExpectation';

/** Rows whose coefficients are computed at once. */
const BLOCK = 256;
/** log of a share that no sum shows. */
const LOG_ROUNDING = Math.log(Number.EPSILON / 8);

interface QuadratureRows extends DualRows {
  /** Of φ and φ'. */
  series: [Series, Series];
}

/**
 * E φ(u)φ(v) = Σ_n α_n(a) α_n(b) ρⁿ (Mehler), where Parseval's identity bounds what a truncated series leaves out; where that is too
 * much, of nearly parallel u and v for activations with kinks, pair by pair.
 * @param tolerance error of a pair, relative to the root of E φ(u)² E φ(v)², above which the series is not used.
 * @param expectation of a pair; default quadrature in polar coordinates.
 */
export function quadratureDual(
  activation: KnownActivation,
  tolerance: number,
  expectation: Expectation = polarExpectation(activation),
): DualActivation {
  const isContinuous = !jumpOf(activation);
  return {
    rows: (q) => seriesRows(activation, isContinuous, expectation, q),
    pairs: (left, i, right, from, k, d) =>
      pairs(expectation, tolerance, left as QuadratureRows, i, right as QuadratureRows, from, k, d),
  };
}

function seriesRows(
  activation: KnownActivation,
  isContinuous: boolean,
  expectation: Expectation,
  q: Float64Array,
): QuadratureRows {
  const { kinks } = activation;
  const [value, slope] = [activation.value, activation.derivative].map((f) => new HermiteExpansion(f, q));
  // kinks away from 0 lie elsewhere in every row
  const block = kinks.every((kink) => kink === 0) ? BLOCK : 1;
  for (let from = 0; from < q.length; from += block) {
    const rule = hermiteRule(kinks, Math.sqrt(q[from]));
    for (const part of [value, slope]) part.expand(rule, from, Math.min(block, q.length - from));
  }
  const isKnown = (i: number) => value.error[i] + slope.error[i] < Number.POSITIVE_INFINITY;
  const check = (i: number) => {
    if (!isContinuous || isSeen(value, slope, i)) return;
    value.error[i] = Number.POSITIVE_INFINITY;
    slope.error[i] = Number.POSITIVE_INFINITY;
  };
  q.forEach((a, i) => {
    check(i);
    if (isKnown(i)) return;
    const rule = bentRule(kinks, Math.sqrt(a), [
      { f: activation.value, noise: 0 },
      { f: activation.derivative, noise: 2 * (activation.noise ?? 0) },
    ]);
    if (!rule) return;
    for (const part of [value, slope]) part.expand(rule, i, 1);
    check(i);
  });
  // before other quadrature replaces what these coefficients do not have
  const series: [Series, Series] = [value.series(), slope.series()];
  q.forEach((a, i) => {
    if (isKnown(i)) return;
    const found = expectation(a, a, a);
    value.square[i] = found.value;
    value.error[i] = found.valueError;
    slope.square[i] = found.slope;
    slope.error[i] = found.slopeError;
  });
  return {
    q,
    value: value.square,
    slope: slope.square,
    series,
    errors: [value.error, slope.error],
  };
}

function pairs(
  expectation: Expectation,
  tolerance: number,
  left: QuadratureRows,
  i: number,
  right: QuadratureRows,
  from: number,
  k: Float64Array,
  d: Float64Array | undefined,
): PairErrors {
  const worst = { value: 0, slope: 0 };
  const a = left.q[i];
  for (let j = 0; j < k.length; j++) {
    const b = right.q[from + j];
    const rho = correlation(a, b, k[j]);
    // the same input, or one that came to be the same: near it an error of c grows to its root
    if (a === b && k[j] === a) {
      k[j] = left.value[i];
      if (d) d[j] = left.slope[i];
      continue;
    }
    const valueBound = remainder(left.series[0], i, right.series[0], from + j, rho);
    const slopeBound = d ? remainder(left.series[1], i, right.series[1], from + j, rho) : 0;
    const valueScale = Math.sqrt(left.value[i]) * Math.sqrt(right.value[from + j]);
    const slopeScale = Math.sqrt(left.slope[i]) * Math.sqrt(right.slope[from + j]);
    if (valueBound <= tolerance * valueScale && slopeBound <= tolerance * slopeScale) {
      k[j] = sum(left.series[0], i, right.series[0], from + j, rho);
      if (d) d[j] = sum(left.series[1], i, right.series[1], from + j, rho);
      worst.value = Math.max(worst.value, valueBound);
      worst.slope = Math.max(worst.slope, slopeBound);
      continue;
    }
    const found = expectation(a, b, k[j]);
    k[j] = found.value;
    if (d) d[j] = found.slope;
    worst.value = Math.max(worst.value, found.valueError);
    worst.slope = Math.max(worst.slope, found.slopeError);
  }
  return worst;
}

/** Cauchy–Schwarz on the terms left out. */
function remainder(x: Series, i: number, y: Series, j: number, rho: number): number {
  const terms = Math.min(x.terms, y.terms);
  return rest(x, i, terms) * rest(y, j, terms) * Math.abs(rho) ** terms;
}

/** Norm of the coefficients from `terms` on. */
function rest({ terms: all, coefficients, left }: Series, i: number, terms: number): number {
  if (terms === all) return left[i];
  let squares = left[i] ** 2;
  for (let n = terms; n < all; n++) squares += coefficients[i * all + n] ** 2;
  return Math.sqrt(squares);
}

function sum(x: Series, i: number, y: Series, j: number, rho: number): number {
  const [xs, ys] = [x.coefficients, y.coefficients];
  const [xAt, yAt] = [i * x.terms, j * y.terms];
  let total = 0;
  for (let n = termsAt(rho, Math.min(x.terms, y.terms)) - 1; n >= 0; n--)
    total = total * rho + xs[xAt + n] * ys[yAt + n];
  return total;
}

/** Terms that are more than rounding: those from n on are at most |ρ|ⁿ of the root of E φ(u)² E φ(v)². */
function termsAt(rho: number, all: number): number {
  const needed = 1 + LOG_ROUNDING / Math.log(Math.abs(rho));
  return needed < all && needed > 0 ? Math.ceil(needed) : all;
}
