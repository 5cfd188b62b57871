/** The limits: what large width, depth, time or data make of a net, without simulating one. */
export { type AngleCollapse, type AngleCollapseOptions, angleCollapse } from './angleCollapse';
export { type Catapult, type CatapultOptions, type CatapultPhase, catapult } from './catapult';
export type { ResidualOption } from './causal/residualBranch';
export { type ConvergenceBound, type ConvergenceOptions, convergenceBound } from './convergenceBound';
export { type PowerLawData, powerLawExponents } from './data/powerLawModes';
export { type EdgeOfChaosOptions, type EdgePoint, edgeOfChaos } from './edgeOfChaos';
export {
  type ConservedOptions,
  type EndToEndOptions,
  exact,
  type LearningTimesOptions,
  type LossBoundOptions,
  type ModesOptions,
  type RiccatiOptions,
  type UnbalancedScalarOptions,
} from './exact';
export { type FiniteWidthPriorOptions, finiteWidthPrior } from './finiteWidthPrior';
export type { FussCatalan, FussCatalanOptions, FussCatalanPoint } from './fussCatalan';
export { type GpPosterior, type GpPosteriorOptions, gpPosterior } from './gpPosterior';
export {
  type InfiniteDepthLimit,
  type InfiniteDepthOptions,
  infiniteDepth,
  infiniteDepthSteps,
} from './infiniteDepth';
export {
  type ExtrapolationError,
  type InfiniteWidthLimit,
  type InfiniteWidthOptions,
  type InfiniteWidthProgress,
  infiniteWidth,
  infiniteWidthSteps,
} from './infiniteWidth';
export {
  type JointLimit,
  type JointLimitOptions,
  type JointLimitProgress,
  type JointNet,
  type JointTwoTime,
  jointLimit,
  jointLimitSteps,
  type SpectrumGroup,
} from './jointLimit';
export {
  type KernelProduct,
  type KernelProductOptions,
  kernelProduct,
  kernelProductSteps,
} from './kernelProduct';
export {
  type KernelRenormalization,
  type KernelRenormalizationOptions,
  kernelRenormalization,
} from './kernelRenormalization';
export type { Activation, ActivationFunction, KnownActivation, LeakyRelu } from './kernels/activation';
export type { KernelMatrix, NtkMatrix } from './kernels/kernelMatrix';
export type { KernelInput, KernelOptions, KernelProgress } from './kernels/kernelOptions';
export {
  type LangevinEquilibrium,
  type LangevinEquilibriumOptions,
  type LangevinMinimum,
  langevinEquilibrium,
} from './langevinEquilibrium';
export { type LazyLimit, type LazyLimitOptions, lazyLimit } from './lazyLimit';
export { type LyapunovOptions, lyapunovExponents } from './lyapunovExponents';
export { maxLearningRate } from './maxLearningRate';
export { type MinimumNormOptions, minimumNorm } from './minimumNorm';
export { nngpKernel, nngpKernelSteps } from './nngpKernel';
export { ntkKernel, ntkKernelSteps } from './ntkKernel';
export {
  type NtkPrediction,
  type NtkPredictorOptions,
  type NtkPredictorPoints,
  ntkPredictor,
} from './ntkPredictor';
export { type NtkRandomness, type NtkRandomnessOptions, ntkRandomness } from './ntkRandomness';
export { type PhaseDiagram, type PhaseDiagramOptions, phaseDiagram } from './phaseDiagram';
export {
  type PowerLawFlow,
  type PowerLawFlowOptions,
  powerLawFlow,
} from './powerLawFlow';
export {
  type PowerLawLoss,
  type PowerLawLossOptions,
  powerLawLoss,
  powerLawLossSteps,
} from './powerLawLoss';
export {
  type Propagation,
  type PropagationOptions,
  type PropagationPhase,
  propagation,
  type Trajectory,
  type TrajectoryOptions,
} from './propagation';
export {
  type MixingDrawOptions,
  type MixturePosterior,
  type MixturePosteriorOptions,
  type OutputMixture,
  type OutputMoments,
  type ProportionalLimitOptions,
  proportionalLimit,
} from './proportionalLimit';
export { type JacobianOptions, type JacobianSpectrum, type SecondMomentOptions, spectra } from './spectra';
export {
  type TwoLayerAnyWidth,
  type TwoLayerOptions,
  type TwoLayerProgress,
  twoLayerAnyWidth,
  twoLayerAnyWidthSteps,
} from './twoLayerAnyWidth';
export { type TwoLayerFlow, type TwoLayerFlowOptions, twoLayerFlow } from './twoLayerFlow';
export { type BulkLaw, type WeightLaw, weightLaw } from './weightLaw';
