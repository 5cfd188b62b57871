import { infiniteWidthScene } from './infiniteWidth';
import type { Scene } from './scene';

/** Every scene, in the order of the menu; the first one opens without a link. */
export const scenes: readonly Scene[] = [infiniteWidthScene];
