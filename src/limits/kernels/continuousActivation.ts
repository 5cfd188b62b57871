import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';

/** Distance from a kink, relative to 1 + its size, at which both sides are compared, and the difference that is a jump. */
const STEP = 1e-9;
const JUMP = 1e-4;

/**
 * Reads the option `activation` where E φ'² must exist: a jump of φ has an infinite mean squared slope.
 * @throws ValueError for an activation that jumps at one of its kinks.
 */
export function continuousActivation(activation: Activation): KnownActivation {
  const known = knownActivation(activation);
  for (const kink of known.kinks) {
    const step = STEP * (1 + Math.abs(kink));
    const jump = known.value(kink + step) - known.value(kink - step);
    if (Math.abs(jump) > JUMP) reject('activation', `a continuous function (jump of ${jump} at ${kink})`, activation);
  }
  return known;
}
