import { matmul } from '../../linalg/matmul';
import { matrix } from '../../matrix';
import type { KnownActivation } from './activation';
import { jumpOf } from './continuousActivation';
import { correlation } from './correlation';
import type { DualActivation, DualRows, PairErrors } from './dualActivation';
import { gaussianTail } from './gaussianTail';
import { type HermiteRule, hermiteRule, REACH, TERMS } from './hermiteRule';
import { type PairExpectation, polarExpectation, unseenShare } from './polarExpectation';

/** Share of E φ² beyond the nodes for which others are needed. */
const ENDED = 1e-14;
/** Rows whose coefficients are computed at once. */
const BLOCK = 256;
/** A remainder below this share of E φ² counts as none: longer rows have coefficients of order one there. */
const NEGLIGIBLE = 1e-24;
/** log of a share that no sum shows. */
const LOG_ROUNDING = Math.log(Number.EPSILON / 8);
/** Difference of φ from the integral of φ', relative, that differences in place of a derivative may have; and rounding of φ. */
const CONSISTENT = 1e-8;
const DIGITS = 1e-13;
/** Share of E φ² that rounding of its sums may hide. */
const WHOLE = 1e-13;
/** Terms at the end of the series by which its convergence is judged. */
const LAST = 16;
/** Relative change of E φ², E φ and E φz with every other node, below which the rule counts as converging. */
const RESOLVED = 1e-9;

/** Normalized Hermite coefficients of φ(√q z) and φ'(√q z), `terms` a row. */
interface Series {
  terms: number;
  coefficients: Float64Array;
  /** Root of the sum of squares left out, a row (Parseval), with the error of the quadrature. */
  left: Float64Array;
}

interface QuadratureRows extends DualRows {
  /** Of φ and φ'. */
  series: [Series, Series];
  /** Errors of value and slope, absolute. */
  errors: [Float64Array, Float64Array];
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
  expectation: Expectation = (a, b, c) => polarExpectation(activation, a, b, c),
): DualActivation {
  return {
    rows: (q) => seriesRows(activation, expectation, q),
    pairs: (left, i, right, from, k, d) =>
      pairs(expectation, tolerance, left as QuadratureRows, i, right as QuadratureRows, from, k, d),
  };
}

/** Of variances a, b and covariance c. */
type Expectation = (a: number, b: number, c: number) => PairExpectation;

function seriesRows(activation: KnownActivation, expectation: Expectation, q: Float64Array): QuadratureRows {
  const { kinks } = activation;
  const [value, slope] = [activation.value, activation.derivative].map((f) => new Expansion(f, q));
  // kinks away from 0 lie elsewhere in every row
  const block = kinks.every((kink) => kink === 0) ? BLOCK : 1;
  for (let from = 0; from < q.length; from += block) {
    const rule = hermiteRule(kinks, Math.sqrt(q[from]));
    for (const part of [value, slope]) part.expand(rule, from, Math.min(block, q.length - from));
  }
  if (!jumpOf(activation)) {
    q.forEach((a, i) => {
      if (value.isIntegralOf(slope, i) && unseenShare(activation, Math.sqrt(a)) <= CONSISTENT) return;
      value.error[i] = Number.POSITIVE_INFINITY;
      slope.error[i] = Number.POSITIVE_INFINITY;
    });
  }
  // before other quadrature replaces what these coefficients do not have
  const series: [Series, Series] = [value.series(), slope.series()];
  q.forEach((a, i) => {
    if (value.error[i] + slope.error[i] < Number.POSITIVE_INFINITY) return;
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

/** Of f at Gaussians of variances q. */
class Expansion {
  /** E f². */
  readonly square: Float64Array;
  /** Its error; infinite where the rule does not do. */
  readonly error: Float64Array;
  /** TERMS coefficients a row. */
  private readonly all: Float64Array;

  constructor(
    private readonly f: (u: number) => number,
    private readonly q: Float64Array,
  ) {
    this.square = new Float64Array(q.length);
    this.error = new Float64Array(q.length);
    this.all = new Float64Array(q.length * TERMS);
  }

  /**
   * Whether √n α_n(φ) = √q α_(n−1)(φ') (Stein), which functions do not obey that nodes misread: that turn around between two of them,
   * as sin(300u), or bend, or have kinks a little beside those declared.
   */
  isIntegralOf(slope: Expansion, i: number): boolean {
    const root = Math.sqrt(this.q[i]);
    let apart = 0;
    for (let n = 1; n < TERMS; n++) {
      apart += (Math.sqrt(n) * this.all[i * TERMS + n] - root * slope.all[i * TERMS + n - 1]) ** 2;
    }
    return !(apart > (CONSISTENT * root) ** 2 * slope.square[i] + DIGITS ** 2 * this.square[i]);
  }

  series(): Series {
    return truncate(this.all, this.square, this.error);
  }

  expand({ nodes, basis, coarser }: HermiteRule, from: number, rows: number): void {
    const { f, q } = this;
    const count = nodes.length;
    const values = matrix(rows, count);
    for (let i = 0; i < rows; i++) {
      const root = Math.sqrt(q[from + i]);
      let sum = 0;
      // what every other node changes tells the error
      let change = 0;
      let [first, second] = [0, 0];
      for (let k = 0; k < count; k++) {
        const y = f(root * nodes[k]);
        values.data[i * count + k] = y;
        sum += basis[k] * y * y;
        change += coarser[k] * y * y;
        first += coarser[k] * y;
        second += coarser[k] * y * nodes[k];
      }
      const size = (z: number) =>
        (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * (f(root * z) ** 2 + f(-root * z) ** 2);
      const tail = gaussianTail(size(REACH), size(REACH - 1));
      const gap = Math.abs(change) / sum || 0;
      // twice the nodes square the relative error for analytic functions; where it is large they are none, or too steep
      // φ² does not show the kinks of |u − t| and u|u|: the coefficients of degree 0 and 1 do
      const kinked = Math.abs(first) + Math.abs(second) > RESOLVED * Math.sqrt(sum);
      this.square[from + i] = sum;
      this.error[from + i] =
        gap < RESOLVED && !kinked && !(tail > ENDED * sum) ? gap * gap * sum + tail : Number.POSITIVE_INFINITY;
    }
    this.all.set(matmul(values, matrix(TERMS, count, basis), { transposeB: true }).data, from * TERMS);
  }
}

/** Σ c² over the last terms. */
function lastOf(all: Float64Array, i: number): number {
  let sum = 0;
  for (let n = TERMS - LAST; n < TERMS; n++) sum += all[i * TERMS + n] ** 2;
  return sum;
}

/** Keeps the terms that some row needs. */
function truncate(all: Float64Array, square: Float64Array, error: Float64Array): Series {
  const rows = square.length;
  let terms = 1;
  for (let i = 0; i < rows; i++) {
    let past = 0;
    for (let n = TERMS - 1; n >= terms; n--) {
      past += all[i * TERMS + n] ** 2;
      if (past > NEGLIGIBLE * square[i]) terms = n + 1;
    }
  }
  const coefficients = new Float64Array(rows * terms);
  const left = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let n = 0; n < terms; n++) coefficients[i * terms + n] = all[i * TERMS + n];
    let dropped = 0;
    for (let n = TERMS - 1; n >= terms; n--) dropped += all[i * TERMS + n] ** 2;
    let kept = dropped;
    for (let n = terms - 1; n >= 0; n--) kept += all[i * TERMS + n] ** 2;
    const rest = Math.max(0, square[i] - kept);
    // Where the terms make up the whole and the last ones no longer see any, the series has ended, and the rest is rounding. The last
    // alone do not tell: those of sin(ωu) begin around degree ω²q.
    const ended = rest <= WHOLE * square[i] && lastOf(all, i) <= NEGLIGIBLE * square[i];
    left[i] = Math.sqrt(dropped + error[i] + (ended ? 0 : rest + 4 * Number.EPSILON * square[i]));
  }
  return { terms, coefficients, left };
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
    if (left === right && i === from + j) {
      k[j] = left.value[i];
      if (d) d[j] = left.slope[i];
      worst.value = Math.max(worst.value, left.errors[0][i]);
      worst.slope = Math.max(worst.slope, left.errors[1][i]);
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
