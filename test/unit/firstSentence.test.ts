import { describe, expect, it } from 'vitest';
import { firstSentence } from '../../site/firstSentence';

describe('firstSentence', () => {
  it.each([
    ['One step of\n * two. Then more.', 'One step of * two.'],
    [
      'The generator behind `train`: yields about every 20 ms. More.',
      'The generator behind `train`: yields about every 20 ms.',
    ],
    [
      'Generator with the given seed, an integer: never two the same. More.',
      'Generator with the given seed, an integer.',
    ],
    [
      'Kernel of wide nets (Jacot et al. 2018, eq. 7), exactly. More.',
      'Kernel of wide nets (Jacot et al. 2018, eq. 7), exactly.',
    ],
    [
      'Goes on with a run that kept its state (`keepState: true`): on.',
      'Goes on with a run that kept its state (`keepState: true`).',
    ],
    ['Rates of Lee et al. and others. More.', 'Rates of Lee et al. and others.'],
    ['Draws of [0, 1). More.', 'Draws of [0, 1).'],
    ['A net at initialization:\n```math\nh = W x: y.\n```\nwith weights. More.', 'A net at initialization.'],
    ['No end', 'No end'],
    ['', ''],
  ])('%s', (doc, sentence) => expect(firstSentence(doc)).toBe(sentence));
});
