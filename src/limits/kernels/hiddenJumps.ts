import type { KnownActivation } from './activation';

/** Places are looked for in between; two that are closer than neighbours may count as one. */
const LOOKS = [0, ...Array.from({ length: 24 * 16 + 1 }, (_, k) => 2 ** (k / 16 - 14))];
/**
 * How far out; distance at which both sides of a place are compared, relative to 1 + its size, and the least share of f nearby that is a jump and not
 * rounding: of φ, and of its slope by differences.
 */
const VALUE = { reach: 1024, step: 1e-9, share: 1e-6 };
const SLOPE = { reach: 16, step: 1e-4, share: 2e-2, difference: 1e-5 };
/** Part of the distance over which what is smooth rises that much less. */
const NARROW = 1 / 4;
/** Places at most that a message names. */
const NAMED = 4;

export interface Jump {
  kink: number;
  jump: number;
}

/** Where φ jumps, nearest to 0 first, whether declared or not. */
export function jumpsOf({ value }: KnownActivation): Generator<Jump> {
  return jumps(value, VALUE);
}

/** What to declare that is not declared, in words. */
export function kinksToDeclare(activation: KnownActivation): string {
  const { value, kinks } = activation;
  const slope = (u: number) => {
    const h = SLOPE.difference * (1 + Math.abs(u));
    return (value(u + h) - value(u - h)) / (2 * h);
  };
  const hidden = (found: Iterable<Jump>, step: number) => {
    const places = Array.from(found, ({ kink }) => kink);
    const isDeclared = (place: number) =>
      kinks.some((kink) => Math.abs(kink - place) <= 2 * step * (1 + Math.abs(place)));
    return new Set(places.filter((place) => !isDeclared(place)).map((place) => Number(place.toFixed(3)) + 0));
  };
  const steps = hidden(jumps(value, VALUE), VALUE.step);
  const bends = [...hidden(jumps(slope, SLOPE), SLOPE.step)].filter((place) => !steps.has(place));
  const near = (what: string, [...places]: Iterable<number>) =>
    places.length > 0
      ? [`${what} near ${places.slice(0, NAMED).join(', ')}${places.length > NAMED ? ' and elsewhere' : ''}`]
      : [];
  const where = [...near('it jumps', steps), ...near('its slope jumps', bends)].join(', ');
  return `declare the activation's kinks${where && ` (${where})`} and its derivative`;
}

function* jumps(f: (u: number) => number, { reach, step, share }: typeof VALUE): Generator<Jump> {
  const size = (places: number[]) => Math.max(...places.map((u) => Math.abs(f(u))));
  // where f is small what looks like a jump is rounding of its parts
  const least = share * size(LOOKS.filter((u) => u <= 1).flatMap((u) => [-u, u]));
  for (let i = 1; i < LOOKS.length && LOOKS[i] <= reach; i++) {
    for (const side of [1, -1]) {
      const [from, to] = [side * LOOKS[i - 1], side * LOOKS[i]];
      const rise = Math.abs(f(to) - f(from));
      if (!(rise > least && rise < Number.POSITIVE_INFINITY)) continue;
      const kink = steepest(f, from, to, step / 4);
      const apart = step * (1 + Math.abs(kink));
      const across = (distance: number) => f(kink + distance) - f(kink - distance);
      const jump = across(apart);
      const nearby = size([-1, -1e-3, 1e-3, 1].map((off) => kink + off));
      if (!(Math.abs(jump) > Math.max(least, share * nearby))) continue;
      if (Math.abs(across(NARROW * apart)) > Math.abs(jump) / 2) yield { kink, jump };
    }
  }
}

/** Where f rises or falls most, by bisection. */
function steepest(f: (u: number) => number, from: number, to: number, step: number): number {
  let [below, above] = [f(from), f(to)];
  while (Math.abs(to - from) > step * (1 + Math.abs(from))) {
    const middle = (from + to) / 2;
    const here = f(middle);
    if (Math.abs(here - below) > Math.abs(above - here)) [to, above] = [middle, here];
    else [from, below] = [middle, here];
  }
  return (from + to) / 2;
}
