export { type RegimeId, type RegimeNumbers, type RegimeRule, regimeTable } from './checks/advice/regimes';
export {
  type Advice,
  type AdviseOptions,
  type AdviseSpec,
  advise,
  adviseSteps,
  type LossBand,
  type RateTransfer,
  type RateTrial,
  type RegimeReading,
} from './checks/advise';
export {
  classifyScaling,
  type ScalingClass,
  type ScalingExponents,
  type ScalingRegime,
} from './checks/classifyScaling';
export {
  type CompareOptions,
  type Comparison,
  type ComparisonRow,
  compare,
  compareDistances,
  type Verdict,
  type VerdictOptions,
} from './checks/compare';
export type { CurveDeviation } from './checks/comparison/curveDeviation';
export {
  type ComparableLimit,
  type ComparableRun,
  type ComparedQuantity,
  type DistanceOptions,
  distanceToLimit,
  type RunDistance,
} from './checks/comparison/distanceToLimit';
export {
  type BrokenRule,
  type CoordinateCheck,
  type CoordinateCheckOptions,
  type CoordinateModel,
  type CoordinateRow,
  type Coordinates,
  coordinateCheck,
  coordinateCheckSteps,
} from './checks/coordinateCheck';
export { empiricalNtk } from './checks/empiricalNtk';
export type { Finding, FindingRow } from './checks/findings/finding';
export {
  type KernelMovement,
  type KernelMovementOptions,
  type KernelMovementRow,
  kernelMovement,
} from './checks/kernelMovement';
export {
  type LearningRateTransfer,
  type LearningRateTransferOptions,
  learningRateTransfer,
  learningRateTransferSteps,
  type SimulatedTransfer,
  type TransferCurve,
} from './checks/learningRateTransfer';
export {
  type LinearizedTraining,
  type LinearizedTrainingOptions,
  linearizedTraining,
} from './checks/linearizedTraining';
export { type MonteCarloKernelOptions, type MonteCarloMean, monteCarloKernel } from './checks/monteCarloKernel';
export {
  type NonlinearLayer,
  type NonlinearNet,
  type NonlinearTraining,
  type SampleNetOptions,
  sampleNet,
} from './checks/sampleNet';
export type { ExponentsOfRoles, WidthExponents } from './checks/scaling/layerExponents';
export {
  andersonDarling,
  type BandOptions,
  type BootstrapOptions,
  bootstrapInterval,
  type Estimate,
  type ExcessKurtosis,
  energyDistance,
  excessKurtosis,
  type HolmResult,
  holm,
  ksTest,
  type LawTest,
  type MaxZ,
  type MmdOptions,
  type MmdTest,
  maxZ,
  mmd,
  type PermutationOptions,
  type PowerOptions,
  type ScalingFit,
  type SlopeFit,
  type SlopeFitOptions,
  samplesForPower,
  slopeFit,
  squaredBias,
  tInterval,
} from './checks/statistics';
export { accuracy } from './data/accuracy';
export { applyStandardization } from './data/applyStandardization';
export type { MomentsLike } from './data/checkedMoments';
export { type Moments, type MomentsOptions, moments, momentsSteps, type Standardization } from './data/moments';
export { type OneHotOptions, oneHot } from './data/oneHot';
export type { ByteMatrix } from './data/samples';
export { type Standardized, standardize } from './data/standardize';
export { type PowerLaw, type SyntheticTask, type SyntheticTaskOptions, syntheticTask } from './data/syntheticTask';
export { DeepLinearError, NumericalError, ShapeError, ValueError } from './errors';
export { type CheckOptions, type CheckResult, check, checkSteps } from './experiments/check';
export {
  type CurveExperiment,
  type Experiment,
  type ExperimentData,
  type Parameter,
  type ParameterValues,
  resolveParameters,
  type WrongLaw,
} from './experiments/experiment';
export { curveExperiments, experiments } from './experiments/registry';
export { decodeNpy, type EncodeNpyOptions, encodeNpy, type NpyArray, type NpyDtype } from './io/npy';
export { type AngleCollapse, type AngleCollapseOptions, angleCollapse } from './limits/angleCollapse';
export { type Catapult, type CatapultOptions, type CatapultPhase, catapult } from './limits/catapult';
export type { ResidualOption } from './limits/causal/residualBranch';
export { type ConvergenceBound, type ConvergenceOptions, convergenceBound } from './limits/convergenceBound';
export { type PowerLawData, powerLawExponents } from './limits/data/powerLawModes';
export { type EdgeOfChaosOptions, type EdgePoint, edgeOfChaos } from './limits/edgeOfChaos';
export {
  type ConservedOptions,
  type EndToEndOptions,
  exact,
  type LearningTimesOptions,
  type LossBoundOptions,
  type ModesOptions,
  type RiccatiOptions,
  type UnbalancedScalarOptions,
} from './limits/exact';
export { type FiniteWidthPriorOptions, finiteWidthPrior } from './limits/finiteWidthPrior';
export type { FussCatalan, FussCatalanOptions, FussCatalanPoint } from './limits/fussCatalan';
export { type GpPosterior, type GpPosteriorOptions, gpPosterior } from './limits/gpPosterior';
export {
  type InfiniteDepthLimit,
  type InfiniteDepthOptions,
  infiniteDepth,
  infiniteDepthSteps,
} from './limits/infiniteDepth';
export {
  type ExtrapolationError,
  type InfiniteWidthLimit,
  type InfiniteWidthOptions,
  type InfiniteWidthProgress,
  infiniteWidth,
  infiniteWidthSteps,
} from './limits/infiniteWidth';
export {
  type JointLimit,
  type JointLimitOptions,
  type JointLimitProgress,
  type JointNet,
  type JointTwoTime,
  jointLimit,
  jointLimitSteps,
  type SpectrumGroup,
} from './limits/jointLimit';
export {
  type KernelProduct,
  type KernelProductOptions,
  kernelProduct,
  kernelProductSteps,
} from './limits/kernelProduct';
export {
  type KernelRenormalization,
  type KernelRenormalizationOptions,
  kernelRenormalization,
} from './limits/kernelRenormalization';
export type { Activation, ActivationFunction, LeakyRelu } from './limits/kernels/activation';
export type { KernelMatrix, NtkMatrix } from './limits/kernels/kernelMatrix';
export type { KernelInput, KernelOptions, KernelProgress } from './limits/kernels/kernelOptions';
export {
  type LangevinEquilibrium,
  type LangevinEquilibriumOptions,
  type LangevinMinimum,
  langevinEquilibrium,
} from './limits/langevinEquilibrium';
export { type LazyLimit, type LazyLimitOptions, lazyLimit } from './limits/lazyLimit';
export { type LyapunovOptions, lyapunovExponents } from './limits/lyapunovExponents';
export { maxLearningRate } from './limits/maxLearningRate';
export { type MinimumNormOptions, minimumNorm } from './limits/minimumNorm';
export { nngpKernel, nngpKernelSteps } from './limits/nngpKernel';
export { ntkKernel, ntkKernelSteps } from './limits/ntkKernel';
export {
  type NtkPrediction,
  type NtkPredictorOptions,
  type NtkPredictorPoints,
  ntkPredictor,
} from './limits/ntkPredictor';
export { type NtkRandomness, type NtkRandomnessOptions, ntkRandomness } from './limits/ntkRandomness';
export { type PhaseDiagram, type PhaseDiagramOptions, phaseDiagram } from './limits/phaseDiagram';
export {
  type PowerLawFlow,
  type PowerLawFlowOptions,
  powerLawFlow,
} from './limits/powerLawFlow';
export {
  type PowerLawLoss,
  type PowerLawLossOptions,
  powerLawLoss,
  powerLawLossSteps,
} from './limits/powerLawLoss';
export {
  type Propagation,
  type PropagationOptions,
  type PropagationPhase,
  propagation,
  type Trajectory,
  type TrajectoryOptions,
} from './limits/propagation';
export {
  type MixingDrawOptions,
  type MixturePosterior,
  type MixturePosteriorOptions,
  type OutputMixture,
  type OutputMoments,
  type ProportionalLimitOptions,
  proportionalLimit,
} from './limits/proportionalLimit';
export { type JacobianOptions, type JacobianSpectrum, type SecondMomentOptions, spectra } from './limits/spectra';
export {
  type TwoLayerAnyWidth,
  type TwoLayerOptions,
  type TwoLayerProgress,
  twoLayerAnyWidth,
  twoLayerAnyWidthSteps,
} from './limits/twoLayerAnyWidth';
export { type TwoLayerFlow, type TwoLayerFlowOptions, twoLayerFlow } from './limits/twoLayerFlow';
export { type BulkLaw, type WeightLaw, weightLaw } from './limits/weightLaw';
export { cholesky } from './linalg/cholesky';
export { conditionNumber } from './linalg/conditionNumber';
export { eigh, type SymmetricDecomposition } from './linalg/eigh';
export { eigvalsh } from './linalg/eigvalsh';
export { expm } from './linalg/expm';
export { type GramOptions, gram } from './linalg/gram';
export { logDeterminant } from './linalg/logDeterminant';
export { type LeastSquares, type LstsqOptions, lstsq } from './linalg/lstsq';
export { type Lu, lu } from './linalg/lu';
export { type MatmulOptions, matmul } from './linalg/matmul';
export { matmulChain } from './linalg/matmulChain';
export { type PinvOptions, pinv } from './linalg/pinv';
export { powm } from './linalg/powm';
export { type PivotedQr, type Qr, type QrOptions, qr } from './linalg/qr';
export { singularValues } from './linalg/singularValues';
export { type SolveOptions, solve } from './linalg/solve';
export { sqrtm } from './linalg/sqrtm';
export { type Svd, type SvdOptions, svd } from './linalg/svd';
export { type TriangularSolveOptions, triangularSolve } from './linalg/triangularSolve';
export type { Progress } from './longWork';
export { type Dtype, type Matrix, type MatrixLike, matrix } from './matrix';
export { createNet } from './nets/createNet';
export type { Net, RateOptions } from './nets/net';
export { netFromWeights } from './nets/netFromWeights';
export type { NetOptions, NetSpec, Residual } from './nets/netSpec';
export { type Parameterization, parameterizations } from './nets/parameterization';
export type { OptimizerOptions } from './optimizer';
export { type HaarOrthogonalOptions, haarOrthogonal } from './random/haarOrthogonal';
export { type RandomNormalOptions, randomNormal } from './random/randomNormal';
export { type Rng, rng } from './random/rng';
export type { BatchOptions } from './train/batches';
export {
  type GradientFlowOptions,
  type GradientFlowProgress,
  type GradientFlowRun,
  gradientFlow,
  gradientFlowSteps,
} from './train/gradientFlow';
export type { TrainData } from './train/plan';
export type { Recorded, RecordedQuantity, RecordOptions } from './train/record';
export { type TrainOptions, type TrainProgress, type TrainRun, train, trainSteps } from './train/train';
export {
  type EnsembleMember,
  type EnsembleOptions,
  type EnsembleRun,
  type MeanCurve,
  trainEnsemble,
  trainEnsembleSteps,
} from './train/trainEnsemble';
export { type Build, compiledModule, configure, type RuntimeOptions } from './wasm/load';
export { runtime, type Workspace, type WorkspaceMatrix, workspace } from './wasm/workspace';
