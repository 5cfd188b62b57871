import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';
import { type Jump, jumpsOf } from './findKinks';

/** Distance from a place, relative to 1 + its size, at which both sides are compared, and the times it over which slopes are that much more. */
const STEP = 1e-9;
const WIDE = 16;
/** Difference that is a jump, relative to φ nearby. */
const JUMP = 1e-8;
/** Share of a jump that φ' on the way, if it is steep, is seen to make up. */
const SEEN = 1e-2;

/** The first kink, or 0, at which φ itself jumps. */
export function jumpOf(activation: KnownActivation): Jump | undefined {
  for (const kink of [...activation.kinks, 0]) {
    const jump = jumpAt(activation, kink);
    if (jump !== undefined) return { kink, jump };
  }
  return undefined;
}

function jumpAt({ value, derivative }: KnownActivation, place: number): number | undefined {
  const step = STEP * (1 + Math.abs(place));
  const across = (distance: number) => value(place + distance) - value(place - distance);
  const jump = across(step);
  const size = Math.max(...[-1, -1e-3, 1e-3, 1].map((off) => Math.abs(value(place + off))));
  if (!(Math.abs(jump) > JUMP * size && Math.abs(jump) > Math.abs(across(WIDE * step)) / 2)) return undefined;
  const isSteep = [0, -1e-3, 1e-3].some(
    (part) => Math.abs(step * derivative(place + part * step)) > SEEN * Math.abs(jump),
  );
  return isSteep ? undefined : jump;
}

/** Two distances from a place over which a root changes alike: φ²/u of what has a mean squared slope falls by as much as they do. */
const [NEAR, FAR] = [1e-12, 1e-6];
/** Share by which it has to fall. */
const FALL = 0.5;

/** The first kink, or 0, that φ leaves like a root: of |u|^p with p up to ½ the slope has no mean square. */
function rootOf({ value, kinks }: KnownActivation): number | undefined {
  return [...kinks, 0].find((place) => {
    const here = value(place);
    const squares = (distance: number) =>
      [-1, 1].map((side) => (value(place + side * distance * (1 + Math.abs(place))) - here) ** 2);
    const [near, far] = [squares(NEAR), squares(FAR)];
    // where φ is no number is told elsewhere
    if (![...near, ...far].every(Number.isFinite)) return false;
    return near.some((square, k) => square > (JUMP * here) ** 2 && square / NEAR > (FALL * far[k]) / FAR);
  });
}

function hiddenJump(activation: KnownActivation): Jump | undefined {
  for (const found of jumpsOf(activation.value)) if (jumpAt(activation, found.kink) !== undefined) return found;
  return undefined;
}

/**
 * Reads the option `activation` where E φ'² must exist: a jump of φ has an infinite mean squared slope.
 * @throws ValueError for an activation that jumps, at one of its kinks or where it does not tell, or has an infinite slope there.
 */
export function continuousActivation(activation: Activation): KnownActivation {
  const known = knownActivation(activation);
  const given = typeof activation === 'object' && 'value' in activation;
  const found = jumpOf(known) ?? (given ? hiddenJump(known) : undefined);
  if (found) {
    const [jump, kink] = [found.jump, found.kink].map((x) => Number(x.toPrecision(8)));
    reject('activation', `a continuous function (jump of ${jump} at ${kink})`, activation);
  }
  const root = rootOf(known);
  if (root !== undefined)
    reject('activation', `a slope with a mean square (it is that of a root at ${root})`, activation);
  return known;
}
