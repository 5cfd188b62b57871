/**
 * Calls the product kernel of the library many times from inside WebAssembly, so that the way in from JavaScript is
 * not measured. Compiled by bench/peak.ts; not part of the library.
 */
@external('kernels', 'gemmF32')
declare function gemmF32(
  transA: i32, transB: i32, m: i32, n: i32, k: i32,
  alpha: f32, a: usize, lda: i32, b: usize, ldb: i32, beta: f32, c: usize, ldc: i32, scratch: usize,
): void;

/** c = op(a)·op(b) of n×n matrices, `count` times. */
export function repeatF32(
  count: i32, transA: i32, transB: i32, n: i32, a: usize, b: usize, c: usize, scratch: usize,
): void {
  for (; count > 0; --count) gemmF32(transA, transB, n, n, n, 1, a, n, b, n, 0, c, n, scratch);
}
