import { NumericalError } from '../../errors';
import type { KnownActivation } from './activation';
import { type GaussianMoments, gaussianMoments } from './gaussianMoments';
import { FARTHEST } from './gaussianTail';

/** Arguments looked at on either side of 0 in search of one where the function is no number. */
const LOOKS = 1024;
/** A function that has grown to this before it overflows grows, and its squares overflow too. */
const GROWN = 1e100;
const BISECTIONS = 60;

/**
 * gaussianMoments of functions that are numbers where they are asked for; infinite where their squares really are.
 * @throws NumericalError that names an argument where the function is NaN, or overflows on the way to a value that need not.
 */
export function definedMoments(activation: KnownActivation, q: number): GaussianMoments {
  const moments = gaussianMoments(activation, q);
  const { square, slope, growth } = moments;
  if (Number.isFinite(square + slope + growth)) return moments;
  const farthest = Number.isFinite(q) ? FARTHEST * Math.sqrt(q) : 0;
  for (const end of [-farthest, farthest]) assertNumbersTo(end, activation);
  if (Number.isNaN(square) || (Number.isNaN(slope) && square < Number.POSITIVE_INFINITY)) {
    throw new NumericalError(
      `activation: expected numbers at every u, got E φ² = ${square} and E φ'² = ${slope} at a length of ${q}`,
    );
  }
  return moments;
}

/** From 0 to `end`, or to where φ has grown. */
function assertNumbersTo(end: number, { value, derivative }: KnownActivation): void {
  const small = (u: number) => Math.abs(value(u)) < GROWN;
  for (let i = 1; i <= LOOKS; i++) {
    const u = (end * i) / LOOKS;
    if (Number.isNaN(value(u))) refuse('φ', u, Number.NaN);
    if (!small(u)) {
      // where it is that large first
      let [inside, outside] = [(end * (i - 1)) / LOOKS, u];
      for (let k = 0; k < BISECTIONS; k++) {
        const middle = (inside + outside) / 2;
        if (small(middle)) inside = middle;
        else outside = middle;
      }
      if (!Number.isFinite(value(outside))) refuse('φ', outside, value(outside));
      return;
    }
    if (!Number.isFinite(derivative(u))) refuse("φ'", u, derivative(u));
  }
}

function refuse(what: string, u: number, found: number): never {
  throw new NumericalError(`activation: expected a number at every u, got ${what}(${u}) = ${found}`);
}
