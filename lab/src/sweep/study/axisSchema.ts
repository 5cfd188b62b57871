import * as v from 'valibot';
import { count, documented, finite, flag, positive, positiveInteger } from './numbers';

const points = documented('how many, both ends included', v.pipe(positiveInteger, v.maxValue(1_000_000)));
const integer = v.optional(documented('round to whole numbers', flag), false);

/** What an axis can be instead of a list of values. */
export const generatorsSchema = v.union(
  [
    v.strictObject({ log: v.strictObject({ from: positive, to: positive, points, integer }) }),
    v.strictObject({ linear: v.strictObject({ from: finite, to: finite, points, integer }) }),
    v.strictObject({ range: v.strictObject({ from: finite, to: finite, step: v.optional(positive, 1) }) }),
    v.strictObject({
      seeds: v.union([positiveInteger, v.strictObject({ from: count, count: positiveInteger })]),
    }),
  ],
  'a list of values, { log: { from, to, points } }, { linear: { from, to, points } }, { range: { from, to, step } } or { seeds }',
);

export type AxisGenerator = v.InferOutput<typeof generatorsSchema>;
