import { catapultScene } from './catapult';
import { depthScene } from './depth';
import { digitsScene } from './digits';
import { infiniteWidthScene } from './infiniteWidth';
import { lazyToRichScene } from './lazyToRich';
import { learningRateTransferScene } from './learningRateTransfer';
import { phasePlaneScene } from './phasePlane';
import { proportionalLimitScene } from './proportionalLimit';
import { saddleToSaddleScene } from './saddleToSaddle';
import type { Scene } from './scene';
import { spectraScene } from './spectra';

/** Every scene, in the order of the menu; the first one opens without a link. */
export const scenes: readonly Scene[] = [
  infiniteWidthScene,
  lazyToRichScene,
  learningRateTransferScene,
  depthScene,
  proportionalLimitScene,
  catapultScene,
  saddleToSaddleScene,
  phasePlaneScene,
  spectraScene,
  digitsScene,
];
