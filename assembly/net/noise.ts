/** Langevin noise: independent normals added to weights and velocities; entry number k in row order takes draw k. */
import { NOISE_BYTES } from '../config';
import { axpy } from '../level1';
import { drawScratchBytes, normalF32, normalF64 } from '../random/normal';
import { at, PANEL } from './panels';

/** Blocks of Philox behind some draws: one block is 16 bytes of them. */
@inline
function blocksOf<T>(draws: i32): u64 {
  return (<u64>draws * sizeof<T>()) >> 4;
}

/** Draws first … first + n − 1 of this step's noise, times sigma. `first` is a multiple of the draws in scratch. */
@inline
function drawn<T>(n: i32, first: i32, sigma: f64, t: u32, region: u32, key0: u32, key1: u32, scratch: usize): void {
  const block = blocksOf<T>(first);
  const out = scratch + <usize>drawScratchBytes();
  if (sizeof<T>() == 4) {
    normalF32(n, out, <f32>sigma, 0, <u32>block, <u32>(block >> 32), t, region, key0, key1, scratch);
  } else normalF64(n, out, sigma, 0, <u32>block, <u32>(block >> 32), t, region, key0, key1, scratch);
}

/** v (rows×cols, `stride` elements from row to row; 0: none) += σ ξ, w += push·σ ξ. */
@inline
export function shaken<T>(
  rows: i32, cols: i32, stride: i32, w: usize, v: usize, push: T, sigma: f64,
  t: u32, region: u32, key0: u32, key1: u32, scratch: usize,
): void {
  const most = <i32>(NOISE_BYTES / sizeof<T>());
  const rowBytes = <usize>stride * sizeof<T>();
  const total = rows * cols;
  let done = 0;
  let left = 0;
  let from: usize = 0;
  for (let i = 0; i < rows; ++i) {
    let to: usize = 0;
    for (let rest = cols; rest > 0; ) {
      if (!left) {
        left = min(most, total - done);
        drawn<T>(left, done, sigma, t, region, key0, key1, scratch);
        done += left;
        from = scratch + <usize>drawScratchBytes();
      }
      const n = min(rest, left);
      axpy<T>(n, push, from, w + to);
      if (v) axpy<T>(n, <T>1, from, v + to);
      from += <usize>n * sizeof<T>();
      to += <usize>n * sizeof<T>();
      left -= n;
      rest -= n;
    }
    w += rowBytes;
    if (v) v += rowBytes;
  }
}

/** The same for a field of `classes` × `cols`. */
@inline
export function shakenField<T>(
  classes: i32, cols: i32, w: usize, v: usize, push: T, sigma: f64,
  t: u32, region: u32, key0: u32, key1: u32, scratch: usize,
): void {
  const most = <i32>(NOISE_BYTES / sizeof<T>());
  const total = classes * cols;
  let done = 0;
  let left = 0;
  let from: usize = 0;
  for (let c = 0; c < classes; ++c) {
    for (let j = 0; j < cols; ++j, from += sizeof<T>(), --left) {
      if (!left) {
        left = min(most, total - done);
        drawn<T>(left, done, sigma, t, region, key0, key1, scratch);
        done += left;
        from = scratch + <usize>drawScratchBytes();
      }
      const to = at<T>(0, classes, j) + <usize>c * PANEL;
      const shake = load<T>(from);
      store<T>(w + to, load<T>(w + to) + push * shake);
      if (v) store<T>(v + to, load<T>(v + to) + shake);
    }
  }
}

/** Bytes of scratch that noise needs. */
export function netNoiseBytes(): i32 {
  return drawScratchBytes() + <i32>NOISE_BYTES;
}
