import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';

/** Distance from a kink, relative to 1 + its size, at which both sides are compared, and the difference that is a jump. */
const STEP = 1e-9;
const JUMP = 1e-4;

/** The first kink at which φ itself jumps. */
export function jumpOf({ kinks, value }: KnownActivation): { kink: number; jump: number } | undefined {
  for (const kink of kinks) {
    const step = STEP * (1 + Math.abs(kink));
    const jump = value(kink + step) - value(kink - step);
    if (Math.abs(jump) > JUMP) return { kink, jump };
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
