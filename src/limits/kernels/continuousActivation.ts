import { reject } from '../../validate';
import { type Activation, type KnownActivation, knownActivation } from './activation';
import { type Jump, jumpsOf } from './findKinks';
import { jumpAt } from './jumpAt';

/** Slopes are this much more over the wider of both distances. */
const JUMP = { step: 1.6e-8, part: 1 / 16, share: 1e-8 };
/** Share of a jump that φ' on the way, if it is steep, is seen to make up. */
const SEEN = 1e-2;

/** The first kink, or 0, at which φ itself jumps. */
export function jumpOf(activation: KnownActivation): Jump | undefined {
  for (const kink of [...activation.kinks, 0]) {
    const jump = suddenJump(activation, kink);
    if (jump !== undefined) return { kink, jump };
  }
  return undefined;
}

/** A jump that is no steep slope. */
function suddenJump({ value, derivative }: KnownActivation, place: number): number | undefined {
  const jump = jumpAt(value, place, JUMP);
  if (jump === undefined) return undefined;
  const step = JUMP.part * JUMP.step * (1 + Math.abs(place));
  const isSteep = [0, -1e-3, 1e-3].some(
    (part) => Math.abs(step * derivative(place + part * step)) > SEEN * Math.abs(jump),
  );
  return isSteep ? undefined : jump;
}

/** Distances from a place over which φ²/u of a root is as large; of what has a mean squared slope it falls, by this share at least. */
const ROOT = { near: 1e-12, far: 1e-6, fall: 0.5 };

/** The first kink, or 0, that φ leaves like a root: of |u|^p with p up to ½ the slope has no mean square. */
function rootOf({ value, kinks }: KnownActivation): number | undefined {
  return [...kinks, 0].find((place) => {
    const here = value(place);
    const squares = (distance: number) =>
      [-1, 1].map((side) => (value(place + side * distance * (1 + Math.abs(place))) - here) ** 2);
    const [near, far] = [squares(ROOT.near), squares(ROOT.far)];
    // where φ is no number is told elsewhere
    if (![...near, ...far].every(Number.isFinite)) return false;
    return near.some(
      (square, k) => square > (JUMP.share * here) ** 2 && square / ROOT.near > (ROOT.fall * far[k]) / ROOT.far,
    );
  });
}

function hiddenJump(activation: KnownActivation): Jump | undefined {
  for (const found of jumpsOf(activation.value)) if (suddenJump(activation, found.kink) !== undefined) return found;
  return undefined;
}

/**
 * Reads the option `activation` where E φ'² must exist: a jump of φ has an infinite mean squared slope.
 * @throws ValueError for an activation that jumps, at one of its kinks or where it does not tell, or has an infinite slope there; for a
 *   derivative that is not that of value.
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
  if (given && known.noise === undefined) assertSlope(known);
  return known;
}

/** Where a derivative is compared with differences over these distances, which tell the slope where they agree. */
const COMPARED = [0.147, 0.413, 0.719, 1.093, 1.617, 2.281, 3.119].flatMap((u) => [-u, u]);
const DISTANCES = [1e-3, 1e-5, 1e-7];
/** From which share on they differ, at how many of the places they may, and the least slope, relative to φ, that tells. */
const SLOPE = { share: 0.1, places: 1 / 4, least: 1e-3 };

/** With a slope that is a function of φ(u), or of another function, χ_1 is that of no net. */
function assertSlope({ value, derivative }: KnownActivation): void {
  const size = Math.max(...COMPARED.map((u) => Math.abs(value(u))));
  const differ = (a: number, b: number) => Math.abs(a - b) > SLOPE.share * Math.max(Math.abs(a), Math.abs(b));
  const wrong: { u: number; slope: number }[] = [];
  for (const u of COMPARED) {
    const given = derivative(u);
    // told where it is needed
    if (!Number.isFinite(given)) return;
    const slopes = DISTANCES.map((h) => (value(u + h) - value(u - h)) / (2 * h));
    const tells = Math.max(Math.abs(given), Math.abs(slopes[0])) > SLOPE.least * size;
    if (tells && !slopes.some((slope) => differ(slope, slopes[0])) && differ(given, slopes[0]))
      wrong.push({ u, slope: slopes[1] });
  }
  if (wrong.length <= SLOPE.places * COMPARED.length) return;
  const [{ u, slope }] = wrong;
  reject(`activation.derivative(${u})`, `the slope of value there, ${slope.toPrecision(3)}`, derivative(u));
}
