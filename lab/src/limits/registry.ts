import { infiniteWidthLimit } from './infiniteWidth';
import { jointLimitEntry } from './jointLimit';
import { lazyLimitEntry } from './lazyLimit';
import type { LimitEntry } from './limitEntry';
import { minimumNormEntry } from './minimumNorm';

/** Every limit of the library as a command. */
export const limits: readonly LimitEntry[] = [infiniteWidthLimit, lazyLimitEntry, minimumNormEntry, jointLimitEntry];
