/**
 * The loops around the register tile. A block of B (KC × NC) is packed once; then, for each four rows, a sliver of A
 * (4 × KC, stays in the first-level cache) is packed and swept over all panels, so that C is walked along its rows.
 */
import { KC, MR, NC_BYTES, NR_BYTES, nr } from '../config';
import { bandEdgeOf, bandOf } from './micro';
import { packPanelsOf, packSliverOf } from './pack';

/** Bytes of scratch: an edge tile, a sliver of A, a block of B. */
export const MACRO_SCRATCH: i32 = 128 + KC * MR * 8 + KC * (NC_BYTES + NR_BYTES);

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
  const packed = sliver + KC * MR * 8;
  const rowC = <usize>ldc * sizeof<T>();
  const nc = NC_BYTES / sizeof<T>();
  const acrossA = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
  const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
  const acrossB = (transB ? <usize>ldb : <usize>1) * sizeof<T>();
  const stepB = (transB ? <usize>1 : <usize>ldb) * sizeof<T>();
  // A result written once needs no edges: the last tiles overlap their neighbours and write the same values again.
  const overlap = beta == <T>0 && k <= KC && !upper && m >= MR && n >= nr<T>();
  for (let j = 0; j < n; j += nc) {
    const cols = min(nc, n - j);
    const whole = cols & ~(nr<T>() - 1);
    const rest = cols - whole;
    // First column of the last panel, relative to j; may be negative.
    const last = overlap ? cols - nr<T>() : whole;
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      const panel = <usize>depth * NR_BYTES;
      const keep: T = p == 0 ? beta : <T>1;
      const from = b + <usize>p * stepB;
      const edge = packed + <usize>(whole * depth) * sizeof<T>();
      packPanelsOf<T>(transB, depth, whole, from + <usize>j * acrossB, ldb, packed);
      if (rest) packPanelsOf<T>(transB, depth, overlap ? nr<T>() : rest, from + <usize>(j + last) * acrossB, ldb, edge);
      const end = upper ? min(m, j + cols) : m;
      for (let i = 0; i < end; i += MR) {
        const row = overlap ? min(i, m - MR) : i;
        const rows = min(MR, m - row);
        const to = c + <usize>row * rowC + <usize>j * sizeof<T>();
        packSliverOf<T>(transA, rows, depth, a + <usize>row * acrossA + <usize>p * stepA, lda, sliver);
        const skip = upper ? max(0, (i - j) & ~(nr<T>() - 1)) : 0;
        const first = packed + <usize>(skip * depth) * sizeof<T>();
        const at = to + <usize>skip * sizeof<T>();
        if (rows < MR) {
          bandEdgeOf<T>(rows, cols - skip, depth, alpha, sliver, first, panel, keep, at, rowC, tile);
        } else {
          const panels = (whole - skip) / nr<T>();
          if (panels > 0) {
            bandOf<T>(panels, depth, alpha, sliver, MR * sizeof<T>(), first, NR_BYTES, panel, keep, at, rowC);
          }
          if (rest) {
            const edgeC = to + <usize>last * sizeof<T>();
            if (overlap) bandOf<T>(1, depth, alpha, sliver, MR * sizeof<T>(), edge, NR_BYTES, 0, keep, edgeC, rowC);
            else bandEdgeOf<T>(MR, rest, depth, alpha, sliver, edge, 0, keep, edgeC, rowC, tile);
          }
        }
      }
    }
  }
}
