/** Packing: panels of op(B), two vectors wide, and slivers of op(A), MR values per inner step. */
import { MR, NR_BYTES, nr } from '../config';

/** The four rows of a 4×4 float32 block (2×2 float64: two of them) at p, stored transposed at `to`, `step` bytes apart. */
@inline
function transposeBlock<T>(p0: usize, p1: usize, p2: usize, p3: usize, to: usize, step: usize): void {
  const r0 = v128.load(p0);
  const r1 = v128.load(p1);
  const r2 = v128.load(p2);
  const r3 = v128.load(p3);
  if (sizeof<T>() == 4) {
    const lo01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const hi01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const lo23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const hi23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(lo01, lo23, 0, 2));
    v128.store(to + step, v128.shuffle<f64>(lo01, lo23, 1, 3));
    v128.store(to + step * 2, v128.shuffle<f64>(hi01, hi23, 0, 2));
    v128.store(to + step * 3, v128.shuffle<f64>(hi01, hi23, 1, 3));
  } else {
    v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(to, v128.shuffle<f64>(r2, r3, 0, 2), 16);
    v128.store(to + step, v128.shuffle<f64>(r0, r1, 1, 3));
    v128.store(to + step, v128.shuffle<f64>(r2, r3, 1, 3), 16);
  }
}

/** Four rows at p0…p3 of `count` adjacent values → `count` groups of four values at `to`, `step` bytes apart. */
@inline
export function interleave4<T>(count: i32, p0: usize, p1: usize, p2: usize, p3: usize, to: usize, step: usize): void {
  const lanes = 16 / sizeof<T>();
  let i = count;
  for (; i >= lanes; i -= lanes) {
    transposeBlock<T>(p0, p1, p2, p3, to, step);
    p0 += 16;
    p1 += 16;
    p2 += 16;
    p3 += 16;
    to += step * lanes;
  }
  for (; i > 0; --i) {
    store<T>(to, load<T>(p0));
    store<T>(to, load<T>(p1), sizeof<T>());
    store<T>(to, load<T>(p2), sizeof<T>() * 2);
    store<T>(to, load<T>(p3), sizeof<T>() * 3);
    p0 += sizeof<T>();
    p1 += sizeof<T>();
    p2 += sizeof<T>();
    p3 += sizeof<T>();
    to += step;
  }
}

/**
 * Rows a … a + rows − 1 (rows ≤ 4) of op(A), `k` inner steps → MR values per step at `to`.
 * Missing rows repeat the last one; their results are never stored.
 */
@inline
export function packSliver<T>(trans: i32, rows: i32, k: i32, a: usize, lda: i32, to: usize): void {
  const row = <usize>lda * sizeof<T>();
  if (!trans) {
    const last = a + <usize>(rows - 1) * row;
    const p1 = rows > 1 ? a + row : last;
    const p2 = rows > 2 ? a + row * 2 : last;
    interleave4<T>(k, a, p1, p2, last, to, MR * sizeof<T>());
  } else if (rows == MR) {
    for (let p = 0; p < k; ++p) {
      v128.store(to, v128.load(a));
      if (sizeof<T>() == 8) v128.store(to, v128.load(a, 16), 16);
      a += row;
      to += MR * sizeof<T>();
    }
  } else {
    const o1 = rows > 1 ? <usize>sizeof<T>() : 0;
    const o2 = <usize>(rows - 1) * sizeof<T>();
    for (let p = 0; p < k; ++p) {
      store<T>(to, load<T>(a));
      store<T>(to, load<T>(a + o1), sizeof<T>());
      store<T>(to, load<T>(a + o2), sizeof<T>() * 2);
      store<T>(to, load<T>(a + o2), sizeof<T>() * 3);
      a += row;
      to += MR * sizeof<T>();
    }
  }
}

/** One panel: `cols` ≤ nr columns of op(B) from row-major storage, `k` steps, missing columns zero. */
@inline
function packEdgePanel<T>(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  const down = (trans ? <usize>1 : <usize>ldb) * sizeof<T>();
  const across = (trans ? <usize>ldb : <usize>1) * sizeof<T>();
  for (let p = 0; p < k; ++p) {
    v128.store(to, i64x2.splat(0));
    v128.store(to, i64x2.splat(0), 16);
    let from = b;
    let at = to;
    for (let j = 0; j < cols; ++j) {
      store<T>(at, load<T>(from));
      from += across;
      at += sizeof<T>();
    }
    b += down;
    to += NR_BYTES;
  }
}

/**
 * `k` inner steps of `cols` columns of op(B) → panels of two vectors per step, each `k`·NR_BYTES long.
 * Rows are read in order, four at a time, so that whole cache lines are written.
 */
@inline
export function packPanels<T>(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  const panel = <usize>k * NR_BYTES;
  const row = <usize>ldb * sizeof<T>();
  const full = cols / nr<T>();
  if (trans) {
    let from = b;
    let at = to;
    for (let j = 0; j < full; ++j) {
      interleave4<T>(k, from, from + row, from + row * 2, from + row * 3, at, NR_BYTES);
      if (sizeof<T>() == 4) {
        const second = from + row * 4;
        interleave4<T>(k, second, second + row, second + row * 2, second + row * 3, at + 16, NR_BYTES);
      }
      from += row * nr<T>();
      at += panel;
    }
  } else {
    let from = b;
    let p = 0;
    for (; p + 4 <= k; p += 4) {
      let f0 = from;
      let at = to + <usize>p * NR_BYTES;
      for (let j = 0; j < full; ++j) {
        const f2 = f0 + row * 2;
        v128.store(at, v128.load(f0));
        v128.store(at, v128.load(f0, 16), 16);
        v128.store(at, v128.load(f0 + row), 32);
        v128.store(at, v128.load(f0 + row, 16), 48);
        v128.store(at, v128.load(f2), 64);
        v128.store(at, v128.load(f2, 16), 80);
        v128.store(at, v128.load(f2 + row), 96);
        v128.store(at, v128.load(f2 + row, 16), 112);
        f0 += NR_BYTES;
        at += panel;
      }
      from += row * 4;
    }
    for (; p < k; ++p) {
      let f0 = from;
      let at = to + <usize>p * NR_BYTES;
      for (let j = 0; j < full; ++j) {
        v128.store(at, v128.load(f0));
        v128.store(at, v128.load(f0, 16), 16);
        f0 += NR_BYTES;
        at += panel;
      }
      from += row;
    }
  }
  const rest = cols - full * nr<T>();
  if (rest > 0) {
    const skip = <usize>full * (trans ? row * nr<T>() : NR_BYTES);
    packEdgePanel<T>(trans, k, rest, b + skip, ldb, to + <usize>full * panel);
  }
}

export function packSliverF32(trans: i32, rows: i32, k: i32, a: usize, lda: i32, to: usize): void {
  packSliver<f32>(trans, rows, k, a, lda, to);
}

export function packSliverF64(trans: i32, rows: i32, k: i32, a: usize, lda: i32, to: usize): void {
  packSliver<f64>(trans, rows, k, a, lda, to);
}

export function packPanelsF32(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  packPanels<f32>(trans, k, cols, b, ldb, to);
}

export function packPanelsF64(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  packPanels<f64>(trans, k, cols, b, ldb, to);
}

/** The generic forms choose by dtype at compile time. */
@inline
export function packSliverOf<T>(trans: i32, rows: i32, k: i32, a: usize, lda: i32, to: usize): void {
  if (sizeof<T>() == 4) packSliverF32(trans, rows, k, a, lda, to);
  else packSliverF64(trans, rows, k, a, lda, to);
}

@inline
export function packPanelsOf<T>(trans: i32, k: i32, cols: i32, b: usize, ldb: i32, to: usize): void {
  if (sizeof<T>() == 4) packPanelsF32(trans, k, cols, b, ldb, to);
  else packPanelsF64(trans, k, cols, b, ldb, to);
}
