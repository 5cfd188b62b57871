/** Steps with momentum, weight decay and noise: a path of its own, so that plain gradient descent stays as it is. */
import { IMAGE_BYTES } from '../config';
import { Layer, layer, Run } from './descriptor';
import { moved, movedRows, movedRowsOfOne } from './move';
import { shaken, shakenField } from './noise';
import { at, fieldBytes, PANEL } from './panels';
import { imageOfOne, imageOfTwo } from './step';

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
  const classes = run.classes;
  const by = changetype<Optimizer>(run.optimizer);
  const nesterov = by.rule == NESTEROV;
  const still = by.rule == VELOCITY;
  const mu = <T>by.momentum;
  const push: f64 = still ? 0 : nesterov ? 1 + by.momentum : 1;
  const sigma = sqrt<f64>(2 * by.temperature * rate);
  for (let l = 0; l <= run.hidden; ++l) {
    const it = layer(run, l);
    const its = changetype<OptimizedLayer>(by.layers + <usize>l * OPTIMIZED_LAYER);
    const v = its.velocity;
    const keep = 1 - rate * its.decoupled;
    const pull = -rate * its.decay;
    const back = nesterov ? -by.momentum * keep : 0;
    const kappa = <T>(rate * it.rate);
    // Without velocities there is one sum: (keep + pull) w + κ gᵀz.
    const a = <T>(v ? pull : keep + pull);
    if (l == run.hidden) {
      const bytes = fieldBytes<T>(classes, it.cols);
      moved<T>(bytes, it.weights, v, run.image, kappa, mu, a, <T>keep, <T>back, <T>push);
    } else {
      imageAndMove<T>(run, it, layer(run, l + 1).field, v, kappa, mu, a, <T>keep, <T>back, <T>push);
      const swap = run.image;
      run.image = run.nextImage;
      run.nextImage = swap;
    }
    if (sigma == 0) continue;
    // Drawn with the deviation that v gets; w gets `push` times that.
    if (l < run.hidden || classes == 1) {
      const stride = l < run.hidden ? it.stride : it.cols;
      shaken<T>(its.rows, its.cols, stride, it.weights, v, <T>push, sigma, t, by.region, its.key0, its.key1, by.scratch);
    } else {
      shakenField<T>(classes, its.cols, it.weights, v, <T>push, sigma, t, by.region, its.key0, its.key1, by.scratch);
    }
  }
}

/** As `forward` of step.ts, with the rule of `movedRows` in place of the plain update. */
@inline
function imageAndMove<T>(
  run: Run, it: Layer, g: usize, v: usize, kappa: T, mu: T, a: T, keep: T, back: T, push: T,
): void {
  const classes = run.classes;
  const rowBytes = <usize>it.stride * sizeof<T>();
  const group = <usize>classes * PANEL;
  const z = run.image;
  const m = <T>it.multiplier;
  const panels = <usize>it.cols * sizeof<T>() / PANEL;
  const blocks = (panels * group + IMAGE_BYTES - 1) / IMAGE_BYTES;
  const most = (panels + blocks - 1) / blocks;
  for (let done: usize = 0; done < panels; done += most) {
    const bytes = min(most, panels - done) * PANEL;
    const zj = z + done * group;
    const shift = done * PANEL;
    for (let i = 0; i < it.rows; i += 4) {
      const row = <usize>i * rowBytes + shift;
      const wi = it.weights + row;
      const o = at<T>(run.nextImage, classes, i);
      const zo = done ? o : it.skip ? at<T>(z, classes, i) : 0;
      const gi = at<T>(g, classes, i);
      if (classes == 1) {
        if (v) movedRowsOfOne<T>(true, wi, v + row, bytes, rowBytes, zj, o, zo, m, gi, kappa, mu, a, keep, back, push);
        else movedRowsOfOne<T>(false, wi, 0, bytes, rowBytes, zj, o, zo, m, gi, kappa, mu, a, keep, back, push);
        continue;
      }
      let c: usize = 0;
      for (; c + PANEL < group; c += 2 * PANEL) {
        imageOfTwo<T>(wi, bytes, rowBytes, group, zj + c, o + c, zo ? zo + c : 0, m);
      }
      if (c < group) imageOfOne<T>(wi, bytes, rowBytes, group, zj + c, o + c, zo ? zo + c : 0, m);
      let from = gi;
      for (let to = run.scratch; from < gi + group; from += PANEL) {
        for (let r: usize = 0; r < 4; ++r, to += sizeof<T>()) store<T>(to, kappa * load<T>(from + r * sizeof<T>()));
      }
      movedRows<T>(classes, wi, v ? v + row : 0, bytes, rowBytes, zj, run.scratch, mu, a, keep, back, push);
    }
  }
}
