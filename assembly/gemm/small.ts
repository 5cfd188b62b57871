/** Products whose operands fit the caches: B is read where it is unless it is transposed, A too where that is faster. */
import { MR, NR_BYTES, PACK_A, SMALL, nr } from '../config';
import { bandAny, bandEdgeOf, bandRowsOf } from './micro';
import { packPanelsOf, packSliverOf } from './pack';

/** Bytes for the edge tile, a sliver of A and all of B in panels. */
export const SMALL_SCRATCH: i32 = 128 + SMALL * MR * 8 + SMALL * (SMALL * 8 + NR_BYTES);

/**
 * C (m×n) = alpha·op(A)·op(B) + beta·C, all sizes between 1 and SMALL. With `upper` only tiles that reach the diagonal
 * or lie above it. `scratch`: SMALL_SCRATCH bytes.
 */
@inline
export function small<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, upper: i32, scratch: usize,
): void {
  const tile = scratch;
  const sliver = tile + 128;
  const packed = sliver + SMALL * MR * 8;
  const rowC = <usize>ldc * sizeof<T>();
  const across = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
  // Columns of whole panels used in place; what is left of B, or all of it when transposed, is packed.
  const main = transB ? 0 : n & ~(nr<T>() - 1);
  const stepB = <usize>ldb * sizeof<T>();
  const edgeB = <usize>k * NR_BYTES;
  if (main < n) packPanelsOf<T>(transB, k, n - main, b + <usize>main * sizeof<T>(), ldb, packed);
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    const skip = upper ? i & ~(nr<T>() - 1) : 0;
    const inPlace = max(0, main - skip);
    if (rows == MR && !transA && n < PACK_A) {
      const step: usize = sizeof<T>();
      if (inPlace > 0) {
        const from = b + <usize>skip * sizeof<T>();
        const to = c + <usize>skip * sizeof<T>();
        bandRowsOf<T>(inPlace / nr<T>(), k, alpha, a, across, step, from, stepB, NR_BYTES, beta, to, rowC);
      }
      const first = max(main, skip);
      const panels = (n - first) / nr<T>();
      const from = packed + <usize>(first - main) * <usize>k * sizeof<T>();
      const to = c + <usize>first * sizeof<T>();
      if (panels > 0) bandRowsOf<T>(panels, k, alpha, a, across, step, from, NR_BYTES, edgeB, beta, to, rowC);
      const rest = n - first - panels * nr<T>();
      if (rest > 0) {
        packSliverOf<T>(0, MR, k, a, lda, sliver);
        const last = from + <usize>panels * edgeB;
        const end = to + <usize>panels * NR_BYTES;
        bandEdgeOf<T>(MR, rest, k, alpha, sliver, MR * sizeof<T>(), last, NR_BYTES, 0, beta, end, rowC, tile);
      }
    } else {
      let from = a;
      let stepA = <usize>lda * sizeof<T>();
      if (!transA || rows < MR) {
        packSliverOf<T>(transA, rows, k, a, lda, sliver);
        from = sliver;
        stepA = MR * sizeof<T>();
      }
      if (inPlace > 0) {
        const to = c + <usize>skip * sizeof<T>();
        const first = b + <usize>skip * sizeof<T>();
        bandAny<T>(rows, inPlace, k, alpha, from, stepA, first, stepB, NR_BYTES, beta, to, rowC, tile);
      }
      const first = max(main, skip);
      if (first < n) {
        const to = c + <usize>first * sizeof<T>();
        const panel = packed + <usize>(first - main) * <usize>k * sizeof<T>();
        bandAny<T>(rows, n - first, k, alpha, from, stepA, panel, NR_BYTES, edgeB, beta, to, rowC, tile);
      }
    }
    a += across * MR;
    c += rowC * MR;
  }
}
