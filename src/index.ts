export { DeepLinearError, NumericalError, ShapeError, ValueError } from './errors';
export { type MatmulOptions, matmul } from './linalg/matmul';
export { type Dtype, type Matrix, type MatrixLike, matrix } from './matrix';
export { type RandomNormalOptions, randomNormal } from './random/randomNormal';
export { type Rng, rng } from './random/rng';
export { type Build, configure, type RuntimeOptions } from './wasm/load';
export { runtime, type Workspace, type WorkspaceMatrix, workspace } from './wasm/workspace';
