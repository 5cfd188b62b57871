/** Simulation against theory: comparisons, statistics, diagnostics of finite nets, advice. */
export { type RegimeId, type RegimeNumbers, type RegimeRule, regimeTable } from './advice/regimes';
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
} from './advise';
export {
  classifyScaling,
  type ScalingClass,
  type ScalingExponents,
  type ScalingRegime,
} from './classifyScaling';
export {
  type CompareOptions,
  type Comparison,
  type ComparisonRow,
  compare,
  compareDistances,
  type Verdict,
  type VerdictOptions,
} from './compare';
export type { CurveDeviation } from './comparison/curveDeviation';
export {
  type ComparableLimit,
  type ComparableRun,
  type ComparedQuantity,
  type DistanceOptions,
  distanceToLimit,
  type RunDistance,
} from './comparison/distanceToLimit';
export {
  type BrokenRule,
  type CoordinateCheck,
  type CoordinateCheckOptions,
  type CoordinateModel,
  type CoordinateRow,
  type Coordinates,
  coordinateCheck,
  coordinateCheckSteps,
  type NetOfWidth,
} from './coordinateCheck';
export { empiricalNtk } from './empiricalNtk';
export type { Finding, FindingRow } from './findings/finding';
export {
  type KernelMovement,
  type KernelMovementOptions,
  type KernelMovementRow,
  kernelMovement,
} from './kernelMovement';
export {
  type LearningRateTransfer,
  type LearningRateTransferOptions,
  learningRateTransfer,
  learningRateTransferSteps,
  type SimulatedTransfer,
  type TransferCurve,
} from './learningRateTransfer';
export {
  type LinearizedTraining,
  type LinearizedTrainingOptions,
  linearizedTraining,
} from './linearizedTraining';
export { type MonteCarloKernelOptions, type MonteCarloMean, monteCarloKernel } from './monteCarloKernel';
export {
  type NonlinearLayer,
  type NonlinearNet,
  type NonlinearTraining,
  type SampleNetOptions,
  sampleNet,
} from './sampleNet';
export type { ExponentsOfRoles, WidthExponents } from './scaling/layerExponents';
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
} from './statistics';
