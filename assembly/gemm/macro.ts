/**
 * The loops around the register tile. A block of B (KC × NC) is packed once; then, for each four rows, a sliver of A
 * (4 × KC, stays in the first-level cache) is packed and swept over all panels, so that C is walked along its rows.
 */
import { KC, MR, NC_BYTES, NR_BYTES, nr } from '../config';
import { bandAny } from './micro';
import { packPanelsOf, packSliverOf } from './pack';

/** Bytes of scratch: an edge tile, a sliver of A, a block of B. */
export const MACRO_SCRATCH: i32 = 128 + KC * MR * 8 + KC * NC_BYTES;

/**
 * C (m×n) = alpha·op(A)·op(B) + beta·C, sizes at least 1. With `upper` only tiles that reach the diagonal or lie above
 * it. `scratch`: MACRO_SCRATCH bytes.
 */
@inline
export function macro<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, upper: i32, scratch: usize,
): void {
  const tile = scratch;
  const sliver = tile + 128;
  const panels = sliver + KC * MR * 8;
  const rowC = <usize>ldc * sizeof<T>();
  const nc = NC_BYTES / sizeof<T>();
  const acrossA = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
  const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
  const acrossB = (transB ? <usize>ldb : <usize>1) * sizeof<T>();
  const stepB = (transB ? <usize>1 : <usize>ldb) * sizeof<T>();
  for (let j = 0; j < n; j += nc) {
    const cols = min(nc, n - j);
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      const panel = <usize>depth * NR_BYTES;
      const keep: T = p == 0 ? beta : <T>1;
      packPanelsOf<T>(transB, depth, cols, b + <usize>j * acrossB + <usize>p * stepB, ldb, panels);
      const end = upper ? min(m, j + cols) : m;
      for (let i = 0; i < end; i += MR) {
        const rows = min(MR, m - i);
        const from = a + <usize>i * acrossA + <usize>p * stepA;
        const skip = upper ? max(0, (i - j) & ~(nr<T>() - 1)) : 0;
        const first = panels + <usize>(skip * depth) * sizeof<T>();
        const at = c + <usize>i * rowC + <usize>(j + skip) * sizeof<T>();
        packSliverOf<T>(transA, rows, depth, from, lda, sliver);
        bandAny<T>(
          rows, cols - skip, depth, alpha, sliver, MR * sizeof<T>(), first, NR_BYTES, panel, keep, at, rowC, tile,
        );
      }
    }
  }
}
