import { exact, type LearningTimesOptions } from 'deeplinear';
import { defineLimit } from './limitEntry';

export const exactLearningTimesEntry = defineLimit<LearningTimesOptions, Float64Array>({
  name: 'exact-learning-times',
  functions: ['exact.learningTimes'],
  statement: 'When each decoupled mode is learnt: from small weights one after the other, saddle to saddle.',
  paper: 'Saxe, McClelland, Ganguli, arXiv:1312.6120; Jacot et al., arXiv:2106.15933',
  page: 'limits/exact.md',
  parameters: [
    { name: 'matrices', type: 'integer', doc: 'weight matrices M (hidden layers: M − 1)' },
    { name: 'strengths', type: 'numbers', doc: 'singular values of the target' },
    { name: 'initial', type: 'numbers', single: true, doc: 'modes at time 0: one number for all, or one each' },
    { name: 'fraction', type: 'number', default: 0.5, doc: 'share of its final value that counts as learnt' },
    { name: 'variances', type: 'numbers', single: true, default: 1, doc: 'input variance along the modes' },
  ],
  example: { matrices: 3, strengths: [3, 1], initial: 0.001 },
  run: exact.learningTimes,
});
