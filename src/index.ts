export * from './checks';
export { accuracy } from './data/accuracy';
export { applyStandardization } from './data/applyStandardization';
export type { MomentsLike } from './data/checkedMoments';
export { type Moments, type MomentsOptions, moments, momentsSteps, type Standardization } from './data/moments';
export { type OneHotOptions, oneHot } from './data/oneHot';
export type { ByteMatrix } from './data/samples';
export type { StandardizationOptions } from './data/standardization';
export { type Standardized, standardize } from './data/standardize';
export { type PowerLaw, type SyntheticTask, type SyntheticTaskOptions, syntheticTask } from './data/syntheticTask';
export { DeepLinearError, NumericalError, ShapeError, ValueError } from './errors';
export * from './experiments';
export * from './io';
export type { LearningRate } from './learningRates';
export * from './limits';
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
export { type EncodeOnnxOptions, encodeOnnx } from './nets/encodeOnnx';
export type { Net, RateOptions } from './nets/net';
export { decodeNet, encodeNet } from './nets/netFile';
export { netFromWeights } from './nets/netFromWeights';
export type { NetOptions, NetSpec, Residual } from './nets/netSpec';
export {
  type LayerRole,
  type LayerRule,
  type Parameterization,
  type Powers,
  parameterizations,
} from './nets/parameterization';
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
export { resume, resumeSteps } from './train/resume';
export { decodeRun, encodeRun } from './train/runFile';
export type { RunSetting, RunState } from './train/runState';
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
