/**
 * What this engine can do at most: multiply-adds on registers, nothing loaded or stored. Twelve independent chains cover
 * the latency of a multiplication and an addition on two units each. Compiled by bench/peak.ts; not part of the library.
 */
export const CHAINS: i32 = 12;

/**
 * The chains acc = acc·x + x tend to 1 at factor 0.5, which is an argument because V8 13.6 makes a constant anew at every
 * use. Returns their sum, so that nothing is optimized away.
 */
export function peakF32(steps: i32, factor: f32): f32 {
  const x = f32x4.splat(factor);
  let a = f32x4.splat(0.0625), b = f32x4.splat(0.125), c = f32x4.splat(0.1875), d = f32x4.splat(0.25);
  let e = f32x4.splat(0.3125), f = f32x4.splat(0.375), g = f32x4.splat(0.4375), h = f32x4.splat(0.5);
  let i = f32x4.splat(0.5625), j = f32x4.splat(0.625), k = f32x4.splat(0.6875), l = f32x4.splat(0.75);
  do {
    if (ASC_FEATURE_RELAXED_SIMD) {
      a = f32x4.relaxed_madd(a, x, x);
      b = f32x4.relaxed_madd(b, x, x);
      c = f32x4.relaxed_madd(c, x, x);
      d = f32x4.relaxed_madd(d, x, x);
      e = f32x4.relaxed_madd(e, x, x);
      f = f32x4.relaxed_madd(f, x, x);
      g = f32x4.relaxed_madd(g, x, x);
      h = f32x4.relaxed_madd(h, x, x);
      i = f32x4.relaxed_madd(i, x, x);
      j = f32x4.relaxed_madd(j, x, x);
      k = f32x4.relaxed_madd(k, x, x);
      l = f32x4.relaxed_madd(l, x, x);
    } else {
      a = f32x4.add(f32x4.mul(a, x), x);
      b = f32x4.add(f32x4.mul(b, x), x);
      c = f32x4.add(f32x4.mul(c, x), x);
      d = f32x4.add(f32x4.mul(d, x), x);
      e = f32x4.add(f32x4.mul(e, x), x);
      f = f32x4.add(f32x4.mul(f, x), x);
      g = f32x4.add(f32x4.mul(g, x), x);
      h = f32x4.add(f32x4.mul(h, x), x);
      i = f32x4.add(f32x4.mul(i, x), x);
      j = f32x4.add(f32x4.mul(j, x), x);
      k = f32x4.add(f32x4.mul(k, x), x);
      l = f32x4.add(f32x4.mul(l, x), x);
    }
  } while (--steps);
  const left = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  const right = f32x4.add(f32x4.add(f32x4.add(g, h), f32x4.add(i, j)), f32x4.add(k, l));
  return f32x4.extract_lane(f32x4.add(left, right), 0);
}

/** The same in float64. */
export function peakF64(steps: i32, factor: f64): f64 {
  const x = f64x2.splat(factor);
  let a = f64x2.splat(0.0625), b = f64x2.splat(0.125), c = f64x2.splat(0.1875), d = f64x2.splat(0.25);
  let e = f64x2.splat(0.3125), f = f64x2.splat(0.375), g = f64x2.splat(0.4375), h = f64x2.splat(0.5);
  let i = f64x2.splat(0.5625), j = f64x2.splat(0.625), k = f64x2.splat(0.6875), l = f64x2.splat(0.75);
  do {
    if (ASC_FEATURE_RELAXED_SIMD) {
      a = f64x2.relaxed_madd(a, x, x);
      b = f64x2.relaxed_madd(b, x, x);
      c = f64x2.relaxed_madd(c, x, x);
      d = f64x2.relaxed_madd(d, x, x);
      e = f64x2.relaxed_madd(e, x, x);
      f = f64x2.relaxed_madd(f, x, x);
      g = f64x2.relaxed_madd(g, x, x);
      h = f64x2.relaxed_madd(h, x, x);
      i = f64x2.relaxed_madd(i, x, x);
      j = f64x2.relaxed_madd(j, x, x);
      k = f64x2.relaxed_madd(k, x, x);
      l = f64x2.relaxed_madd(l, x, x);
    } else {
      a = f64x2.add(f64x2.mul(a, x), x);
      b = f64x2.add(f64x2.mul(b, x), x);
      c = f64x2.add(f64x2.mul(c, x), x);
      d = f64x2.add(f64x2.mul(d, x), x);
      e = f64x2.add(f64x2.mul(e, x), x);
      f = f64x2.add(f64x2.mul(f, x), x);
      g = f64x2.add(f64x2.mul(g, x), x);
      h = f64x2.add(f64x2.mul(h, x), x);
      i = f64x2.add(f64x2.mul(i, x), x);
      j = f64x2.add(f64x2.mul(j, x), x);
      k = f64x2.add(f64x2.mul(k, x), x);
      l = f64x2.add(f64x2.mul(l, x), x);
    }
  } while (--steps);
  const left = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(e, f));
  const right = f64x2.add(f64x2.add(f64x2.add(g, h), f64x2.add(i, j)), f64x2.add(k, l));
  return f64x2.extract_lane(f64x2.add(left, right), 0);
}
