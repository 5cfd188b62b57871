/** Products whose operands fit the first-level cache: A is read where it is, B too unless it is transposed. */
import { MR, NR_BYTES, SMALL, nr } from '../config';
import { bandOf, gridOf } from './micro';
import { packPanelsOf } from './pack';

/** Bytes for all of B in panels. */
export const SMALL_SCRATCH: i32 = SMALL * (SMALL * 8 + 2 * NR_BYTES);

/**
 * Whether `small` takes a product: the last tiles overlap their neighbours and write the same values again, which needs
 * a whole tile and, unless tiles divide C, beta = 0.
 */
@inline
export function isSmall<T>(m: i32, n: i32, k: i32, beta: T): bool {
  if (m > SMALL || n > SMALL || k > SMALL || m < MR || n < nr<T>()) return false;
  return beta == <T>0 || ((m & (MR - 1)) | (n & (nr<T>() - 1))) == 0;
}

/** C (m×n) = alpha·op(A)·op(B) + beta·C where `isSmall`. `scratch`: SMALL_SCRATCH bytes. */
@inline
export function small<T>(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, scratch: usize,
): void {
  const rowC = <usize>ldc * sizeof<T>();
  const bands = m / MR;
  const panels = n / nr<T>();
  const oddRows = m - bands * MR;
  const oddCols = n - panels * nr<T>();
  const lastColumn = <usize>(n - nr<T>()) * sizeof<T>();
  const lastC = c + <usize>(m - MR) * rowC;
  let stepB = <usize>ldb * sizeof<T>();
  let panelB: usize = NR_BYTES;
  let lastB = b + lastColumn;
  if (transB) {
    panelB = <usize>k * NR_BYTES;
    lastB = scratch + <usize>panels * panelB;
    packPanelsOf<T>(1, k, panels * nr<T>(), b, ldb, scratch);
    if (oddCols) packPanelsOf<T>(1, k, nr<T>(), b + <usize>(n - nr<T>()) * stepB, ldb, lastB);
    stepB = NR_BYTES;
    b = scratch;
  }
  if (transA) {
    // Four rows of Aᵀ are adjacent as in a packed sliver.
    const stepA = <usize>lda * sizeof<T>();
    for (let i = 0; i < m; i += MR) {
      const row = <usize>min(i, m - MR);
      const from = a + row * sizeof<T>();
      const to = c + row * rowC;
      bandOf<T>(panels, k, alpha, from, stepA, b, stepB, panelB, beta, to, rowC);
      if (oddCols) bandOf<T>(1, k, alpha, from, stepA, lastB, stepB, 0, beta, to + lastColumn, rowC);
    }
    return;
  }
  const across = <usize>lda * sizeof<T>();
  const lastA = a + <usize>(m - MR) * across;
  gridOf<T>(bands, panels, k, alpha, a, across, b, stepB, panelB, beta, c, rowC);
  if (oddRows) gridOf<T>(1, panels, k, alpha, lastA, across, b, stepB, panelB, beta, lastC, rowC);
  if (oddCols) {
    gridOf<T>(bands, 1, k, alpha, a, across, lastB, stepB, 0, beta, c + lastColumn, rowC);
    if (oddRows) gridOf<T>(1, 1, k, alpha, lastA, across, lastB, stepB, 0, beta, lastC + lastColumn, rowC);
  }
}
