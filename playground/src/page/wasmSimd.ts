/** A module of one function with one SIMD instruction: (func (result v128) (i32x4.splat (i32.const 0))). */
const bytes = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  8,
  1,
  6,
  0,
  65,
  0,
  253,
  17,
  11,
);

/** Whether this browser runs WebAssembly with SIMD, which every simulation needs. */
export function hasWasmSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytes);
}
