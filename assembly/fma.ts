/**
 * The one place where multiply-then-add (portable build) or a fused multiply-add (relaxed build) is chosen.
 * The condition is a compile-time constant, so no branch is left in either build.
 */

/** c + a·b on the lanes of T (f32 or f64). */
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/** c + a·b on four float32 lanes. */
@inline
export function madd32(a: v128, b: v128, c: v128): v128 {
  return madd<f32>(a, b, c);
}

/** c + a·b on two float64 lanes. */
@inline
export function madd64(a: v128, b: v128, c: v128): v128 {
  return madd<f64>(a, b, c);
}
