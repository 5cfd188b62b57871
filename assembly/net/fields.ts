import { FIELD_ROWS } from '../config';
import { madd } from '../fma';
import { at, PANEL } from './panels';

/** o += m·x on one vector. */
@inline
function put<T>(o: usize, offset: usize, m: v128, x: v128): void {
  v128.store(o + offset, madd<T>(m, x, v128.load(o + offset)));
}

/** Two classes through `end − g` rows of two panels of W: four vectors of each class stay in registers. */
@inline
function pairWide<T>(g: usize, step: usize, end: usize, p: usize, rowBytes: usize, m: v128, o: usize, next: usize): void {
  let a0 = v128.splat<T>(<T>0), a1 = a0, a2 = a0, a3 = a0;
  let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  while (g != end) {
    const x = v128.load_splat<T>(g);
    const y = v128.load_splat<T>(g, sizeof<T>());
    let w = v128.load(p);
    a0 = madd<T>(x, w, a0);
    b0 = madd<T>(y, w, b0);
    w = v128.load(p, 16);
    a1 = madd<T>(x, w, a1);
    b1 = madd<T>(y, w, b1);
    w = v128.load(p, 32);
    a2 = madd<T>(x, w, a2);
    b2 = madd<T>(y, w, b2);
    w = v128.load(p, 48);
    a3 = madd<T>(x, w, a3);
    b3 = madd<T>(y, w, b3);
    p += rowBytes;
    g += step;
  }
  put<T>(o, 0, m, a0);
  put<T>(o, 16, m, a1);
  put<T>(next, 0, m, a2);
  put<T>(next, 16, m, a3);
  put<T>(o, 32, m, b0);
  put<T>(o, 48, m, b1);
  put<T>(next, 32, m, b2);
  put<T>(next, 48, m, b3);
}

/** Two classes, one panel. */
@inline
function pairNarrow<T>(g: usize, step: usize, end: usize, p: usize, rowBytes: usize, m: v128, o: usize): void {
  let a0 = v128.splat<T>(<T>0), a1 = a0, b0 = a0, b1 = a0;
  while (g != end) {
    const x = v128.load_splat<T>(g);
    const y = v128.load_splat<T>(g, sizeof<T>());
    let w = v128.load(p);
    a0 = madd<T>(x, w, a0);
    b0 = madd<T>(y, w, b0);
    w = v128.load(p, 16);
    a1 = madd<T>(x, w, a1);
    b1 = madd<T>(y, w, b1);
    p += rowBytes;
    g += step;
  }
  put<T>(o, 0, m, a0);
  put<T>(o, 16, m, a1);
  put<T>(o, 32, m, b0);
  put<T>(o, 48, m, b1);
}

/** One class, two panels. */
@inline
function singleWide<T>(g: usize, step: usize, end: usize, p: usize, rowBytes: usize, m: v128, o: usize, next: usize): void {
  let a0 = v128.splat<T>(<T>0), a1 = a0, a2 = a0, a3 = a0;
  while (g != end) {
    const x = v128.load_splat<T>(g);
    a0 = madd<T>(x, v128.load(p), a0);
    a1 = madd<T>(x, v128.load(p, 16), a1);
    a2 = madd<T>(x, v128.load(p, 32), a2);
    a3 = madd<T>(x, v128.load(p, 48), a3);
    p += rowBytes;
    g += step;
  }
  put<T>(o, 0, m, a0);
  put<T>(o, 16, m, a1);
  put<T>(next, 0, m, a2);
  put<T>(next, 16, m, a3);
}

/** One class, one panel. */
@inline
function singleNarrow<T>(g: usize, step: usize, end: usize, p: usize, rowBytes: usize, m: v128, o: usize): void {
  let a0 = v128.splat<T>(<T>0), a1 = a0;
  while (g != end) {
    const x = v128.load_splat<T>(g);
    a0 = madd<T>(x, v128.load(p), a0);
    a1 = madd<T>(x, v128.load(p, 16), a1);
    p += rowBytes;
    g += step;
  }
  put<T>(o, 0, m, a0);
  put<T>(o, 16, m, a1);
}

/** The rows i … i + count − 1 of a field, classes of one row adjacent. */
@inline
function gather<T>(classes: i32, g: usize, i: i32, count: i32, to: usize): void {
  for (let r = 0; r < count; ++r) {
    let from = at<T>(g, classes, i + r);
    const end = to + <usize>classes * sizeof<T>();
    while (to != end) {
      store<T>(to, load<T>(from));
      to += sizeof<T>();
      from += PANEL;
    }
  }
}

/**
 * Backward field through one layer: out (C×cols) += m · g (C×rows) · W (rows×cols, row-major with `stride` elements from
 * row to row). rows is a multiple of 4, cols of a panel. W is read once, a band of rows at a time; two classes by two
 * panels of the result stay in registers. `scratch`: FIELD_ROWS·C entries.
 */
@inline
export function backward<T>(
  classes: i32, rows: i32, cols: i32, stride: i32, m: T, g: usize, w: usize, out: usize, scratch: usize,
): void {
  const rowBytes = <usize>stride * sizeof<T>();
  const group = <usize>classes * PANEL;
  const step = <usize>classes * sizeof<T>();
  const panels = <usize>cols * sizeof<T>() / PANEL;
  const factor = v128.splat<T>(m);
  for (let i = 0; i < rows; i += FIELD_ROWS) {
    const count = min(rows - i, FIELD_ROWS);
    let band = scratch;
    // A field of one class is a row already.
    if (classes == 1) band = g + <usize>i * sizeof<T>();
    else gather<T>(classes, g, i, count, scratch);
    const length = <usize>count * step;
    let p = w + <usize>i * rowBytes;
    let o = out;
    for (let j = panels >> 1; j > 0; --j) {
      let s = band;
      const last = o + group - PANEL;
      let to = o;
      while (to < last) {
        pairWide<T>(s, step, s + length, p, rowBytes, factor, to, to + group);
        to += 2 * PANEL;
        s += 2 * sizeof<T>();
      }
      if (to == last) singleWide<T>(s, step, s + length, p, rowBytes, factor, to, to + group);
      p += 2 * PANEL;
      o += 2 * group;
    }
    if (panels & 1) {
      let s = band;
      const last = o + group - PANEL;
      while (o < last) {
        pairNarrow<T>(s, step, s + length, p, rowBytes, factor, o);
        o += 2 * PANEL;
        s += 2 * sizeof<T>();
      }
      if (o == last) singleNarrow<T>(s, step, s + length, p, rowBytes, factor, o);
    }
  }
}

/** Backward field, float32: out += m·g·W. See `backward` for layouts. */
export function netBackwardF32(
  classes: i32, rows: i32, cols: i32, stride: i32, m: f32, g: usize, w: usize, out: usize, scratch: usize,
): void {
  backward<f32>(classes, rows, cols, stride, m, g, w, out, scratch);
}

/** Backward field, float64: out += m·g·W. See `backward` for layouts. */
export function netBackwardF64(
  classes: i32, rows: i32, cols: i32, stride: i32, m: f64, g: usize, w: usize, out: usize, scratch: usize,
): void {
  backward<f64>(classes, rows, cols, stride, m, g, w, out, scratch);
}

/** Entries of scratch that the net kernels need for each class. */
export function netScratchEntries(): i32 {
  return FIELD_ROWS;
}
