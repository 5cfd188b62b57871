import { angleCollapseEntry } from './angleCollapse';
import { catapultEntry } from './catapult';
import { convergenceBoundEntry } from './convergenceBound';
import { edgeOfChaosEntry } from './edgeOfChaos';
import { exactConservedEntry } from './exactConserved';
import { exactEndToEndEntry } from './exactEndToEnd';
import { exactLearningTimesEntry } from './exactLearningTimes';
import { exactLossBoundEntry } from './exactLossBound';
import { exactModesEntry } from './exactModes';
import { exactRiccatiEntry } from './exactRiccati';
import { exactUnbalancedScalarEntry } from './exactUnbalancedScalar';
import { finiteWidthPriorEntry } from './finiteWidthPrior';
import { gpPosteriorEntry } from './gpPosterior';
import { infiniteDepthEntry } from './infiniteDepth';
import { infiniteWidthLimit } from './infiniteWidth';
import { jointLimitEntry } from './jointLimit';
import { kernelMovementEntry } from './kernelMovement';
import { kernelProductEntry } from './kernelProduct';
import { kernelRenormalizationEntry } from './kernelRenormalization';
import { langevinEquilibriumEntry } from './langevinEquilibrium';
import { lazyLimitEntry } from './lazyLimit';
import { learningRateTransferEntry } from './learningRateTransfer';
import type { LimitEntry } from './limitEntry';
import { lyapunovExponentsEntry } from './lyapunovExponents';
import { maxLearningRateEntry } from './maxLearningRate';
import { minimumNormEntry } from './minimumNorm';
import { nngpKernelEntry } from './nngpKernel';
import { ntkKernelEntry } from './ntkKernel';
import { ntkPredictorEntry } from './ntkPredictor';
import { ntkRandomnessEntry } from './ntkRandomness';
import { phaseDiagramEntry } from './phaseDiagram';
import { powerLawExponentsEntry } from './powerLawExponents';
import { powerLawFlowEntry } from './powerLawFlow';
import { powerLawEntry } from './powerLawLoss';
import { propagationEntry } from './propagation';
import { proportionalLimitEntry } from './proportionalLimit';
import { fussCatalanEntry, jacobianEntry, secondMomentEntry } from './spectra';
import { twoLayerAnyWidthEntry } from './twoLayerAnyWidth';
import { twoLayerFlowEntry } from './twoLayerFlow';
import { weightLawEntry } from './weightLaw';

/** Every limit of the library as a command, in the order of the list. */
export const limits: readonly LimitEntry[] = [
  infiniteWidthLimit,
  infiniteDepthEntry,
  lazyLimitEntry,
  minimumNormEntry,
  convergenceBoundEntry,
  weightLawEntry,
  kernelMovementEntry,
  twoLayerFlowEntry,
  twoLayerAnyWidthEntry,
  jointLimitEntry,
  powerLawEntry,
  powerLawFlowEntry,
  powerLawExponentsEntry,
  learningRateTransferEntry,
  catapultEntry,
  langevinEquilibriumEntry,
  exactModesEntry,
  exactUnbalancedScalarEntry,
  exactRiccatiEntry,
  exactEndToEndEntry,
  exactLearningTimesEntry,
  exactLossBoundEntry,
  exactConservedEntry,
  propagationEntry,
  edgeOfChaosEntry,
  phaseDiagramEntry,
  angleCollapseEntry,
  fussCatalanEntry,
  secondMomentEntry,
  jacobianEntry,
  lyapunovExponentsEntry,
  nngpKernelEntry,
  ntkKernelEntry,
  kernelProductEntry,
  gpPosteriorEntry,
  ntkPredictorEntry,
  maxLearningRateEntry,
  proportionalLimitEntry,
  finiteWidthPriorEntry,
  kernelRenormalizationEntry,
  ntkRandomnessEntry,
];
