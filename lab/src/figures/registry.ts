import type { FigureDefinition } from './definition';
import { dataSweepFigure } from './dynamics/dataSweep';
import { depthSweepFigure } from './dynamics/depthSweep';
import { depthTransferFigure } from './dynamics/depthTransfer';
import { infiniteDepthFigure } from './dynamics/infiniteDepth';
import { infiniteWidthFigure } from './dynamics/infiniteWidth';
import { kernelAlignmentFigure } from './dynamics/kernelAlignment';
import { langevinEquilibriumFigure } from './dynamics/langevinEquilibrium';
import { lazyPowerLawFigure } from './dynamics/lazyPowerLaw';
import { learningRateTransferFigure } from './dynamics/learningRateTransfer';
import { linearizedTrainingFigure } from './dynamics/linearizedTraining';
import { minimumNormFigure } from './dynamics/minimumNorm';
import { onePassSgdFigure } from './dynamics/onePassSgd';
import { parameterRateFigure } from './dynamics/parameterRate';
import { powerLawExponentsFigure } from './dynamics/powerLawExponents';
import { powerLawSgdFigure } from './dynamics/powerLawSgd';
import { powerLawTransferFigure } from './dynamics/powerLawTransfer';
import { residualDepthFigure } from './dynamics/residualDepth';
import { twoLayerFigure } from './dynamics/twoLayer';
import { twoLayerKernelsFigure } from './dynamics/twoLayerKernels';
import { weightLawFigure } from './dynamics/weightLaw';
import { widerIsBetterFigure } from './dynamics/widerIsBetter';
import { angleCollapseFigure } from './static/angleCollapse';
import { catapultFigure } from './static/catapult';
import { catapultWindowFigure } from './static/catapultWindow';
import { correlationMapFigure } from './static/correlationMap';
import { endToEndFigure } from './static/endToEnd';
import { evidenceFigure } from './static/evidence';
import { finiteWidthPriorFigure } from './static/finiteWidthPrior';
import { gpTrainingFigure } from './static/gpTraining';
import { isometryFigure } from './static/isometry';
import { kernelRenormalizationFigure } from './static/kernelRenormalization';
import { lazyToRichFigure } from './static/lazyToRich';
import { nngpFigure } from './static/nngp';
import { nngpOutputLawFigure } from './static/nngpOutputLaw';
import { ntkConvergenceFigure } from './static/ntkConvergence';
import { ntkRandomnessFigure } from './static/ntkRandomness';
import { outputCorrelationsFigure } from './static/outputCorrelations';
import { phasePlaneFigure } from './static/phasePlane';
import { posteriorFigure } from './static/posterior';
import { proportionalMixtureFigure } from './static/proportionalMixture';
import { saddleToSaddleFigure } from './static/saddleToSaddle';
import { spectraFigure } from './static/spectra';
import { trainableDepthFigure } from './static/trainableDepth';

/** Every named figure, in the order of the gallery. `deeplinear figure`, the docs' pictures and the gallery are views of this list. */
export const figures: readonly FigureDefinition[] = [
  // training
  infiniteWidthFigure,
  parameterRateFigure,
  widerIsBetterFigure,
  learningRateTransferFigure,
  depthSweepFigure,
  dataSweepFigure,
  onePassSgdFigure,
  residualDepthFigure,
  depthTransferFigure,
  infiniteDepthFigure,
  powerLawExponentsFigure,
  powerLawSgdFigure,
  powerLawTransferFigure,
  lazyPowerLawFigure,
  kernelAlignmentFigure,
  twoLayerKernelsFigure,
  langevinEquilibriumFigure,
  linearizedTrainingFigure,
  weightLawFigure,
  minimumNormFigure,
  twoLayerFigure,
  // nets at initialization, posteriors, signal propagation, exact dynamics
  nngpOutputLawFigure,
  ntkConvergenceFigure,
  gpTrainingFigure,
  nngpFigure,
  finiteWidthPriorFigure,
  proportionalMixtureFigure,
  outputCorrelationsFigure,
  posteriorFigure,
  evidenceFigure,
  kernelRenormalizationFigure,
  ntkRandomnessFigure,
  angleCollapseFigure,
  correlationMapFigure,
  phasePlaneFigure,
  trainableDepthFigure,
  spectraFigure,
  isometryFigure,
  catapultFigure,
  catapultWindowFigure,
  saddleToSaddleFigure,
  lazyToRichFigure,
  endToEndFigure,
];
