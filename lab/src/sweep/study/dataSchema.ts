import * as v from 'valibot';
import {
  count,
  documented,
  flag,
  fraction,
  integer,
  nonNegative,
  positive,
  positiveInteger,
  seed,
  word,
} from './numbers';

const text = v.pipe(v.string('text'), v.minLength(1, 'text'));

const synthetic = v.strictObject({
  source: v.literal('synthetic'),
  inputs: documented('D', positiveInteger),
  outputs: v.optional(documented('C', positiveInteger), 1),
  spectrum: v.optional(
    documented(
      'variances of the independent Gaussian inputs: isotropic, a power law, or D numbers',
      v.union(
        [
          word('isotropic'),
          v.strictObject({ spectrumExponent: nonNegative, sourceExponent: positive }),
          v.pipe(v.array(nonNegative), v.minLength(1)),
        ],
        "'isotropic', { spectrumExponent, sourceExponent } or a list of variances",
      ),
    ),
    'isotropic',
  ),
  noiseStd: v.optional(documented('standard deviation of the label noise', nonNegative), 0),
  samples: v.optional(
    documented(
      'P training samples; without: the whole population, or as many as mini-batches in one pass need',
      positiveInteger,
    ),
  ),
  seed: v.optional(documented('of teacher and samples', seed), 1),
});

const mnist = v.strictObject({
  source: v.literal('mnist'),
  samples: v.optional(
    documented(
      'the first so many of the 60,000 training images; without: all',
      v.pipe(positiveInteger, v.maxValue(60_000, 'an integer from 1 to 60000')),
    ),
  ),
  testSamples: v.optional(
    documented(
      'the first so many of the 10,000 test images; without: all',
      v.pipe(positiveInteger, v.maxValue(10_000, 'an integer from 1 to 10000')),
    ),
  ),
});

/** What is said of the samples of any file. */
const ofSamples = {
  classes: v.optional(documented('read the target as class names even if it holds numbers', flag), false),
  test: v.optional(documented('part of the samples kept for testing', fraction), 0.2),
  seed: v.optional(documented('of the draw of the test samples', count), 0),
  sha256: v.optional(
    documented(
      'hash of the file: filled in when the study is read, checked where it is given',
      v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
    ),
  ),
};

const csv = v.strictObject({
  source: v.literal('csv'),
  file: documented('path of the file, from the folder of the study', text),
  target: documented('column to predict', text),
  ...ofSamples,
});

const arrays = v.strictObject({
  source: v.literal('arrays'),
  file: documented('path of a .npz, .safetensors or .npy file, from the folder of the study', text),
  x: v.optional(documented('name of the array of inputs, one sample at each index of its first dimension', text), 'x'),
  y: v.optional(documented('name of the array of targets', text), 'y'),
  target: v.optional(documented('of a .npy file: number of the column to predict, from 0; −1 is the last', integer)),
  ...ofSamples,
});

/** What a net learns from. */
export const dataSchema = documented('what the nets learn from', v.variant('source', [synthetic, mnist, csv, arrays]));

export type StudyData = v.InferOutput<typeof dataSchema>;
export type SyntheticData = v.InferOutput<typeof synthetic>;
