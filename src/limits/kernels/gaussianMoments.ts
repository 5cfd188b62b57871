import { gaussLegendre } from '../../special/gaussLegendre';
import type { KnownActivation } from './activation';
import { FARTHEST, gaussianTail } from './gaussianTail';

/** Expectations of one activation at a centred Gaussian u of variance q. */
export interface GaussianMoments {
  /** E φ(u)². */
  square: number;
  /** E φ'(u)². */
  slope: number;
  /** E φ'(u)⁴. */
  fourthSlope: number;
  /** d E φ(u)²/dq = E φ'² + E φφ'', as E[u φφ']/q: at a kink φ'' is no function. */
  growth: number;
  /** How far they may be off, of functions that bend more often than pieces can follow; else they are right to rounding. */
  noise?: { square: number; growth: number };
}

/** The Gaussian weight beyond is 1e-36. */
const REACH = 12.8;
/** Difference of a piece and its halves, as a share of the whole integral, that is rounding. */
const SHARE = 1e-15;
const HALVINGS = 40;
/** More open pieces than `some` whose differences are below `share` of the whole: the function is noise at that level. */
const NOISE = { some: 128, share: 1e-7, most: 8192 };
const NODES = 16;
/** A rise of φ between two places that is so much more than its slopes there tell, and at least this share of φ, is one that no node sees. */
const UNSEEN = { times: 4, share: 1e-6 };

/**
 * Gauss–Legendre pieces, split at the kinks and halved until all four agree to rounding and φ rises by what its slopes tell; exact for
 * activations that scale with their argument.
 * @param q above 0.
 */
export function gaussianMoments(activation: KnownActivation, q: number): GaussianMoments {
  if (activation.moments) return activation.moments(q);
  const scaling = homogeneousSlopes(activation);
  if (scaling) {
    const { square: slope, fourth: fourthSlope } = scaling;
    return { square: slope * q, slope, fourthSlope, growth: slope };
  }
  const root = Math.sqrt(q);
  const near = momentsWithin(activation, root, REACH);
  const { total, noise } = near.reaches ? near : momentsWithin(activation, root, FARTHEST);
  const [square, slope, fourthSlope, growth] = total;
  return { square, slope, fourthSlope, growth, noise: { square: noise[0], growth: noise[3] } };
}

/**
 * The four integrals from −reach to reach, infinite where the integrand does not end; whether it has ended there; and the differences
 * of the pieces that did not agree, whose signs are as good as random.
 */
function momentsWithin(
  activation: KnownActivation,
  root: number,
  reach: number,
): { total: Float64Array; reaches: boolean; noise: Float64Array } {
  const places = [0, reach, 16, REACH, 8, 4, 2, ...activation.kinks.map((kink) => Math.abs(kink / root))];
  // activations bend at arguments of order one, which are far inside for a large length
  for (let z = 0.5; z > 0.25 / root; z /= 4) places.push(z);
  const ends = [...new Set(places.filter((z) => z <= reach).flatMap((z) => (z > 0 ? [-z, z] : [0])))].sort(
    (a, b) => a - b,
  );
  let open = ends.slice(1).map((to, i) => integrate(activation, root, ends[i], to));
  const total = new Float64Array(8);
  const scale = new Float64Array(4);
  const squares = new Float64Array(4);
  const gaps = new Float64Array(4).fill(Number.POSITIVE_INFINITY);
  for (const { sums } of open) for (let k = 0; k < 4; k++) scale[k] += sums[4 + k];
  // of functions that overflow: refused, or infinite squares, whatever finer pieces tell
  const isUndefined = Number.isNaN(scale[1]);
  for (let level = 0; open.length > 0; level++) {
    const noise = open.length > NOISE.some && scale.every((size, k) => gaps[k] <= NOISE.share * size);
    const last = isUndefined || level === HALVINGS || noise || open.length > NOISE.most;
    gaps.fill(0);
    open = open.flatMap((whole) => {
      const middle = (whole.from + whole.to) / 2;
      const lower = integrate(activation, root, whole.from, middle);
      const upper = integrate(activation, root, middle, whole.to);
      const both = lower.sums.map((x, k) => x + upper.sums[k]);
      const agree = scale.every((size, k) => !(Math.abs(both[k] - whole.sums[k]) > SHARE * size));
      const done = agree && !lower.isUnseen && !upper.isUnseen;
      if (!done && !last) {
        for (let k = 0; k < 4; k++) gaps[k] += Math.abs(both[k] - whole.sums[k]);
        return [lower, upper];
      }
      for (let k = 0; k < 8; k++) total[k] += both[k];
      for (let k = 0; !done && k < 4; k++) squares[k] += (both[k] - whole.sums[k]) ** 2;
      return [];
    });
  }
  let reaches = true;
  for (let k = 0; k < 4; k++) {
    const at = (z: number) => Math.abs(terms(activation, root, z).integrands[k]);
    const size = (z: number) => at(z) + at(-z);
    const tail = gaussianTail(size(reach), size(reach - 1));
    reaches &&= !(tail > SHARE * scale[k]);
    if (tail === Number.POSITIVE_INFINITY) total[k] = tail;
  }
  return { total, reaches, noise: squares.map(Math.sqrt) };
}

/** Where functions are looked at that may have a symmetry: far out, and so densely that nothing of some width is missed. */
const LOOKS = Float64Array.of(1e-12, 1e12, ...Array.from({ length: 28 * 16 }, (_, k) => 2 ** (k / 16 - 14)));

/** Whether φ(−u) = −φ(u). */
export function isOdd({ value }: KnownActivation): boolean {
  return LOOKS.every((u) => value(-u) === -value(u));
}

interface HomogeneousSlopes {
  square: number;
  fourth: number;
}

/** Every length asks, a trajectory at every layer. */
const found = new WeakMap<KnownActivation, HomogeneousSlopes | undefined>();

/** φ'² and φ'⁴ on the average of both sides, for activations that scale with their argument; else undefined. */
export function homogeneousSlopes(activation: KnownActivation): HomogeneousSlopes | undefined {
  if (!found.has(activation)) found.set(activation, slopesOf(activation));
  return found.get(activation);
}

function slopesOf({ value, kinks }: KnownActivation): HomogeneousSlopes | undefined {
  if (kinks.some((kink) => kink !== 0)) return undefined;
  const [left, right] = [-value(-1), value(1)];
  const same = (a: number, b: number) => Math.abs(a - b) <= 2 * Number.EPSILON * Math.abs(b);
  const scales = LOOKS.every((u) => same(value(u), right * u) && same(value(-u), -left * u));
  return scales ? { square: (left ** 2 + right ** 2) / 2, fourth: (left ** 4 + right ** 4) / 2 } : undefined;
}

interface Piece {
  from: number;
  to: number;
  /** The four integrals, then those of their sizes. */
  sums: Float64Array;
  /** Whether φ rises where no node sees its slope. */
  isUnseen: boolean;
}

function integrate(activation: KnownActivation, root: number, from: number, to: number): Piece {
  const sums = new Float64Array(8);
  const half = (to - from) / 2;
  const rule = gaussLegendre(NODES);
  let before = { z: from, f: activation.value(root * from), slope: 0 };
  let isUnseen = false;
  const rises = (z: number, f: number, slope: number) => {
    const rise = Math.abs(f - before.f);
    const told = UNSEEN.times * Math.max(Math.abs(before.slope), Math.abs(slope)) * root * (z - before.z);
    const least = UNSEEN.share * Math.max(Math.abs(f), Math.abs(before.f));
    isUnseen ||= rise > told && rise > least && rise < Number.POSITIVE_INFINITY;
    before = { z, f, slope };
  };
  for (let i = 0; i < rule.nodes.length; i++) {
    const weight = half * rule.weights[i];
    const z = from + half * (1 + rule.nodes[i]);
    const { f, slope, integrands } = terms(activation, root, z);
    rises(z, f, slope);
    for (let k = 0; k < 4; k++) {
      sums[k] += weight * integrands[k];
      sums[4 + k] += weight * Math.abs(integrands[k]);
    }
  }
  rises(to, activation.value(root * to), 0);
  return { from, to, sums, isUnseen };
}

/** The four integrands, and what they are made of. */
function terms({ value, derivative }: KnownActivation, root: number, z: number) {
  const weight = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  const f = value(root * z);
  const slope = derivative(root * z);
  const square = slope * slope;
  const integrands = [weight * f * f, weight * square, weight * square * square, (weight * f * slope * z) / root];
  return { f, slope, integrands };
}
