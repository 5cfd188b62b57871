import * as v from 'valibot';
import {
  count,
  documented,
  flag,
  fraction,
  nonNegative,
  perLayer,
  positive,
  positiveInteger,
  seed,
  word,
} from './numbers';

const rates = perLayer(nonNegative, 'a number of at least 0, or a list of them');

/** The options of train but for data and records. */
export const trainerSchema = documented(
  'gradient descent: options of train',
  v.strictObject({
    steps: documented('gradient steps', count),
    lr: v.optional(documented('learning rate η; the step on the loss is η γ0² N', positive)),
    schedule: v.optional(
      documented(
        'learning rate of every step, instead of lr',
        v.pipe(v.array(nonNegative, 'a list of numbers of at least 0'), v.minLength(1)),
      ),
    ),
    layerLr: v.optional(documented('factors of the step: one, or L + 1 from input to readout', rates), 1),
    momentum: v.optional(fraction, 0),
    nesterov: v.optional(flag, false),
    weightDecay: v.optional(documented('coupled (L2) decay: one, or L + 1', rates), 0),
    decoupledDecay: v.optional(documented('decoupled decay: one, or L + 1', rates), 0),
    temperature: v.optional(documented('of Langevin noise', nonNegative), 0),
    noiseSeed: v.optional(documented('of Langevin noise', seed), 1),
    batch: v.optional(
      documented(
        'full batch, or mini-batches: each sample once (onePass) or all of them again and again (epochs)',
        v.union(
          [
            word('full'),
            v.strictObject({
              size: positiveInteger,
              order: word('onePass', 'epochs'),
              seed: v.optional(seed, 1),
            }),
          ],
          "'full' or { size, order, seed }",
        ),
      ),
      'full',
    ),
  }),
);

export type StudyTrainer = v.InferOutput<typeof trainerSchema>;
