/**
 * The one place where multiply-then-add (portable build) or a fused multiply-add (relaxed build) is chosen.
 * The condition is a compile-time constant, so no branch is left in either build.
 */

/** c + a·b on four float32 lanes. */
@inline
export function madd32(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** c + a·b on two float64 lanes. */
@inline
export function madd64(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(c, f64x2.mul(a, b));
}
