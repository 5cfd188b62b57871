/** Steps with momentum, weight decay and noise: a path of its own, so that plain gradient descent stays as it is. */
import { Layer, layer, Run } from './descriptor';
import { moved, movedRows, movedRowOfOne } from './move';
import { shaken } from './noise';
import { at, fieldBytes, PANEL } from './panels';
import { netForwardF32, netForwardF64 } from './step';

/** The optimizer of a run, as TypeScript lays it out (src/train/optimizerBlock.ts). */
@unmanaged
class Optimizer {
  /** μ. */
  momentum: f64;
  /** Temperature θ. */
  temperature: f64;
  /** L + 1 OptimizedLayers. */
  layers: usize;
  /** What `shaken` needs; 0 without noise. */
  scratch: usize;
  /** HEAVY_BALL, NESTEROV or VELOCITY. */
  rule: i32;
  /** Word 3 of the counters of the noise; word 2 is the step. */
  region: u32;
}

@unmanaged
class OptimizedLayer {
  /** Coupled and decoupled decay, λ and λ'. */
  decay: f64;
  decoupled: f64;
  /** v, laid out as the weights; 0 when there is no momentum. */
  velocity: usize;
  /** Key of this layer's noise. */
  key0: u32;
  key1: u32;
  /** Sizes without padding. */
  rows: i32;
  cols: i32;
}

/** The weights are w̃ = w + μ v, at which predictor and gradient are taken. */
const NESTEROV: i32 = 1;
/** The weights stay, the velocities become the step: what an ODE solver asks for. */
const VELOCITY: i32 = 2;

const OPTIMIZED_LAYER: usize = (offsetof<OptimizedLayer>() + 7) & ~7;

/**
 * One step from the error moment in run.image: v' = μ v + κ gᵀz − ηλ w + √(2θη) ξ, w' = (1 − ηλ') w + v'. Under
 * Nesterov's rule what is stored is w̃ = w + μ v; then w̃' = (1 − ηλ')(w̃ − μ v) + (1 + μ) v'.
 */
@inline
export function optimizedStep<T>(run: Run, rate: f64, t: i32): void {
  const by = changetype<Optimizer>(run.optimizer);
  const nesterov = by.rule == NESTEROV;
  const still = by.rule == VELOCITY;
  const mu = <T>by.momentum;
  const push = <T>(still ? 0 : nesterov ? 1 + by.momentum : 1);
  const sigma = sqrt<f64>(2 * by.temperature * rate);
  for (let l = 0; l <= run.hidden; ++l) {
    const it = layer(run, l);
    const its = changetype<OptimizedLayer>(by.layers + <usize>l * OPTIMIZED_LAYER);
    const w = it.weights;
    const moving = its.velocity != 0;
    const v = moving ? its.velocity : w;
    const decoupled = -rate * its.decoupled;
    const pull = -rate * its.decay;
    const kappa = <T>(rate * it.rate);
    const a = <T>(moving ? pull : pull + decoupled);
    const fade = <T>(moving ? decoupled : 0);
    const back = <T>(nesterov ? -by.momentum * (1 + decoupled) : 0);
    if (l == run.hidden) {
      const bytes = fieldBytes<T>(run.classes, it.cols);
      moved<T>(bytes, w, v, run.image, kappa, mu, a, fade, back, push);
    } else {
      imageAndMove<T>(run, it, layer(run, l + 1).field, v, kappa, mu, a, fade, back, push);
      const swap = run.image;
      run.image = run.nextImage;
      run.nextImage = swap;
    }
    if (sigma == 0) continue;
    // Drawn with the deviation that v gets; w gets `push` times that.
    const classes = l < run.hidden ? 1 : run.classes;
    const rowBytes = l < run.hidden ? <usize>it.stride * sizeof<T>() : 0;
    shaken<T>(
      its.rows, its.cols, rowBytes, classes, w, its.velocity, push, sigma, t, by.region, its.key0, its.key1, by.scratch,
    );
  }
}

/** As `forward` of step.ts, with the rule of move.ts in place of the plain update. */
@inline
function imageAndMove<T>(
  run: Run, it: Layer, g: usize, v: usize, kappa: T, mu: T, a: T, fade: T, back: T, push: T,
): void {
  const classes = run.classes;
  const rowBytes = <usize>it.stride * sizeof<T>();
  const bytes = <usize>it.cols * sizeof<T>();
  const group = <usize>classes * PANEL;
  const z = run.image;
  const m = <T>it.multiplier;
  if (classes == 1) {
    let w = it.weights;
    for (let i: usize = 0; i < <usize>it.rows * sizeof<T>(); i += sizeof<T>(), w += rowBytes, v += rowBytes) {
      const sum = movedRowOfOne<T>(w, v, bytes, z, kappa * load<T>(g + i), mu, a, fade, back, push);
      store<T>(run.nextImage + i, m * sum + (it.skip ? load<T>(z + i) : 0));
    }
    return;
  }
  for (let i = 0; i < it.rows; i += 4) {
    const row = <usize>i * rowBytes;
    const wi = it.weights + row;
    const o = at<T>(run.nextImage, classes, i);
    const zo = it.skip ? at<T>(z, classes, i) : 0;
    const gi = at<T>(g, classes, i);
    // A call, not inlined: four rows are work enough.
    if (sizeof<T>() == 4) netForwardF32(classes, 4, it.cols, it.stride, <f32>m, false, 0, z, wi, 0, o, 0);
    else netForwardF64(classes, 4, it.cols, it.stride, <f64>m, false, 0, z, wi, 0, o, 0);
    let to = run.scratch;
    for (let c: usize = 0; c < group; c += PANEL) {
      for (let r: usize = 0; r < 4 * sizeof<T>(); r += sizeof<T>(), to += sizeof<T>()) {
        if (zo) store<T>(o + c + r, load<T>(o + c + r) + load<T>(zo + c + r));
        store<T>(to, kappa * load<T>(gi + c + r));
      }
    }
    movedRows<T>(classes, wi, v + row, bytes, rowBytes, z, run.scratch, mu, a, fade, back, push);
  }
}
