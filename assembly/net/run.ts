import { Layer, layer, Run } from './descriptor';
import { added, rounded, scaled, widened } from './fieldOps';
import { netBackwardF32, netBackwardF64 } from './fields';
import { optimizedStep } from './optimizedStep';
import { at, fieldBytes, PANEL } from './panels';
import { netForwardF32, netForwardF64 } from './step';

/** D padded to whole float64 panels. */
@inline
function padded64(n: i32): i32 {
  return (n + 3) & ~3;
}

@inline
function backwardThrough<T>(run: Run, it: Layer, g: usize): void {
  const w = it.weights;
  if (sizeof<T>() == 4) {
    netBackwardF32(run.classes, it.rows, it.cols, it.stride, <f32>it.multiplier, g, w, it.field, run.scratch);
  } else netBackwardF64(run.classes, it.rows, it.cols, it.stride, it.multiplier, g, w, it.field, run.scratch);
}

@inline
function forwardThrough<T>(run: Run, it: Layer, kappa: f64, g: usize): void {
  const skip = it.skip != 0;
  if (sizeof<T>() == 4) {
    netForwardF32(
      run.classes, it.rows, it.cols, it.stride, <f32>it.multiplier, skip, <f32>kappa, run.image, it.weights, g,
      run.nextImage, run.scratch,
    );
  } else {
    netForwardF64(
      run.classes, it.rows, it.cols, it.stride, it.multiplier, skip, kappa, run.image, it.weights, g, run.nextImage,
      run.scratch,
    );
  }
}

/** All backward fields and the predictor (widened to float64). */
@inline
function backwardFields<T>(run: Run): void {
  const classes = run.classes;
  const readout = layer(run, run.hidden);
  scaled<T>(readout.field, readout.weights, <T>readout.multiplier, fieldBytes<T>(classes, readout.cols));
  for (let l = run.hidden - 1; l >= 0; --l) {
    const it = layer(run, l);
    const above = layer(run, l + 1).field;
    const bytes = fieldBytes<T>(classes, it.cols);
    if (it.skip) memory.copy(it.field, above, bytes);
    else memory.fill(it.field, 0, bytes);
    backwardThrough<T>(run, it, above);
  }
  const first = layer(run, 0);
  widened<T>(classes, fieldBytes<T>(classes, first.cols), first.field, run.beta);
}

/** error = syx − beta·sxx; returns ½(syy − ⟨beta, syx⟩ − ⟨beta, error⟩), never below 0. */
@inline
function momentError(run: Run, sxx: usize, syx: usize, syy: f64, error: usize): f64 {
  const cols = padded64(run.inputs);
  const bytes = fieldBytes<f64>(run.classes, cols);
  // Sxx is symmetric, so its rows serve as columns: the image kernel is the faster one.
  netForwardF64(run.classes, cols, cols, run.stride, -1, false, 0, run.beta, sxx, 0, error, run.scratch);
  added<f64>(error, syx, 1, bytes);
  let sum = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(run.beta + at), f64x2.add(v128.load(syx + at), v128.load(error + at))));
  }
  const loss = 0.5 * (syy - f64x2.extract_lane(sum, 0) - f64x2.extract_lane(sum, 1));
  return loss < 0 ? 0 : loss;
}

/** Error moment of one mini-batch from its residuals; returns its loss. */
@inline
function batchError(run: Run, x: usize, y: usize): f64 {
  const classes = run.classes;
  const rows = run.batchStride;
  const cols = padded64(run.inputs);
  const bytes = fieldBytes<f64>(classes, rows);
  netForwardF64(classes, rows, cols, run.stride, -1, false, 0, run.beta, x, 0, run.residual, run.scratch);
  added<f64>(run.residual, y, 1, bytes);
  let sum = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const r = v128.load(run.residual + at);
    sum = f64x2.add(sum, f64x2.mul(r, r));
  }
  memory.fill(run.error, 0, fieldBytes<f64>(classes, cols));
  netBackwardF64(classes, rows, cols, run.stride, 1 / <f64>run.batchRows, run.residual, x, run.error, run.scratch);
  return (0.5 * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))) / <f64>run.batchRows;
}

/** The error moment, rounded to the net's dtype, becomes the first image; the images and weights follow layer by layer. */
@inline
function forwardAndStep<T>(run: Run, rate: f64): void {
  const classes = run.classes;
  rounded<T>(classes, fieldBytes<T>(classes, layer(run, 0).cols), run.error, run.image);
  for (let l = 0; l < run.hidden; ++l) {
    const it = layer(run, l);
    forwardThrough<T>(run, it, rate * it.rate, layer(run, l + 1).field);
    const swap = run.image;
    run.image = run.nextImage;
    run.nextImage = swap;
  }
  const readout = layer(run, run.hidden);
  added<T>(readout.weights, run.image, <T>(rate * readout.rate), fieldBytes<T>(classes, readout.cols));
}

@inline
function recordPredictor(run: Run): void {
  let to = run.predictors;
  for (let c = 0; c < run.classes; ++c) {
    for (let j = 0; j < run.inputs; ++j, to += 8) {
      store<f64>(to, load<f64>(at<f64>(run.beta, run.classes, j) + <usize>c * PANEL));
    }
  }
  run.predictors = to;
}

/** Steps of gradient descent; the last call of a run also measures the end. Returns the number of finite losses stored. */
@inline
function steps<T>(run: Run): i32 {
  const classes = run.classes;
  const last = run.start + run.steps == run.total ? run.steps : run.steps - 1;
  const batchXBytes = fieldBytes<f64>(run.batchStride, run.stride);
  const batchYBytes = fieldBytes<f64>(run.batchStride, classes);
  for (let k = 0; k <= last; ++k) {
    backwardFields<T>(run);
    let loss: f64;
    if (run.batchRows) {
      // The end of a run has no batch of its own: it is measured on the last one.
      const b = k < run.steps || k == 0 ? k : k - 1;
      loss = batchError(run, run.batchX + <usize>b * batchXBytes, run.batchY + <usize>b * batchYBytes);
    } else loss = run.sxx ? momentError(run, run.sxx, run.syx, run.syy, run.error) : 0;
    store<f64>(run.losses + <usize>k * 8, loss);
    if (run.testSxx) {
      const test = momentError(run, run.testSxx, run.testSyx, run.testSyy, run.testError);
      store<f64>(run.testLosses + <usize>k * 8, test);
    }
    if (!isFinite<f64>(loss)) return k;
    const t = run.start + k;
    if (run.every && (t % run.every == 0 || t == run.total)) recordPredictor(run);
    if (k == run.steps) break;
    const rate = load<f64>(run.rates + <usize>k * 8);
    if (run.optimizer) {
      rounded<T>(classes, fieldBytes<T>(classes, layer(run, 0).cols), run.error, run.image);
      optimizedStep<T>(run, rate, t);
    } else forwardAndStep<T>(run, rate);
  }
  return last + 1;
}

/** Trains a float32 net as its descriptor says. Loss and error moment are computed in float64. */
export function netRunF32(run: usize): i32 {
  return steps<f32>(changetype<Run>(run));
}

/** Trains a float64 net as its descriptor says. */
export function netRunF64(run: usize): i32 {
  return steps<f64>(changetype<Run>(run));
}
