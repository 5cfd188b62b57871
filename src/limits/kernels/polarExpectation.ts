import { gaussLegendre } from '../../special/gaussLegendre';
import type { KnownActivation } from './activation';
import { jumpOf } from './continuousActivation';
import { FARTHEST, gaussianTail } from './gaussianTail';
import { bends, LEVELS, piecesOf, RADIAL, REACH } from './rayPieces';
import { unseenShare } from './unseenShare';

export interface PairExpectation {
  /** E φ(u)φ(v). */
  value: number;
  /** E φ'(u)φ'(v). */
  slope: number;
  /** Estimated absolute errors. */
  valueError: number;
  slopeError: number;
}

/** Of variances a, b and covariance c. */
export type Expectation = (a: number, b: number, c: number) => PairExpectation;

const BEYOND: PairExpectation = {
  value: Number.POSITIVE_INFINITY,
  slope: Number.POSITIVE_INFINITY,
  valueError: Number.POSITIVE_INFINITY,
  slopeError: Number.POSITIVE_INFINITY,
};

/** Widest angle in u from u = 0 and v = 0 at which pieces end. */
const WEDGE = 0.4;
/** Angles from these two lines, as a multiple of that between them, from which on they are one. */
const ALIKE = 8;
/** Error of a piece, as a share of the integral of sizes, that needs no halving. */
const SHARE = 1e-13;
/** Of the relative error of φ' by differences, what is left of it in an integral. */
const NOISE = 0.1;
/** That of some thousand terms, as a share of the integral of sizes. */
const ROUNDING = 8 * Number.EPSILON;
/** Radial error, as a share, at which finer angles are not tried. */
const HOPELESS = 1e-9;
/** What is missing may lie where the Gaussian weighs most, over all the length, and counts twice in φ'². */
const WEIGHT = 16;
/** Halvings of an angle, and pieces in all, at most. */
const HALVINGS = 16;
const SECTORS = 400;
/** Gauss–Legendre nodes of a sector. */
const ANGULAR = 12;

/**
 * Expectations for a centred Gaussian pair of variances a, b and covariance c in polar coordinates,
 *
 *     u = √a r cos ψ,  v = √b r cos(ψ − θ),  cos θ = c/√(ab),
 *
 * by Gauss–Legendre pieces, split where the activation has kinks (lines u = t and v = t: angles where they end or cross,
 * radii where they are met) and halved adaptively in ψ. Also right for parallel u and v. The errors are infinite where a
 * function without kinks rises between two nodes.
 */
export function polarExpectation(activation: KnownActivation): Expectation {
  const jumps = jumpOf(activation) !== undefined;
  // asked for both lengths of every pair
  const seen = new Map<number, number>();
  const unseen = (length: number): number => {
    const known = seen.get(length) ?? unseenShare(activation, length);
    seen.set(length, known);
    return known;
  };
  return (a, b, c) => {
    const lengths = [Math.sqrt(a), Math.sqrt(b)];
    // no rule makes a number of it, and the finest ones take minutes at such lengths
    if (lengths.every((length) => overflows(activation, length))) return { ...BEYOND };
    return expectationOf(activation, a, b, c, jumps ? 0 : unseen(lengths[0]) + unseen(lengths[1]));
  };
}

/** Whether E φ(u)² is more than float64 holds, as φ² is at the standard deviation already. */
function overflows({ value }: KnownActivation, length: number): boolean {
  return [-length, length].some((u) => value(u) ** 2 === Number.POSITIVE_INFINITY);
}

/** @param unseen share of φ that the nodes along the rays do not see. */
function expectationOf(activation: KnownActivation, a: number, b: number, c: number, unseen: number): PairExpectation {
  // relative to the longer one, so that products neither over- nor underflow
  const most = Math.max(a, b) || 1;
  const along = c / most;
  const pair: Pair = {
    activation,
    reach: REACH,
    a: Math.sqrt(a),
    b: Math.sqrt(b),
    theta: Math.atan2(Math.sqrt(Math.max(0, (a / most) * (b / most) - along * along)), along),
    steepest: 0,
    angular: gaussLegendre(ANGULAR),
    radial: gaussLegendre(RADIAL),
  };
  let angles = breakAngles(pair);
  // Level by level until coarse sums over the angles agree; only sums that are well resolved in the angle are compared.
  let level = 0;
  let parts = sectors(pair, angles, level);
  let coarse = sumOf(parts);
  let tails = tailsOf(pair, angles);
  if ([0, 1].some((k) => tails[k] > SHARE * coarse[k + 2])) {
    pair.reach = FARTHEST;
    angles = breakAngles(pair);
    parts = sectors(pair, angles, level);
    coarse = sumOf(parts);
    tails = tailsOf(pair, angles);
  }
  // nothing finer would be taken
  if (unseen === Number.POSITIVE_INFINITY)
    return { value: coarse[0], slope: coarse[1], valueError: unseen, slopeError: unseen };
  // differences of values have no more digits
  const shares = [SHARE, SHARE + NOISE * (activation.noise ?? 0)];
  let radialError = coarse;
  // those of each sector: most need no finer pieces where some do
  const reached = parts.map(() => 0);
  for (; level < LEVELS; level++) {
    const finer = parts.map((part, s) =>
      reached[s] < level ? part : sector(pair, angles[s], angles[s + 1], level + 1),
    );
    const sums = sumOf(finer);
    const before = radialError;
    radialError = sums.map((x, k) => Math.abs(x - coarse[k]));
    coarse = sums;
    if ([0, 1].every((k) => radialError[k] <= shares[k] * sums[k + 2])) break;
    // noise stays, and what kinks leave is halved or quartered
    if (level >= 2 && [0, 1].some((k) => radialError[k] > Math.max(HOPELESS * sums[k + 2], before[k] / 8))) break;
    finer.forEach((part, s) => {
      const isSame = [0, 1].every((k) => Math.abs(part[k] - parts[s][k]) <= (shares[k] * sums[k + 2]) / parts.length);
      if (!isSame) reached[s] = level + 1;
    });
    parts = finer;
  }
  const total = [0, 0, 0, 0];
  // a jump along the radius limits what finer angles can tell
  const rounding = [0, (Number.EPSILON * pair.steepest) / parts.length];
  const limits = [0, 1].map((k) => Math.max(shares[k] * coarse[k + 2], 0.1 * radialError[k], rounding[k]));
  const resolved = [0, 1].every((k) => radialError[k] <= HOPELESS * coarse[k + 2]);
  const left = { sectors: resolved ? SECTORS : 0 };
  parts.forEach((part, s) => {
    halve(pair, reached[s], angles[s], angles[s + 1], part, limits, left, 0, total);
  });
  return {
    value: total[0],
    slope: total[1],
    valueError: total[2] + radialError[0] + tails[0] + ROUNDING * coarse[2] + WEIGHT * unseen * coarse[2],
    // angles are rounded: u and v by that of their lengths, slopes that are steep by that much more
    slopeError:
      total[3] +
      radialError[1] +
      tails[1] +
      ROUNDING * coarse[3] +
      Number.EPSILON * pair.steepest +
      WEIGHT * unseen * coarse[3],
  };
}

interface Pair {
  activation: KnownActivation;
  /** Where rays end. */
  reach: number;
  a: number;
  b: number;
  theta: number;
  /** Largest e^(−r²/2) |φ'φ'| met. */
  steepest: number;
  angular: ReturnType<typeof gaussLegendre>;
  radial: ReturnType<typeof gaussLegendre>;
}

/** [∫ φφ', ∫ φ'φ', ∫ |φφ'|, ∫ |φ'φ'|] */
type Sums = number[];

/** Adds the two integrals from…to and their error estimates to `total`. */
function halve(
  pair: Pair,
  level: number,
  from: number,
  to: number,
  whole: Sums,
  limits: number[],
  left: { sectors: number },
  depth: number,
  total: number[],
): void {
  const middle = (from + to) / 2;
  const lower = sector(pair, from, middle, level);
  const upper = sector(pair, middle, to, level);
  const gap = [0, 1].map((k) => Math.abs(lower[k] + upper[k] - whole[k]));
  left.sectors -= 2;
  if ((gap[0] <= limits[0] && gap[1] <= limits[1]) || depth === HALVINGS || left.sectors <= 0) {
    for (const k of [0, 1]) {
      total[k] += lower[k] + upper[k];
      total[k + 2] += gap[k];
    }
    return;
  }
  halve(pair, level, from, middle, lower, limits, left, depth + 1, total);
  halve(pair, level, middle, to, upper, limits, left, depth + 1, total);
}

function sectors(pair: Pair, angles: number[], level: number): Sums[] {
  return angles.slice(1).map((to, s) => sector(pair, angles[s], to, level));
}

function sumOf(parts: readonly Sums[]): Sums {
  return [0, 1, 2, 3].map((k) => parts.reduce((sum, part) => sum + part[k], 0));
}

function sector(pair: Pair, from: number, to: number, level: number): Sums {
  const sums = [0, 0, 0, 0];
  const half = (to - from) / 2;
  const { angular } = pair;
  for (let i = 0; i < angular.nodes.length; i++) {
    ray(pair, from + half * (1 + angular.nodes[i]), level, (half * angular.weights[i]) / (2 * Math.PI), sums);
  }
  return sums;
}

/** What lies beyond the ends of the rays, of both integrals. */
function tailsOf(pair: Pair, angles: number[]): number[] {
  const { activation, reach, a, b, theta, angular } = pair;
  const { value, derivative } = activation;
  const sizes = (r: number) => {
    const sums = [0, 0];
    for (let s = 0; s + 1 < angles.length; s++) {
      const half = (angles[s + 1] - angles[s]) / 2;
      angular.nodes.forEach((node, i) => {
        const angle = angles[s] + half * (1 + node);
        const [u, v] = [a * r * Math.cos(angle), b * r * Math.cos(angle - theta)];
        const weight = ((half * angular.weights[i]) / (2 * Math.PI)) * r * Math.exp(-0.5 * r * r);
        sums[0] += Math.abs(weight * value(u) * value(v));
        sums[1] += Math.abs(weight * derivative(u) * derivative(v));
      });
    }
    return sums;
  };
  const [ends, before] = [sizes(reach), sizes(reach - 1)];
  return ends.map((end, k) => gaussianTail(end, before[k]));
}

/** Adds weight·∫ r e^(−r²/2) F(r, ψ) dr to the sums. */
function ray(pair: Pair, angle: number, level: number, weight: number, sums: Sums): void {
  const { activation, reach, a, b, theta, radial } = pair;
  const { value, derivative, kinks } = activation;
  const toU = a * Math.cos(angle);
  const toV = b * Math.cos(angle - theta);
  const ends = [0, reach];
  for (const kink of kinks) {
    for (const slope of [toU, toV]) {
      const r = kink / slope;
      if (r > 0 && r < reach) ends.push(r);
    }
  }
  const steep = Math.max(Math.abs(toU), Math.abs(toV));
  ends.push(...bends(steep));
  ends.sort((x, y) => x - y);
  for (let e = 0; e + 1 < ends.length; e++) {
    const length = ends[e + 1] - ends[e];
    if (length === 0) continue;
    const pieces = piecesOf(steep, level, ends[e], ends[e + 1]);
    const half = length / pieces / 2;
    for (let p = 0; p < pieces; p++) {
      const centre = ends[e] + (2 * p + 1) * half;
      for (let i = 0; i < radial.nodes.length; i++) {
        const r = centre + half * radial.nodes[i];
        const density = Math.exp(-0.5 * r * r);
        const w = weight * half * radial.weights[i] * r * density;
        const product = w * value(toU * r) * value(toV * r);
        const both = derivative(toU * r) * derivative(toV * r);
        const slopes = w * both;
        sums[0] += product;
        sums[1] += slopes;
        sums[2] += Math.abs(product);
        sums[3] += Math.abs(slopes);
        pair.steepest = Math.max(pair.steepest, Math.abs(both) * density);
      }
    }
  }
}

/** Where the integral over r is not smooth in ψ, from −π/2 to 3π/2. */
function breakAngles({ activation: { kinks }, reach, a, b, theta }: Pair): number[] {
  const start = -Math.PI / 2;
  const turn = 2 * Math.PI;
  // a few equal sectors to begin with
  const found = [0, 1, 2, 3, 4].map((k) => start + (k * Math.PI) / 2);
  const add = (angle: number) => found.push(angle - turn * Math.floor((angle - start) / turn));
  // where u or v changes sign: steep functions jump there, and kinks at 0 that are not declared show nowhere else
  add(theta + Math.PI / 2);
  add(theta - Math.PI / 2);
  // of long ones, where functions bend
  const fan = (line: number, offs: readonly number[]) => {
    for (const off of offs) for (const turned of [-off, off, Math.PI - off, Math.PI + off]) add(line + turned);
  };
  const [first, second] = [bends(a, WEDGE), bends(b, WEDGE)];
  fan(Math.PI / 2, first);
  // far from two lines that nearly coincide, those of one do for both
  const apart = ALIKE * Math.min(theta, Math.PI - theta);
  fan(
    theta + Math.PI / 2,
    second.filter((off) => off < apart || !(off > first[0])),
  );
  const sine = Math.sin(theta);
  for (const t of kinks) {
    for (const other of kinks) {
      const [x, along] = [t / a, other / b];
      const y = (along - x * Math.cos(theta)) / sine;
      // beyond the end of the rays lines cross unseen
      if (sine > 0 && (x !== 0 || along !== 0) && Math.hypot(x, y) < reach) add(Math.atan2(y, x));
    }
  }
  found.sort((x, y) => x - y);
  return found.filter((angle, i) => i === 0 || angle - found[i - 1] >= 1e-15);
}
