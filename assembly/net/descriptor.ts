/** The blocks of memory that say what a run is; mirrored by src/nets/descriptor.ts. */

/** One weight matrix, as TypeScript lays it out (src/nets/descriptor.ts). The readout is a field: `rows` = classes. */
@unmanaged
export class Layer {
  /** Forward multiplier m_l. */
  multiplier: f64;
  /** Step per unit of η, r_l ρ_l m_l. */
  rate: f64;
  weights: usize;
  /** Backward field g_l at the layer's input (C×cols). */
  field: usize;
  rows: i32;
  cols: i32;
  /** 1 when the layer is a branch beside a skip connection. */
  skip: i32;
  /** Elements from one row of the weights to the next. */
  stride: i32;
}

/** Everything a run needs, as TypeScript lays it out (src/nets/descriptor.ts). Absent pointers are 0. */
@unmanaged
export class Run {
  /** mean ‖y‖² of the moments and of the test moments. */
  syy: f64;
  testSyy: f64;
  /** L + 1 Layers. */
  layers: usize;
  /** C×D fields in float64, padded as float32 fields are: predictor, error moment, test scratch. */
  beta: usize;
  error: usize;
  testError: usize;
  /** Two fields of the largest layer, for the forward images. */
  image: usize;
  nextImage: usize;
  /** FIELD_ROWS·C float64. */
  scratch: usize;
  /** Moments: Sxx (D×D, padded to panels) and Syx (C×D field). Without moments and batches only the predictor is made. */
  sxx: usize;
  syx: usize;
  testSxx: usize;
  testSyx: usize;
  /** Mini-batches, one after the other: inputs (rows×D, padded to panels), targets and residuals (C×rows fields). */
  batchX: usize;
  batchY: usize;
  residual: usize;
  /** Arrays over the steps of this call. */
  rates: usize;
  losses: usize;
  testLosses: usize;
  /** Recorded predictors, C×D row-major float64. */
  predictors: usize;
  hidden: i32;
  classes: i32;
  inputs: i32;
  /** Rows of a mini-batch, 0 for full-batch training from moments; the same padded to panels. */
  batchRows: i32;
  batchStride: i32;
  /** Record the predictor at multiples of this step (0 never) and at the last. */
  every: i32;
  /** Global number of the first step, steps in this call, steps of the whole run. */
  start: i32;
  steps: i32;
  total: i32;
  /** Elements from one row of Sxx or of the batch inputs to the next. */
  stride: i32;
  /** An Optimizer; 0 for plain gradient descent. */
  optimizer: usize;
}

const LAYER: usize = offsetof<Layer>();

@inline
export function layer(run: Run, l: i32): Layer {
  return changetype<Layer>(run.layers + <usize>l * LAYER);
}
