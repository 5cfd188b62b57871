import * as v from 'valibot';
import { count, documented, positive } from './numbers';

/** What one attempt of a cell may use, and how often it is tried again. Not part of a cell's key. */
export const budgetSchema = documented(
  'what one attempt of a cell may use',
  v.strictObject({
    seconds: v.optional(documented('wall-clock seconds', positive)),
    memory: v.optional(documented('MiB', positive)),
    retries: v.optional(
      documented('attempts after the first, where a cell ran out of time or memory or was lost', count),
      2,
    ),
  }),
);

export type StudyBudget = v.InferOutput<typeof budgetSchema>;
