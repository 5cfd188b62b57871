/** Vector operations on adjacent elements. The generic functions inline into other kernels. */
import { madd } from './fma';

/** Sum of the lanes. */
@inline
export function horizontalSum<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    const half = f32x4.add(v, v128.shuffle<f64>(v, v, 1, 0));
    return <T>(f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1));
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}

/** Σ xᵢyᵢ over n elements. */
@inline
export function dot<T>(n: i32, x: usize, y: usize): T {
  const lanes = 16 / sizeof<T>();
  let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
  let i = n;
  for (; i >= 4 * lanes; i -= 4 * lanes) {
    s0 = madd<T>(v128.load(x), v128.load(y), s0);
    s1 = madd<T>(v128.load(x, 16), v128.load(y, 16), s1);
    s2 = madd<T>(v128.load(x, 32), v128.load(y, 32), s2);
    s3 = madd<T>(v128.load(x, 48), v128.load(y, 48), s3);
    x += 64;
    y += 64;
  }
  for (; i >= lanes; i -= lanes) {
    s0 = madd<T>(v128.load(x), v128.load(y), s0);
    x += 16;
    y += 16;
  }
  let sum = horizontalSum<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  for (; i > 0; --i) {
    sum += load<T>(x) * load<T>(y);
    x += sizeof<T>();
    y += sizeof<T>();
  }
  return sum;
}

/** y += alpha·x on n elements. */
@inline
export function axpy<T>(n: i32, alpha: T, x: usize, y: usize): void {
  const lanes = 16 / sizeof<T>();
  const scale = v128.splat<T>(alpha);
  let i = n;
  for (; i >= 2 * lanes; i -= 2 * lanes) {
    v128.store(y, madd<T>(scale, v128.load(x), v128.load(y)));
    v128.store(y, madd<T>(scale, v128.load(x, 16), v128.load(y, 16)), 16);
    x += 32;
    y += 32;
  }
  for (; i > 0; --i) {
    store<T>(y, load<T>(y) + alpha * load<T>(x));
    x += sizeof<T>();
    y += sizeof<T>();
  }
}

/** x *= alpha on n elements. */
@inline
export function scal<T>(n: i32, alpha: T, x: usize): void {
  const lanes = 16 / sizeof<T>();
  const scale = v128.splat<T>(alpha);
  let i = n;
  for (; i >= 2 * lanes; i -= 2 * lanes) {
    v128.store(x, v128.mul<T>(scale, v128.load(x)));
    v128.store(x, v128.mul<T>(scale, v128.load(x, 16)), 16);
    x += 32;
  }
  for (; i > 0; --i) {
    store<T>(x, alpha * load<T>(x));
    x += sizeof<T>();
  }
}

/** Zeros in n elements, whatever they held. */
@inline
export function zero<T>(n: i32, x: usize): void {
  memory.fill(x, 0, <usize>n * sizeof<T>());
}

/** √Σxᵢ² without overflow or underflow of the squares. */
@inline
export function nrm2<T>(n: i32, x: usize): T {
  const plain = dot<T>(n, x, x);
  const least: T = sizeof<T>() == 4 ? <T>(<f32>1e-30) : <T>1e-290;
  const most: T = sizeof<T>() == 4 ? <T>f32.MAX_VALUE : <T>f64.MAX_VALUE;
  if (plain >= least && plain <= most) return sqrt<T>(plain);
  let largest: T = <T>0;
  let at = x;
  for (let i = n; i > 0; --i) {
    const value = abs<T>(load<T>(at));
    if (!(value <= largest)) largest = value;
    at += sizeof<T>();
  }
  if (largest == <T>0 || !(largest <= most)) return largest;
  let sum: T = <T>0;
  for (let i = n; i > 0; --i) {
    const value = load<T>(x) / largest;
    sum += value * value;
    x += sizeof<T>();
  }
  return largest * sqrt<T>(sum);
}

export function dotF32(n: i32, x: usize, y: usize): f32 {
  return dot<f32>(n, x, y);
}

export function dotF64(n: i32, x: usize, y: usize): f64 {
  return dot<f64>(n, x, y);
}

export function axpyF32(n: i32, alpha: f32, x: usize, y: usize): void {
  axpy<f32>(n, alpha, x, y);
}

export function axpyF64(n: i32, alpha: f64, x: usize, y: usize): void {
  axpy<f64>(n, alpha, x, y);
}

export function scalF32(n: i32, alpha: f32, x: usize): void {
  scal<f32>(n, alpha, x);
}

export function scalF64(n: i32, alpha: f64, x: usize): void {
  scal<f64>(n, alpha, x);
}

export function nrm2F32(n: i32, x: usize): f32 {
  return nrm2<f32>(n, x);
}

export function nrm2F64(n: i32, x: usize): f64 {
  return nrm2<f64>(n, x);
}
