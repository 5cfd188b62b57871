/** A module that is valid only where relaxed SIMD is: one function with f32x4.relaxed_madd. */
const relaxedProbe = Uint8Array.of(
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
  19,
  1,
  17,
  0,
  65,
  0,
  253,
  17,
  65,
  0,
  253,
  17,
  65,
  0,
  253,
  17,
  253,
  133,
  2,
  11,
);

let relaxed: boolean | undefined;

/** Whether this engine runs the relaxed build. */
export function hasRelaxedSimd(): boolean {
  relaxed ??= WebAssembly.validate(relaxedProbe);
  return relaxed;
}
