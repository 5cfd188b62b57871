import { highest } from '../fixedPoints/highest';

export interface TrapezoidOptions {
  /** All maxima of the integrand that count lie between these. */
  low: number;
  high: number;
  /** Width of the narrowest feature expected besides the highest maximum. */
  width: number;
  /** Largest step. Default 0.5. */
  step?: number;
  /** Nats below the maximum where the integrand ends on the right. Default 45, as on the left. */
  depth?: number;
  /** The same left of the maximum. Default `depth`. */
  leftDepth?: number;
  /** The nodes reach on the right to where also e^{growth·x} times the integrand has ended. Default 0. */
  growth?: number;
}

export interface TrapezoidSum {
  nodes: Float64Array;
  /** Shares of the nodes in the integral: they add up to 1. */
  weights: Float64Array;
  /** Log of the integral; NaN where the integrand is none beside its maximum. */
  logSum: number;
}

/** Points of the scan for maxima, at most. */
const SCAN = 256;
/** The rule converges exponentially: two interlaced grids that agree to this far are, together, exact to rounding. */
const AGREEMENT = 1e-9;
/** Rounding of the logarithm, in nats, beyond which it hides the shape of the maximum. */
const BLURRED = 0.01;
const MOST_POINTS = 2e5;

/**
 * ∫ e^{log(x)} dx over the real line by the trapezoidal rule, for an analytic integrand. It is scanned for its maxima, and the
 * step is halved until nothing changes. All in the log domain.
 */
export function trapezoid(log: (x: number) => number, options: TrapezoidOptions): TrapezoidSum {
  const { low, high, width, step = 0.5, depth = 45, leftDepth = depth, growth = 0 } = options;
  const stride = Math.max((high - low) / SCAN, width / 2);
  const scanned: { x: number; value: number }[] = [];
  for (let x = low - stride; x <= high + 2 * stride; x += stride) scanned.push({ x, value: log(x) });
  const best = scanned.reduce((a, b) => (b.value > a.value ? b : a));
  let mode = highest(log, best.x - stride, best.x + stride);
  // a search narrows down by 3e-8; a law far narrower than the scan takes some
  for (let reach = 1e-6 * stride; reach > width / 64 && reach < Number.POSITIVE_INFINITY; reach *= 1e-6) {
    mode = highest(log, mode - reach, mode + reach);
  }
  const top = Math.max(best.value, log(mode));
  const rounding = Number.EPSILON * Math.abs(top);
  const maximumAlone = (logSum: number) => ({ nodes: Float64Array.of(mode), weights: Float64Array.of(1), logSum });
  // to this rounding the integral is its maximum, some 10¹³ nats away from 1 and less than a millionth wide
  if (!(rounding <= BLURRED)) {
    const isMaximum = log(mode - stride) < top && log(mode + stride) < top;
    return maximumAlone(isMaximum ? top : Number.NaN);
  }
  let left = mode;
  let right = mode;
  for (const { x, value } of scanned) {
    if (value >= top - leftDepth) left = Math.min(left, x);
    if (value + growth * (x - mode) >= top - depth) right = Math.max(right, x);
  }
  const near = Math.min(width, curvatureWidth(log, mode, width));
  for (let by = near; log(left) > top - leftDepth; by *= 1.2) left -= by;
  for (let by = near; log(right) + growth * (right - mode) > top - depth; by *= 1.2) right += by;

  let points = Math.ceil((right - left) / Math.min(step, 0.8 * near));
  // its maximum is where numbers are farther apart than it is wide
  if (!(points <= MOST_POINTS)) return maximumAlone(Number.NaN);
  const grid = (shift: number) =>
    Float64Array.from({ length: points }, (_, i) => left + ((i + shift) * (right - left)) / points);
  let nodes = grid(0);
  let sizes = nodes.map((x) => Math.exp(log(x) - top));
  for (;;) {
    const between = grid(0.5);
    const sizesBetween = between.map((x) => Math.exp(log(x) - top));
    const [sum, other] = [total(sizes), total(sizesBetween)];
    nodes = interlaced(nodes, between);
    sizes = interlaced(sizes, sizesBetween);
    points *= 2;
    if (Math.abs(sum - other) <= Math.max(AGREEMENT, 4 * rounding) * (sum + other) || points > MOST_POINTS) break;
  }
  const sum = total(sizes);
  return { nodes, weights: sizes.map((size) => size / sum), logSum: top + Math.log((sum * (right - left)) / points) };
}

/** Standard deviation of the Gaussian that touches the maximum. */
function curvatureWidth(log: (x: number) => number, mode: number, width: number): number {
  let by = width / 16;
  for (;;) {
    const drop = 2 * log(mode) - log(mode - by) - log(mode + by);
    if (!(drop > 1) || by < 1e-9) return drop > 0 ? by / Math.sqrt(drop) : width;
    by /= 4;
  }
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function interlaced(a: Float64Array, b: Float64Array) {
  return Float64Array.from({ length: a.length + b.length }, (_, i) => (i % 2 === 0 ? a : b)[i >> 1]);
}
