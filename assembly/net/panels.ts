/**
 * Layout and lane helpers of the net kernels, one source for float32 and float64.
 *
 * A field (C classes × n neurons) is stored in panels of 32 bytes (two vectors): panel p holds neurons p·P … p·P + P − 1
 * (P = 8 float32 or 4 float64) of class 0, then of class 1, … . Sizes along neurons are padded with zeros to whole panels,
 * so the kernels have no edges; zeros stay zeros under every kernel. With one class a field is a plain row.
 */

/** Bytes of one panel of one class. */
export const PANEL: usize = 32;

/** Neurons in one panel. */
@inline
function panel<T>(): i32 {
  return <i32>(PANEL / sizeof<T>());
}

/** Bytes of a field of `classes` × `size` (whole panels). */
@inline
export function fieldBytes<T>(classes: i32, size: i32): usize {
  return <usize>classes * <usize>size * sizeof<T>();
}

/** Address of neuron i of class 0. Class c follows c·PANEL bytes later. */
@inline
export function at<T>(field: usize, classes: i32, i: i32): usize {
  const p = panel<T>();
  return field + <usize>(i / p) * <usize>classes * PANEL + <usize>(i % p) * sizeof<T>();
}

/** Sums of the lanes of four float32 vectors, as one vector. */
@inline
export function sums32(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 2, 6), v128.shuffle<f32>(a, b, 1, 5, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 2, 6), v128.shuffle<f32>(c, d, 1, 5, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Sums of the lanes of two float64 vectors, as one vector. */
@inline
export function sums64(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}
