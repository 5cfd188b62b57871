/**
 * Substitution with a small triangle. Triangle and right-hand sides are copied so that the inner loop is that of the
 * matrix product: four rows by two vectors, both operands adjacent, whatever the strides of the matrices are.
 */
import { MR, NR_BYTES } from '../config';
import { madd64 } from '../fma';

/**
 * The lower triangle of rows `across` and columns `inner` bytes apart → for each four rows, four values per column up to
 * the diagonal. Rows that fill up the last four are those of the identity. A unit diagonal is not read.
 */
@inline
function packTriangle(unit: i32, n: i32, t: usize, across: usize, inner: usize, to: usize): void {
  for (let i = 0; i < n; i += MR) {
    const t0 = t + <usize>i * across;
    let column = 0;
    if (i + MR <= n) {
      const t1 = t0 + across, t2 = t1 + across, t3 = t2 + across;
      let at: usize = 0;
      for (; column < i; ++column) {
        store<f64>(to, load<f64>(t0 + at));
        store<f64>(to, load<f64>(t1 + at), 8);
        store<f64>(to, load<f64>(t2 + at), 16);
        store<f64>(to, load<f64>(t3 + at), 24);
        to += NR_BYTES;
        at += inner;
      }
    }
    for (; column < i + MR; ++column) {
      for (let r = i; r < i + MR; ++r) {
        let value: f64 = 0;
        if (r == column && (unit || r >= n)) value = 1;
        else if (r >= column && r < n) value = load<f64>(t + <usize>r * across + <usize>column * inner);
        store<f64>(to, value);
        to += 8;
      }
    }
  }
}

/** `rows` rows of `cols` ≤ 4 values, `row` bytes apart → rows of four, missing values zero. */
@inline
function packStrip(rows: i32, cols: i32, b: usize, row: usize, to: usize): void {
  for (let i = 0; i < rows; ++i) {
    if (cols == 4) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
    } else {
      v128.store(to, i64x2.splat(0));
      v128.store(to, i64x2.splat(0), 16);
      for (let j = 0; j < cols; ++j) store<f64>(to + <usize>j * 8, load<f64>(b + <usize>j * 8));
    }
    b += row;
    to += NR_BYTES;
  }
}

@inline
function unpackStrip(rows: i32, cols: i32, from: usize, b: usize, row: usize): void {
  for (let i = 0; i < rows; ++i) {
    if (cols == 4) {
      v128.store(b, v128.load(from));
      v128.store(b, v128.load(from, 16), 16);
    } else {
      for (let j = 0; j < cols; ++j) store<f64>(b + <usize>j * 8, load<f64>(from + <usize>j * 8));
    }
    b += row;
    from += NR_BYTES;
  }
}

/** (b − s)/t for the two vectors of one row; s is what the rows before explain, t the entry on the diagonal. */
@inline
function divided(b: usize, offset: usize, s: v128, t: v128): v128 {
  return f64x2.div(f64x2.sub(v128.load(b + offset), s), t);
}

/** Forward substitution in place: `bands`·4 rows of four values at x, the triangle as packTriangle leaves it. */
@inline
function substitute(bands: i32, t: usize, x: usize): void {
  let at = x;
  for (let i = bands; i > 0; --i) {
    let s00 = i64x2.splat(0), s01 = i64x2.splat(0);
    let s10 = i64x2.splat(0), s11 = i64x2.splat(0);
    let s20 = i64x2.splat(0), s21 = i64x2.splat(0);
    let s30 = i64x2.splat(0), s31 = i64x2.splat(0);
    let px = x;
    while (px != at) {
      const y0 = v128.load(px);
      const y1 = v128.load(px, 16);
      let v = v128.load64_splat(t);
      s00 = madd64(v, y0, s00);
      s01 = madd64(v, y1, s01);
      v = v128.load64_splat(t, 8);
      s10 = madd64(v, y0, s10);
      s11 = madd64(v, y1, s11);
      v = v128.load64_splat(t, 16);
      s20 = madd64(v, y0, s20);
      s21 = madd64(v, y1, s21);
      v = v128.load64_splat(t, 24);
      s30 = madd64(v, y0, s30);
      s31 = madd64(v, y1, s31);
      t += NR_BYTES;
      px += NR_BYTES;
    }
    let v = v128.load64_splat(t);
    let x0 = divided(at, 0, s00, v);
    let x1 = divided(at, 16, s01, v);
    v128.store(at, x0);
    v128.store(at, x1, 16);
    v = v128.load64_splat(t, 8);
    s10 = madd64(v, x0, s10);
    s11 = madd64(v, x1, s11);
    v = v128.load64_splat(t, 16);
    s20 = madd64(v, x0, s20);
    s21 = madd64(v, x1, s21);
    v = v128.load64_splat(t, 24);
    s30 = madd64(v, x0, s30);
    s31 = madd64(v, x1, s31);
    v = v128.load64_splat(t, 40);
    x0 = divided(at, 32, s10, v);
    x1 = divided(at, 48, s11, v);
    v128.store(at, x0, 32);
    v128.store(at, x1, 48);
    v = v128.load64_splat(t, 48);
    s20 = madd64(v, x0, s20);
    s21 = madd64(v, x1, s21);
    v = v128.load64_splat(t, 56);
    s30 = madd64(v, x0, s30);
    s31 = madd64(v, x1, s31);
    v = v128.load64_splat(t, 80);
    x0 = divided(at, 64, s20, v);
    x1 = divided(at, 80, s21, v);
    v128.store(at, x0, 64);
    v128.store(at, x1, 80);
    v = v128.load64_splat(t, 88);
    s30 = madd64(v, x0, s30);
    s31 = madd64(v, x1, s31);
    v = v128.load64_splat(t, 120);
    v128.store(at, divided(at, 96, s30, v), 96);
    v128.store(at, divided(at, 112, s31, v), 112);
    t += NR_BYTES * MR;
    at += NR_BYTES * MR;
  }
}

/**
 * X of T·X = B in place of B (n×m, rows `row` bytes apart). Entry (i, j ≤ i) of the lower triangle T is at
 * `t + i·across + j·inner` bytes; steps are taken modulo 2^32, so an upper triangle is a lower one from its last entry
 * backwards, with negative steps. `scratch`: 16·(n + 4)·(n + 8) bytes.
 */
export function solveTriangle(
  unit: i32, n: i32, m: i32, t: usize, across: usize, inner: usize, b: usize, row: usize, scratch: usize,
): void {
  const bands = (n + MR - 1) / MR;
  const strip = scratch + <usize>(bands * (bands + 1)) * 64;
  packTriangle(unit, n, t, across, inner, scratch);
  for (let r = n; r < bands * MR; ++r) memory.fill(strip + <usize>r * NR_BYTES, 0, NR_BYTES);
  for (let j = 0; j < m; j += 4) {
    const cols = min(4, m - j);
    packStrip(n, cols, b, row, strip);
    substitute(bands, scratch, strip);
    unpackStrip(n, cols, strip, b, row);
    b += NR_BYTES;
  }
}
