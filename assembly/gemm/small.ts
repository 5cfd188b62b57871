/** Products whose operands fit the first-level cache: A is read where it is, B too unless it is transposed. */
import { MR, NR_BYTES, SMALL, SINGLE, nr } from '../config';
import { singleRowsOf, thinOf } from './edge';
import { fewColumnsOf } from './fewColumns';
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
  const lanes = 16 / sizeof<T>();
  // The columns beside whole panels: one vector, or two where one is not enough.
  const lastWidth = oddCols > lanes ? nr<T>() : lanes;
  const lastColumn = <usize>(n - lastWidth) * sizeof<T>();
  const lastC = c + <usize>(m - MR) * rowC;
  const wholeB = b;
  let stepB = <usize>ldb * sizeof<T>();
  let panelB: usize = NR_BYTES;
  let lastB = b + lastColumn;
  if (transB) {
    panelB = <usize>k * NR_BYTES;
    lastB = scratch + <usize>panels * panelB;
    packPanelsOf<T>(1, k, panels * nr<T>(), b, ldb, scratch);
    if (oddCols > 1) packPanelsOf<T>(1, k, lastWidth, b + <usize>(n - lastWidth) * stepB, ldb, lastB);
    stepB = NR_BYTES;
    b = scratch;
  }
  const across = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
  const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
  const lastA = a + <usize>(m - MR) * across;
  if (transA) {
    // Four rows of Aᵀ are adjacent as in a packed sliver.
    let from = a, to = c;
    for (let i = bands; i > 0; --i) {
      bandOf<T>(panels, k, alpha, from, stepA, b, stepB, panelB, beta, to, rowC);
      from += MR * sizeof<T>();
      to += rowC * MR;
    }
    if (oddRows > SINGLE) bandOf<T>(panels, k, alpha, lastA, stepA, b, stepB, panelB, beta, lastC, rowC);
  } else {
    gridOf<T>(bands, panels, k, alpha, a, across, b, stepB, panelB, beta, c, rowC);
    if (oddRows > SINGLE) gridOf<T>(1, panels, k, alpha, lastA, across, b, stepB, panelB, beta, lastC, rowC);
  }
  if (oddRows && oddRows <= SINGLE) {
    const done = <usize>(bands * MR);
    singleRowsOf<T>(oddRows, panels, k, alpha, a + done * across, across, stepA, b, stepB, panelB, c + done * rowC, rowC);
  }
  if (oddCols > lanes) {
    if (transA) {
      for (let i = 0; i < m; i += MR) {
        const row = <usize>min(i, m - MR);
        bandOf<T>(1, k, alpha, a + row * across, stepA, lastB, stepB, 0, beta, c + row * rowC + lastColumn, rowC);
      }
    } else {
      gridOf<T>(bands, 1, k, alpha, a, across, lastB, stepB, 0, beta, c + lastColumn, rowC);
      if (oddRows) gridOf<T>(1, 1, k, alpha, lastA, across, lastB, stepB, 0, beta, lastC + lastColumn, rowC);
    }
  } else if (oddCols == 1) {
    const skip = <usize>(n - 1) * sizeof<T>();
    const fromB = wholeB + skip * (transB ? <usize>ldb : 1);
    fewColumnsOf<T>(transA, transB, m, 1, k, alpha, a, lda, fromB, ldb, 0, c + skip, ldc, scratch);
  } else if (oddCols) {
    thinOf<T>(bands, k, alpha, a, across, stepA, lastB, stepB, c + lastColumn, rowC);
    if (oddRows) thinOf<T>(1, k, alpha, lastA, across, stepA, lastB, stepB, lastC + lastColumn, rowC);
  }
}
