import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';

/** Distance from a place, relative to 1 + its size, at which both sides are compared, and the times it over which slopes are that much more. */
const STEP = 1e-9;
const WIDE = 16;
/** Difference that is a jump, relative to φ nearby: at a kink, and at places nobody named, where it may be rounding. */
const JUMP = 1e-8;
const HIDDEN = 1e-6;
/** Share of a jump that φ' on the way, if it is steep, is seen to make up. */
const SEEN = 1e-2;
/** Between two of them lies at most one place that nobody named. */
const LOOKS = [0, ...Array.from({ length: 24 * 16 + 1 }, (_, k) => 2 ** (k / 16 - 14))];

interface Jump {
  kink: number;
  jump: number;
}

/** The first kink, or 0, at which φ itself jumps. */
export function jumpOf(activation: KnownActivation): Jump | undefined {
  for (const kink of [...activation.kinks, 0]) {
    const jump = jumpAt(activation, kink);
    if (jump !== undefined) return { kink, jump };
  }
  return undefined;
}

/** A place that is no kink at which φ jumps. */
function hiddenJump(activation: KnownActivation): Jump | undefined {
  const { value } = activation;
  // where φ is small what looks like a jump is rounding of its parts
  const least =
    HIDDEN * Math.max(...LOOKS.filter((u) => u <= 1).flatMap((u) => [Math.abs(value(u)), Math.abs(value(-u))]));
  for (let i = 1; i < LOOKS.length; i++) {
    for (const side of [1, -1]) {
      const [from, to] = [side * LOOKS[i - 1], side * LOOKS[i]];
      const rise = Math.abs(value(to) - value(from));
      if (!(rise > least && rise < Number.POSITIVE_INFINITY)) continue;
      const kink = steepest(value, from, to);
      const jump = jumpAt(activation, kink, HIDDEN) ?? 0;
      if (Math.abs(jump) > least) return { kink, jump };
    }
  }
  return undefined;
}

/** Where f rises or falls most, by bisection. */
function steepest(f: (u: number) => number, from: number, to: number): number {
  let [below, above] = [f(from), f(to)];
  while (Math.abs(to - from) > (STEP / 4) * (1 + Math.abs(from))) {
    const middle = (from + to) / 2;
    const here = f(middle);
    if (Math.abs(here - below) > Math.abs(above - here)) [to, above] = [middle, here];
    else [from, below] = [middle, here];
  }
  return (from + to) / 2;
}

function jumpAt({ value, derivative }: KnownActivation, place: number, share = JUMP): number | undefined {
  const step = STEP * (1 + Math.abs(place));
  const across = (distance: number) => value(place + distance) - value(place - distance);
  const jump = across(step);
  const size = Math.max(...[-1, -1e-3, 1e-3, 1].map((off) => Math.abs(value(place + off))));
  if (!(Math.abs(jump) > share * size && Math.abs(jump) > Math.abs(across(WIDE * step)) / 2)) return undefined;
  const isSteep = [0, -1e-3, 1e-3].some(
    (part) => Math.abs(step * derivative(place + part * step)) > SEEN * Math.abs(jump),
  );
  return isSteep ? undefined : jump;
}

/**
 * Reads the option `activation` where E φ'² must exist: a jump of φ has an infinite mean squared slope.
 * @throws ValueError for an activation that jumps, at one of its kinks or where it does not tell.
 */
export function continuousActivation(activation: Activation): KnownActivation {
  const known = knownActivation(activation);
  const given = typeof activation === 'object' && 'value' in activation;
  const found = jumpOf(known) ?? (given ? hiddenJump(known) : undefined);
  if (found) {
    const [jump, kink] = [found.jump, found.kink].map((x) => Number(x.toPrecision(8)));
    reject('activation', `a continuous function (jump of ${jump} at ${kink})`, activation);
  }
  return known;
}
