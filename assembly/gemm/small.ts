/** Products whose operands fit the caches: A is read where it is, B too unless it is transposed. */
import { MR, NR_BYTES, SMALL, nr } from '../config';
import { bandInPlaceF32, bandInPlaceF64 } from './micro';
import { packPanelsF32, packPanelsF64 } from './pack';

/** Bytes for the edge tile and for all of B in panels. */
export const SMALL_SCRATCH: i32 = 128 + SMALL * (SMALL * 8 + NR_BYTES);

@inline
function bandInPlaceOf<T>(
  rows: i32, cols: i32, k: i32, alpha: T, r0: usize, r1: usize, r2: usize, r3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize, tile: usize,
): void {
  if (sizeof<T>() == 4) {
    bandInPlaceF32(
      rows, cols, k, <f32>alpha, r0, r1, r2, r3, stepA, b, stepB, panelB, <f32>beta, c, rowC, tile,
    );
  } else {
    bandInPlaceF64(
      rows, cols, k, <f64>alpha, r0, r1, r2, r3, stepA, b, stepB, panelB, <f64>beta, c, rowC, tile,
    );
  }
}

@inline
export function packPanelsOf<T>(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  if (sizeof<T>() == 4) packPanelsF32(trans, k, cols, b, ldb, to);
  else packPanelsF64(trans, k, cols, b, ldb, to);
}

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
  const packed = scratch + 128;
  const rowC = <usize>ldc * sizeof<T>();
  const across = (transA ? <usize>1 : <usize>lda) * sizeof<T>();
  const stepA = (transA ? <usize>lda : <usize>1) * sizeof<T>();
  let main = n;
  let stepB: usize = NR_BYTES;
  let panelB: usize = <usize>k * NR_BYTES;
  let base = packed;
  if (transB) packPanelsOf<T>(1, k, n, b, ldb, packed);
  else {
    main = n & ~(nr<T>() - 1);
    stepB = <usize>ldb * sizeof<T>();
    panelB = NR_BYTES;
    base = b;
    if (main < n) packPanelsOf<T>(0, k, n - main, b + <usize>main * sizeof<T>(), ldb, packed);
  }
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    const last = a + <usize>(rows - 1) * across;
    const r1 = rows > 1 ? a + across : last;
    const r2 = rows > 2 ? r1 + across : last;
    const skip = upper ? min(i & ~(nr<T>() - 1), main) : 0;
    const offset = <usize>(skip / nr<T>()) * panelB;
    const at = c + <usize>skip * sizeof<T>();
    bandInPlaceOf<T>(
      rows, main - skip, k, alpha, a, r1, r2, last, stepA, base + offset, stepB, panelB, beta, at, rowC, tile,
    );
    if (main < n) {
      const edge = c + <usize>main * sizeof<T>();
      bandInPlaceOf<T>(rows, n - main, k, alpha, a, r1, r2, last, stepA, packed, NR_BYTES, 0, beta, edge, rowC, tile);
    }
    a += across * MR;
    c += rowC * MR;
  }
}
