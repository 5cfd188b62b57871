import { matmul } from '../../linalg/matmul';
import { matrix } from '../../matrix';
import { gaussianTail } from './gaussianTail';
import { type HermiteRule, REACH, TERMS } from './hermiteRule';

/** Share of E f² beyond the nodes for which others are needed. */
const ENDED = 1e-14;
/** A remainder below this share of E f² counts as none: longer rows have coefficients of order one there. */
const NEGLIGIBLE = 1e-24;
/** Share of E f² that rounding of its sums may hide. */
const WHOLE = 1e-13;
/** Terms at the end of the series by which its convergence is judged. */
const LAST = 16;
/** Relative change of E f², E f and E fz with half as many nodes, below which the rule counts as converging. */
const RESOLVED = 1e-9;
/** Difference of φ from the integral of φ', relative, that differences in place of a derivative may have; and rounding of φ. */
const CONSISTENT = 1e-8;
const DIGITS = 1e-13;
/** Length up to which nodes are less than one half apart in u. */
const SHORT = 20;
/** Arguments looked at for longer ones: `each` apart to `dense`, and in these ratios to `reach` lengths. */
const LOOKS = { each: 0.5, dense: 32, ratio: 2 ** 0.25, reach: 6 };
/** Share of E φ'² that something of width one may add unseen. */
const UNSEEN = 1e-9;

/** Normalized Hermite coefficients, `terms` a row. */
export interface Series {
  terms: number;
  coefficients: Float64Array;
  /** Root of the sum of squares left out, a row (Parseval), with the error of the quadrature. */
  left: Float64Array;
}

/** Of f at Gaussians of variances q. */
export class HermiteExpansion {
  /** E f². */
  readonly square: Float64Array;
  /** Its error; infinite where the rule does not do. */
  readonly error: Float64Array;
  /** TERMS coefficients a row. */
  readonly all: Float64Array;
  /** Largest difference of f, at arguments between the nodes, from the polynomial through those nearby. */
  readonly missed: Float64Array;

  constructor(
    private readonly f: (u: number) => number,
    readonly q: Float64Array,
  ) {
    this.square = new Float64Array(q.length);
    this.error = new Float64Array(q.length);
    this.all = new Float64Array(q.length * TERMS);
    this.missed = new Float64Array(q.length);
  }

  expand(rule: HermiteRule, from: number, rows: number): void {
    const { f, q } = this;
    const { nodes, basis, coarse } = rule;
    const count = nodes.length;
    const values = matrix(rows, count);
    for (let i = 0; i < rows; i++) {
      const root = Math.sqrt(q[from + i]);
      const row = values.data.subarray(i * count, (i + 1) * count) as Float64Array;
      for (let k = 0; k < count; k++) row[k] = f(root * nodes[k]);
      const fine = momentsOf(rule, row);
      const few = momentsOf(
        coarse,
        coarse.nodes.map((z) => f(root * z)),
      );
      const { square } = fine;
      const size = (z: number) =>
        (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * (f(root * z) ** 2 + f(-root * z) ** 2);
      const tail = gaussianTail(size(REACH), size(REACH - 1));
      // twice the nodes square the relative error for analytic functions; where it is large they are none, or too steep
      const gap = Math.abs(few.square - square) / square || 0;
      // f² does not show the kinks of |u − t| and u|u|: the coefficients of degree 0 and 1 do
      const kinked = Math.abs(few.mean - fine.mean) + Math.abs(few.first - fine.first) > RESOLVED * Math.sqrt(square);
      this.square[from + i] = square;
      this.error[from + i] =
        gap < RESOLVED && !kinked && !(tail > ENDED * square) ? gap * gap * square + tail : Number.POSITIVE_INFINITY;
      if (root > SHORT) this.missed[from + i] = missedBy(rule, f, root, row);
    }
    this.all.set(matmul(values, matrix(TERMS, count, basis), { transposeB: true }).data, from * TERMS);
  }

  /** Keeps the terms that some row needs. */
  series(): Series {
    const { all, square, error } = this;
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
}

/**
 * Whether the nodes of row i see all of a continuous φ. It and φ' obey √n α_n(φ) = √q α_(n−1)(φ') (Stein), which they do not where nodes
 * misread them: φ turns around between two of them, as sin(300u), or bends, or has kinks a little beside those declared. Of what falls
 * between two nodes in both, neither coefficients nor finer nodes tell: a look there does.
 */
export function isSeen(value: HermiteExpansion, slope: HermiteExpansion, i: number): boolean {
  const root = Math.sqrt(value.q[i]);
  const rounding = DIGITS ** 2 * value.square[i];
  let apart = 0;
  for (let n = 1; n < TERMS; n++) {
    apart += (Math.sqrt(n) * value.all[i * TERMS + n] - root * slope.all[i * TERMS + n - 1]) ** 2;
  }
  if (apart > (CONSISTENT * root) ** 2 * slope.square[i] + rounding) return false;
  const missed = value.missed[i] ** 2 + slope.missed[i] ** 2;
  return !(missed > UNSEEN * root * slope.square[i] + rounding);
}

/** E f², E f and E fz from the values of f at the nodes. */
function momentsOf(
  { nodes, weights }: { nodes: Float64Array; weights: Float64Array },
  values: Float64Array,
): { square: number; mean: number; first: number } {
  let [square, mean, first] = [0, 0, 0];
  for (let k = 0; k < nodes.length; k++) {
    const part = weights[k] * values[k];
    square += part * values[k];
    mean += part;
    first += part * nodes[k];
  }
  return { square, mean, first };
}

function missedBy(rule: HermiteRule, f: (u: number) => number, root: number, values: Float64Array): number {
  let worst = 0;
  for (let u = LOOKS.each / 2; u < LOOKS.reach * root; u = u < LOOKS.dense ? u + LOOKS.each : u * LOOKS.ratio) {
    for (const side of [-u, u]) worst = Math.max(worst, Math.abs(f(side) - rule.interpolate(values, side / root)));
  }
  return worst;
}

/** Σ c² over the last terms. */
function lastOf(all: Float64Array, i: number): number {
  let sum = 0;
  for (let n = TERMS - LAST; n < TERMS; n++) sum += all[i * TERMS + n] ** 2;
  return sum;
}
