import { catapultEntry } from './catapult';
import { exactConservedEntry } from './exactConserved';
import { exactEndToEndEntry } from './exactEndToEnd';
import { exactLearningTimesEntry } from './exactLearningTimes';
import { exactLossBoundEntry } from './exactLossBound';
import { exactModesEntry } from './exactModes';
import { exactRiccatiEntry } from './exactRiccati';
import { exactUnbalancedScalarEntry } from './exactUnbalancedScalar';
import { infiniteDepthEntry } from './infiniteDepth';
import { infiniteWidthLimit } from './infiniteWidth';
import { jointLimitEntry } from './jointLimit';
import { langevinEquilibriumEntry } from './langevinEquilibrium';
import { lazyLimitEntry } from './lazyLimit';
import type { LimitEntry } from './limitEntry';
import { minimumNormEntry } from './minimumNorm';
import { powerLawExponentsEntry } from './powerLawExponents';
import { powerLawFlowEntry } from './powerLawFlow';
import { powerLawEntry } from './powerLawLoss';
import { twoLayerAnyWidthEntry } from './twoLayerAnyWidth';
import { twoLayerFlowEntry } from './twoLayerFlow';

/** Every limit of the library as a command, in the order of the list. */
export const limits: readonly LimitEntry[] = [
  infiniteWidthLimit,
  infiniteDepthEntry,
  lazyLimitEntry,
  minimumNormEntry,
  twoLayerFlowEntry,
  twoLayerAnyWidthEntry,
  jointLimitEntry,
  powerLawEntry,
  powerLawFlowEntry,
  powerLawExponentsEntry,
  catapultEntry,
  langevinEquilibriumEntry,
  exactModesEntry,
  exactUnbalancedScalarEntry,
  exactRiccatiEntry,
  exactEndToEndEntry,
  exactLearningTimesEntry,
  exactLossBoundEntry,
  exactConservedEntry,
];
