import * as v from 'valibot';
import { dataSchema } from './dataSchema';
import { limitSchema } from './limitSchema';
import { netSchema } from './netSchema';
import { observablesSchema } from './observablesSchema';
import { trainerSchema } from './trainerSchema';

/** The parts of a study that decide the numbers of a cell: a net, its training, and the limit beside it. */
export const netCellSchema = v.strictObject({
  data: dataSchema,
  net: netSchema,
  trainer: trainerSchema,
  limit: v.optional(limitSchema),
  observables: v.optional(observablesSchema, ['finalLoss', 'divergedAt']),
});

export type NetCell = v.InferOutput<typeof netCellSchema>;
