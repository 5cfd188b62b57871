import * as v from 'valibot';
import { documented, finite, nonNegative, perLayer, positive, positiveInteger, seed, word } from './numbers';

/** The options of createNet but for the sizes that the data have. */
export const netSchema = documented(
  'the finite net: options of createNet',
  v.strictObject({
    hidden: documented('hidden layers L', positiveInteger),
    width: documented(
      'N of every hidden layer, or L numbers',
      perLayer(positiveInteger, 'a positive integer, or a list of them'),
    ),
    parameterization: v.optional(word('muP', 'ntk', 'standard'), 'muP'),
    gamma0: v.optional(documented('richness of muP; default 1', positive)),
    residual: v.optional(
      documented(
        'skip connections: true, { beta0 } for branches beta0/√L, { branch } for constant ones',
        v.union(
          [v.boolean(), v.strictObject({ beta0: finite }), v.strictObject({ branch: finite })],
          'true, false, { beta0 } or { branch }',
        ),
      ),
      false,
    ),
    initialScales: v.optional(
      documented(
        'standard deviations of the initial entries: one, or L + 1 from input to readout',
        perLayer(nonNegative, 'a number of at least 0, or a list of them'),
      ),
      1,
    ),
    init: v.optional(word('gaussian', 'orthogonal'), 'gaussian'),
    seed: v.optional(documented('of the initial weights', seed), 1),
    dtype: v.optional(word('float64', 'float32'), 'float64'),
  }),
);

export type StudyNet = v.InferOutput<typeof netSchema>;
