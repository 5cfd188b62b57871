import type { KnownActivation } from './activation';
import { jumpAt, type Real } from './jumpAt';

/** Places are looked for in between; of two that are closer than neighbours one may go unseen. */
const LOOKS = [0, ...Array.from({ length: 24 * 16 + 1 }, (_, k) => 2 ** (k / 16 - 14))];
/** How far out, and what is a jump: of φ or φ' as they are given, and of slopes by differences over `apart`. */
const GIVEN = { reach: 1024, step: 1e-9, part: 1 / 4, share: 1e-6 };
const SLOPE = { reach: 16, step: 1e-4, part: 1 / 4, share: 1e-5, apart: 1e-5 };
/** Of an interval: over the steepest of its parts what is smooth rises less than this share. */
const SMOOTH = { parts: 32, share: 1 / 8 };
/** Kinks at most that are taken for granted; of more the function oscillates, or has steps. */
const MOST = 16;
/** Distance, relative to 1 + their size, at which two kinks are one. */
const SAME = 8 * Number.EPSILON;
/** Kinks nearer to 0 are at 0: products of smaller numbers vanish. */
const LEAST = 1e-290;
/** Places at most that a message names. */
const NAMED = 4;
/** Of the polynomials on both sides whose crossing is a kink: distances of their nodes, and of looks in between, in `width`. */
const SIDES = { nodes: [0.2, 0.6, 1, 1.4, 1.8], look: 0.1, between: [0.4, 0.8, 1.2, 1.6], width: 1e-3, share: 1e-9 };
/**
 * A jump of curvature is at least this share of it, and, over `width` squared, of φ and of what the polynomials are off where φ is looked at:
 * extrapolated rounding, three hundred times as large, makes up smaller ones, and next to 0 sums round by more than φ tells.
 */
const BEND = { share: 1e-2, least: 3e-9, noise: 1e3 };
/** Kinks have few digits, most of them; φ crosses there, or its slope, which tells less of the place and needs it less. */
const DIGITS = { unit: 1e6, share: [1e-11, 1e-8] };

export interface Jump {
  kink: number;
  jump: number;
}

/** Where f jumps between −reach and reach, nearest to 0 first. */
export function* jumpsOf(f: Real, reach = GIVEN.reach): Generator<Jump> {
  for (const { from, to } of jumps(f, { ...GIVEN, reach })) {
    const [before, after] = narrowed(f, from, to, 0);
    // of two neighbours the one that is written shorter
    const kink = String(before).length < String(after).length ? before : after;
    yield { kink: Math.abs(kink) < LEAST ? 0 : kink, jump: f(after) - f(before) };
  }
}

/**
 * Where the slope of a continuous φ jumps between −16 and 16, or its curvature, as that of ELU does: quadrature across it hardly converges.
 * None where there are many; what jumps has no tangent kernel but by declaration.
 */
export function findKinks(value: Real, derivative: Real | undefined): number[] {
  for (const _ of jumpsOf(value, SLOPE.reach)) return [];
  const kinks = bendsOf(value, derivative);
  // a derivative has the digits to tell where its own curvature jumps, as that of cubic splines does
  const softer = derivative
    ? [...bendsOf(derivative, undefined), ...curvatureJumpsOf(derivative)]
    : curvatureJumpsOf(value);
  const all = distinct([...kinks, ...softer]);
  return [all, distinct(kinks), []].find(({ length }) => length <= MOST)!;
}

/** Ascending; rounding may tell of the same kink twice. */
function distinct(kinks: readonly number[]): number[] {
  const found: number[] = [];
  for (const kink of [...kinks].sort((a, b) => a - b))
    if (!(kink - found[found.length - 1] <= SAME * (1 + Math.abs(kink)))) found.push(kink);
  return found;
}

/** What to declare of a function that quadrature cannot do, in words. Pieces that end where it bends do for kinks that are none. */
export function kinksToDeclare({ value, kinks, noise }: Pick<KnownActivation, 'value' | 'kinks' | 'noise'>): string {
  const near = (u: number, v: number) => Math.abs(u - v) <= 1e-9 * (1 + Math.abs(u));
  const jumps = Array.from(jumpsOf(value), ({ kink }) => kink);
  const places = [...new Set([...jumps, ...bendsOf(value, undefined)])]
    .filter((place) => !kinks.some((kink) => near(kink, place)))
    .sort((u, v) => Math.abs(u) - Math.abs(v));
  const named = places.slice(0, NAMED).map((u) => Number(u.toPrecision(6)));
  const where = places.length > NAMED ? `${named.join(', ')} and elsewhere` : named.join(', ');
  const more = noise === undefined ? ', or places where it bends sharply' : ' and its derivative';
  return `declare the activation's kinks${where && ` (${where})`}${more}`;
}

/** Where the slope of φ jumps. */
function bendsOf(value: Real, derivative: Real | undefined): number[] {
  if (derivative) return Array.from(jumpsOf(derivative, SLOPE.reach), ({ kink }) => kink);
  const slope = (u: number) => {
    const h = SLOPE.apart * (1 + Math.abs(u));
    return (value(u + h) - value(u - h)) / (2 * h);
  };
  return crossings(value, slope, 0);
}

/** Where φ has one slope from both sides and two curvatures. */
function curvatureJumpsOf(value: Real): number[] {
  const curvature = (u: number) => {
    const h = SLOPE.apart * (1 + Math.abs(u));
    const [before, here, after] = [value(u - h), value(u), value(u + h)];
    const change = after - here - (here - before);
    const rounding = 4 * Number.EPSILON * (Math.abs(before) + Math.abs(here) + Math.abs(after));
    return Math.abs(change) > rounding ? change / h ** 2 : 0;
  };
  return crossings(value, curvature, 1);
}

/** The kinks of φ at which its slope or curvature by differences jumps. */
function crossings(value: Real, differences: Real, order: 0 | 1): number[] {
  return Array.from(jumps(differences, SLOPE), ({ from, to }) => crossing(value, (from + to) / 2, order)).filter(
    (kink) => kink !== undefined,
  );
}

/** Intervals about the jumps of f, as short as its step. */
function* jumps(f: Real, look: typeof GIVEN): Generator<{ from: number; to: number }> {
  // where f is small what looks like a jump is rounding of its parts
  const inner = LOOKS.filter((u) => u <= 1).flatMap((u) => [-u, u]);
  const least = look.share * Math.max(...inner.map((u) => Math.abs(f(u))));
  for (let i = 1; i < LOOKS.length && LOOKS[i] <= look.reach; i++) {
    for (const side of [1, -1]) {
      const [start, end] = [side * LOOKS[i - 1], side * LOOKS[i]];
      const rise = Math.abs(f(end) - f(start));
      if (!(rise > least && rise < Number.POSITIVE_INFINITY)) continue;
      const [low, high] = narrowed(f, start, end, (end - start) / SMOOTH.parts);
      if (Math.abs(f(high) - f(low)) < SMOOTH.share * rise) continue;
      const [from, to] = narrowed(f, low, high, (look.step / 4) * (1 + Math.abs(low)));
      if (Math.abs(jumpAt(f, (from + to) / 2, look) ?? 0) > least) yield { from, to };
    }
  }
}

/** The part of an interval, as short as this, where f rises or falls most, by bisection; of width 0 two neighbouring numbers. */
function narrowed(f: Real, from: number, to: number, width: number): [number, number] {
  let [start, end] = [f(from), f(to)];
  while (Math.abs(to - from) > Math.abs(width)) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to) break;
    const here = f(middle);
    if (Math.abs(here - start) > Math.abs(end - here)) [to, end] = [middle, here];
    else [from, start] = [middle, here];
  }
  return [from, to];
}

/** Where the polynomials through φ on both sides of a place, or (order 1) their slopes, cross; undefined where they are not φ up to there. */
function crossing(value: Real, place: number, order: 0 | 1): number | undefined {
  const width = SIDES.width * (1 + Math.abs(place));
  const look = SIDES.look * width;
  const sides = [-1, 1].map((side) => {
    const nodes = SIDES.nodes.map((distance) => place + side * distance * width);
    const values = nodes.map(value);
    const at = (u: number) => neville(nodes, values, u);
    const off = (distance: number) => Math.abs(at(place + side * distance) - value(place + side * distance));
    return { at, off };
  });
  const between = (u: number) => sides[1].at(u) - sides[0].at(u);
  const gap = order === 0 ? between : (u: number) => (between(u + look) - between(u - look)) / (2 * look);
  let kink = place;
  for (let k = 0; k < 4; k++) kink -= (gap(kink) * look) / (gap(kink + look) - gap(kink));
  const scale = Math.abs(value(place)) + Math.abs(between(place + width));
  const fits = sides.every(({ off }) => off(look) <= SIDES.share * scale);
  if (!fits || !(Math.abs(kink - place) < look)) return undefined;
  if (order === 1) {
    const curvatures = sides.map(({ at }) => (at(kink + look) - 2 * at(kink) + at(kink - look)) / look ** 2);
    const jump = Math.abs(curvatures[1] - curvatures[0]);
    const noise = Math.max(...sides.flatMap(({ off }) => SIDES.between.map((distance) => off(distance * width))));
    const least = Math.max(BEND.least * scale, BEND.noise * noise) / width ** 2;
    if (!(jump > Math.max(BEND.share * Math.max(...curvatures.map(Math.abs)), least))) return undefined;
  }
  const short = Math.round(kink * DIGITS.unit) / DIGITS.unit;
  return Math.abs(kink - short) <= DIGITS.share[order] * (1 + Math.abs(kink)) ? short + 0 : kink;
}

/** The polynomial through these points. */
function neville(nodes: readonly number[], values: readonly number[], x: number): number {
  const p = [...values];
  for (let k = 1; k < p.length; k++) {
    for (let i = 0; i + k < p.length; i++) {
      p[i] += ((x - nodes[i]) * (p[i + 1] - p[i])) / (nodes[i + k] - nodes[i]);
    }
  }
  return p[0];
}
