import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';

/** Distance from a kink, relative to 1 + its size, at which both sides are compared, and part of it at which slopes are that part. */
const STEP = 1e-9;
const PART = 1 / 16;
/** Difference that is a jump, relative to φ nearby. */
const JUMP = 1e-8;

/** The first kink, or 0, at which φ itself jumps. */
export function jumpOf({ kinks, value }: KnownActivation): { kink: number; jump: number } | undefined {
  for (const kink of [...kinks, 0]) {
    const across = (step: number) => value(kink + step) - value(kink - step);
    const step = STEP * (1 + Math.abs(kink));
    const jump = across(PART * step);
    const size = Math.max(...[-1, -1e-3, 1e-3, 1].map((off) => Math.abs(value(kink + off))));
    if (Math.abs(jump) > JUMP * size && Math.abs(jump) > Math.abs(across(step)) / 2) return { kink, jump };
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
