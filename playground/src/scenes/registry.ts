import { catapultScene } from './catapult';
import { infiniteWidthScene } from './infiniteWidth';
import { proportionalLimitScene } from './proportionalLimit';
import { saddleToSaddleScene } from './saddleToSaddle';
import type { Scene } from './scene';
import { spectraScene } from './spectra';

/** Every scene, in the order of the menu; the first one opens without a link. */
export const scenes: readonly Scene[] = [
  infiniteWidthScene,
  catapultScene,
  saddleToSaddleScene,
  proportionalLimitScene,
  spectraScene,
];
