import { angleCollapseExperiment } from './angleCollapse';
import { catapultExperiment } from './catapult';
import { exactSolutionsExperiment } from './exactSolutions';
import type { CurveExperiment, Experiment } from './experiment';
import { infiniteDepthExperiment } from './infiniteDepth';
import { infiniteWidthExperiment } from './infiniteWidth';
import { jointLimitExperiment } from './jointLimit';
import { jointResidualExperiment } from './jointResidual';
import { kernelRenormalizationExperiment } from './kernelRenormalization';
import { langevinExperiment } from './langevin';
import { lazyLimitExperiment } from './lazyLimit';
import { learningRateTransferExperiment } from './learningRateTransfer';
import { linearizedTrainingExperiment } from './linearizedTraining';
import { minimumNormExperiment } from './minimumNorm';
import { nngpExperiment } from './nngp';
import { nngpPosteriorExperiment } from './nngpPosterior';
import { ntkConstancyExperiment } from './ntkConstancy';
import { ntkRandomnessExperiment } from './ntkRandomness';
import { onePassExperiment } from './onePass';
import { outputCorrelationsExperiment } from './outputCorrelations';
import { parameterRateExperiment } from './parameterRate';
import { powerLawExperiment } from './powerLaw';
import { propagationExperiment } from './propagation';
import { proportionalMixtureExperiment } from './proportionalMixture';
import { residualNetsExperiment } from './residualNets';
import { saddleToSaddleExperiment } from './saddleToSaddle';
import { spectraExperiment } from './spectra';
import { twoLayerExperiment } from './twoLayer';
import { weightLawExperiment } from './weightLaw';
import { widerIsBetterExperiment } from './widerIsBetter';

/** What `compare` shows: nets trained on data that may be brought along, beside the curve of their limit. */
export const curveExperiments = [
  infiniteWidthExperiment,
  residualNetsExperiment,
] as unknown as readonly CurveExperiment[];

/**
 * Every experiment: simulation beside theory. `check`, the command line, the pages and the docs are views of this list. The types
 * of theory, run and observation end here: views only hand them from one function of an experiment to the next.
 */
export const experiments: readonly Experiment[] = [
  infiniteWidthExperiment,
  residualNetsExperiment,
  infiniteDepthExperiment,
  parameterRateExperiment,
  weightLawExperiment,
  minimumNormExperiment,
  jointLimitExperiment,
  onePassExperiment,
  jointResidualExperiment,
  learningRateTransferExperiment,
  widerIsBetterExperiment,
  powerLawExperiment,
  nngpExperiment,
  nngpPosteriorExperiment,
  propagationExperiment,
  spectraExperiment,
  angleCollapseExperiment,
  ntkConstancyExperiment,
  linearizedTrainingExperiment,
  lazyLimitExperiment,
  catapultExperiment,
  exactSolutionsExperiment,
  saddleToSaddleExperiment,
  twoLayerExperiment,
  langevinExperiment,
  proportionalMixtureExperiment,
  ntkRandomnessExperiment,
  outputCorrelationsExperiment,
  kernelRenormalizationExperiment,
] as unknown as Experiment[];
