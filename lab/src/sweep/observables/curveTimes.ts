import * as v from 'valibot';
import { count, documented, positiveInteger } from '../study/numbers';

/** At which steps a curve is kept. */
export interface CurveTimes {
  /** Multiples of this step, and the last. */
  every?: number;
  /** These steps; none is beyond the trainer's. */
  at?: readonly number[];
  /** So many steps, evenly from the first to the last. */
  points?: number;
}

export const curveTimesSchema = v.union(
  [
    v.strictObject({ every: documented('multiples of this step, and the last', positiveInteger) }),
    v.strictObject({ at: documented('these steps', v.pipe(v.array(count), v.minLength(1))) }),
    v.strictObject({ points: documented('so many steps, evenly from the first to the last', positiveInteger) }),
  ],
  '{ every }, { at } or { points }',
);

export const DEFAULT_POINTS = 50;

/** Steps of a curve of `length` entries, ascending; of a run that ended early, what lies beyond its end is left out. */
export function curveSteps({ every, at, points = DEFAULT_POINTS }: CurveTimes, length: number): number[] {
  const last = length - 1;
  const steps = at
    ? at.filter((step) => step <= last)
    : every
      ? [...Array.from({ length: Math.ceil(last / every) }, (_, k) => k * every), last]
      : Array.from({ length: points }, (_, k) => Math.round((k * last) / Math.max(1, points - 1)));
  return [...new Set(steps)].filter((step) => step >= 0).sort((a, b) => a - b);
}
