import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';

/** Distance from a kink, relative to 1 + its size, at which both sides are compared, and the times it over which slopes are that much more. */
const STEP = 1e-9;
const WIDE = 16;
/** Difference that is a jump, relative to φ nearby. */
const JUMP = 1e-8;
/** Share of a jump that φ' on the way, if it is steep, is seen to make up. */
const SEEN = 1e-2;

/** The first kink, or 0, at which φ itself jumps. */
export function jumpOf({ kinks, value, derivative }: KnownActivation): { kink: number; jump: number } | undefined {
  for (const kink of [...kinks, 0]) {
    const step = STEP * (1 + Math.abs(kink));
    const across = (distance: number) => value(kink + distance) - value(kink - distance);
    const jump = across(step);
    const size = Math.max(...[-1, -1e-3, 1e-3, 1].map((off) => Math.abs(value(kink + off))));
    if (!(Math.abs(jump) > JUMP * size && Math.abs(jump) > Math.abs(across(WIDE * step)) / 2)) continue;
    const isSteep = [0, -1e-3, 1e-3].some(
      (part) => Math.abs(step * derivative(kink + part * step)) > SEEN * Math.abs(jump),
    );
    if (!isSteep) return { kink, jump };
  }
  return undefined;
}

/**
 * Reads the option `activation` where E φ'² must exist: a jump of φ has an infinite mean squared slope.
 * @throws ValueError for an activation that jumps at one of its kinks.
 */
export function continuousActivation(activation: Activation): KnownActivation {
  const known = knownActivation(activation);
  const found = jumpOf(known);
  if (found) reject('activation', `a continuous function (jump of ${found.jump} at ${found.kink})`, activation);
  return known;
}
