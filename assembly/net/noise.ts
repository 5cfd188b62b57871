/** Langevin noise: independent normals added to weights and velocities; entry number k in row order takes draw k. */
import { NOISE_BYTES } from '../config';
import { axpyF32, axpyF64 } from '../level1';
import { drawScratchBytes, normalF32, normalF64 } from '../random/normal';
import { at, PANEL } from './panels';

/** Draws first … first + n − 1 of this step's noise, times sigma. `first` is a multiple of the draws in scratch. */
@inline
function drawn<T>(n: i32, first: i32, sigma: f64, t: u32, region: u32, key0: u32, key1: u32, scratch: usize): void {
  // A block of Philox is 16 bytes of draws.
  const block = (<u64>first * sizeof<T>()) >> 4;
  const out = scratch + <usize>drawScratchBytes();
  if (sizeof<T>() == 4) {
    normalF32(n, out, <f32>sigma, 0, <u32>block, <u32>(block >> 32), t, region, key0, key1, scratch);
  } else normalF64(n, out, sigma, 0, <u32>block, <u32>(block >> 32), t, region, key0, key1, scratch);
}

/**
 * v (0: none) += σ ξ and w += push·σ ξ for a matrix with `rowBytes` bytes from row to row, or, with rowBytes = 0, a field
 * of `classes` rows.
 */
@inline
export function shaken<T>(
  rows: i32, cols: i32, rowBytes: usize, classes: i32, w: usize, v: usize, push: T, sigma: f64,
  t: u32, region: u32, key0: u32, key1: u32, scratch: usize,
): void {
  const most = <i32>(NOISE_BYTES / sizeof<T>());
  const total = rows * cols;
  let done = 0;
  let left = 0;
  let from: usize = 0;
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < cols; ) {
      if (!left) {
        left = min(most, total - done);
        drawn<T>(left, done, sigma, t, region, key0, key1, scratch);
        done += left;
        from = scratch + <usize>drawScratchBytes();
      }
      // What is adjacent in memory: the rest of a row, or one neuron of a field of several classes.
      const n = rowBytes || classes == 1 ? min(cols - j, left) : 1;
      const to = rowBytes ? <usize>i * rowBytes + <usize>j * sizeof<T>() : at<T>(0, classes, j) + <usize>i * PANEL;
      add<T>(n, push, from, w + to);
      if (v) add<T>(n, 1, from, v + to);
      from += <usize>n * sizeof<T>();
      left -= n;
      j += n;
    }
  }
}

/** y += alpha·x; a call, not inlined. */
@inline
function add<T>(n: i32, alpha: T, x: usize, y: usize): void {
  if (sizeof<T>() == 4) axpyF32(n, <f32>alpha, x, y);
  else axpyF64(n, <f64>alpha, x, y);
}

/** Bytes of scratch that noise needs. */
export function netNoiseBytes(): i32 {
  return drawScratchBytes() + <i32>NOISE_BYTES;
}
