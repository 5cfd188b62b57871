import * as v from 'valibot';
import { documented, flag, positiveInteger, seed, word } from './numbers';

const flow = v.optional(documented('gradient flow: a step of the learning rate is that much time', flag), false);

/** The limit beside the net. Everything else it needs is that of net, trainer and data. */
export const limitSchema = documented(
  'the limit theory beside the net; its options are those of net, trainer and data',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('infiniteWidth'), flow }),
    v.strictObject({ kind: v.literal('infiniteDepth'), flow }),
    v.strictObject({
      kind: v.literal('lazyLimit'),
      flow,
      start: v.optional(documented('the predictor it starts from: 0, or that of the net', word('zero', 'net')), 'zero'),
    }),
    v.strictObject({
      kind: v.literal('twoLayerAnyWidth'),
      draws: v.optional(documented('initial states that the mean is over', positiveInteger), 100),
      seed: v.optional(seed, 1),
    }),
    v.strictObject({ kind: v.literal('jointLimit') }),
  ]),
);

export type StudyLimit = v.InferOutput<typeof limitSchema>;
