/**
 * Products of a few rows with a large matrix W, which is read once, in storage order, and never packed. The generic
 * functions inline into other kernels. Tiles: two rows of the small operand by four rows of W, eight values or eight
 * sums in registers.
 */
import { SKINNY_ROWS } from '../config';
import { madd } from '../fma';
import { scaleRows } from './scaleRows';

/** Two rows of out += a 2×4 block of g (x: first row, y: second) times four rows of W, N columns. */
@inline
function nnRows2x4<T>(
  N: i32, x0: T, x1: T, x2: T, x3: T, y0: T, y1: T, y2: T, y3: T, w: usize, rowW: usize, out: usize, rowOut: usize,
): void {
  const lanes = 16 / sizeof<T>();
  const u0 = v128.splat<T>(x0), u1 = v128.splat<T>(x1), u2 = v128.splat<T>(x2), u3 = v128.splat<T>(x3);
  const v0 = v128.splat<T>(y0), v1 = v128.splat<T>(y1), v2 = v128.splat<T>(y2), v3 = v128.splat<T>(y3);
  let w1 = w + rowW, w2 = w1 + rowW, w3 = w2 + rowW, second = out + rowOut;
  let j = N;
  for (; j >= lanes; j -= lanes) {
    let row = v128.load(w);
    let s = madd<T>(u0, row, v128.load(out));
    let t = madd<T>(v0, row, v128.load(second));
    row = v128.load(w1);
    s = madd<T>(u1, row, s);
    t = madd<T>(v1, row, t);
    row = v128.load(w2);
    s = madd<T>(u2, row, s);
    t = madd<T>(v2, row, t);
    row = v128.load(w3);
    s = madd<T>(u3, row, s);
    t = madd<T>(v3, row, t);
    v128.store(out, s);
    v128.store(second, t);
    w += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
    out += 16;
    second += 16;
  }
  for (; j > 0; --j) {
    const a = load<T>(w), b = load<T>(w1), c = load<T>(w2), d = load<T>(w3);
    store<T>(out, load<T>(out) + x0 * a + x1 * b + x2 * c + x3 * d);
    store<T>(second, load<T>(second) + y0 * a + y1 * b + y2 * c + y3 * d);
    w += sizeof<T>();
    w1 += sizeof<T>();
    w2 += sizeof<T>();
    w3 += sizeof<T>();
    out += sizeof<T>();
    second += sizeof<T>();
  }
}

/**
 * One row of out += a 1×4 block of g times four rows of W, N columns: two vectors a turn, with a test between them that
 * keeps V8 from moving the loads of both to the top (10 to 20 % slower).
 */
@inline
function nnRows1x4<T>(N: i32, x0: T, x1: T, x2: T, x3: T, w: usize, rowW: usize, out: usize): void {
  const lanes = 16 / sizeof<T>();
  const u0 = v128.splat<T>(x0), u1 = v128.splat<T>(x1), u2 = v128.splat<T>(x2), u3 = v128.splat<T>(x3);
  const bytes = <usize>(N & ~(lanes - 1)) * sizeof<T>();
  const end = out + bytes;
  let p0 = w, p1 = w + rowW, p2 = p1 + rowW, p3 = p2 + rowW, to = out;
  while (to != end) {
    let s = madd<T>(u0, v128.load(p0), v128.load(to));
    s = madd<T>(u1, v128.load(p1), s);
    s = madd<T>(u2, v128.load(p2), s);
    s = madd<T>(u3, v128.load(p3), s);
    v128.store(to, s);
    if (to + 16 == end) break;
    s = madd<T>(u0, v128.load(p0, 16), v128.load(to, 16));
    s = madd<T>(u1, v128.load(p1, 16), s);
    s = madd<T>(u2, v128.load(p2, 16), s);
    s = madd<T>(u3, v128.load(p3, 16), s);
    v128.store(to, s, 16);
    p0 += 32;
    p1 += 32;
    p2 += 32;
    p3 += 32;
    to += 32;
  }
  w += bytes;
  out = end;
  let w1 = w + rowW, w2 = w1 + rowW, w3 = w2 + rowW;
  for (let j = N & (lanes - 1); j > 0; --j) {
    store<T>(out, load<T>(out) + x0 * load<T>(w) + x1 * load<T>(w1) + x2 * load<T>(w2) + x3 * load<T>(w3));
    w += sizeof<T>();
    w1 += sizeof<T>();
    w2 += sizeof<T>();
    w3 += sizeof<T>();
    out += sizeof<T>();
  }
}

/** One row of out += x·(one row of W), N columns. */
@inline
function nnRow<T>(N: i32, x: T, w: usize, out: usize): void {
  const lanes = 16 / sizeof<T>();
  const u = v128.splat<T>(x);
  let j = N;
  for (; j >= lanes; j -= lanes) {
    v128.store(out, madd<T>(u, v128.load(w), v128.load(out)));
    w += 16;
    out += 16;
  }
  for (; j > 0; --j) {
    store<T>(out, load<T>(out) + x * load<T>(w));
    w += sizeof<T>();
    out += sizeof<T>();
  }
}

/**
 * out (C×N) += alpha·g (C×4)·four rows of W: the building block of skinnyNn. Entry (c, r) of g is at
 * `g + c·rowG + r·stepG`, row r of W at `w + r·rowW`, row c of out at `out + c·rowOut` (all in bytes).
 */
@inline
export function skinnyNnRows4<T>(
  C: i32, N: i32, alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, rowW: usize, out: usize, rowOut: usize,
): void {
  let c = C;
  for (; c >= 2; c -= 2) {
    const g1 = g + stepG, g2 = g1 + stepG, g3 = g2 + stepG;
    nnRows2x4<T>(
      N,
      alpha * load<T>(g), alpha * load<T>(g1), alpha * load<T>(g2), alpha * load<T>(g3),
      alpha * load<T>(g + rowG), alpha * load<T>(g1 + rowG), alpha * load<T>(g2 + rowG), alpha * load<T>(g3 + rowG),
      w, rowW, out, rowOut,
    );
    g += rowG * 2;
    out += rowOut * 2;
  }
  if (c > 0) {
    const g1 = g + stepG, g2 = g1 + stepG, g3 = g2 + stepG;
    nnRows1x4<T>(
      N, alpha * load<T>(g), alpha * load<T>(g1), alpha * load<T>(g2), alpha * load<T>(g3), w, rowW, out,
    );
  }
}

/** Four adjacent vectors of out += alpha·(s0, s1, s2, s3). */
@inline
function addVectors<T>(alpha: T, s0: v128, s1: v128, s2: v128, s3: v128, out: usize): void {
  const scale = v128.splat<T>(alpha);
  v128.store(out, madd<T>(scale, s0, v128.load(out)));
  v128.store(out, madd<T>(scale, s1, v128.load(out, 16)), 16);
  v128.store(out, madd<T>(scale, s2, v128.load(out, 32)), 32);
  v128.store(out, madd<T>(scale, s3, v128.load(out, 48)), 48);
}

/** Two rows by four vectors of out += alpha·g (2×rows)·W (rows × four vectors); `end` = w + rows·rowW. */
@inline
function nnTile2x4<T>(
  alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, rowW: usize, end: usize, out: usize, rowOut: usize,
): void {
  let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
  let t0 = i64x2.splat(0), t1 = i64x2.splat(0), t2 = i64x2.splat(0), t3 = i64x2.splat(0);
  let second = g + rowG;
  while (w != end) {
    const x = v128.load_splat<T>(g);
    const y = v128.load_splat<T>(second);
    let row = v128.load(w);
    s0 = madd<T>(x, row, s0);
    t0 = madd<T>(y, row, t0);
    row = v128.load(w, 16);
    s1 = madd<T>(x, row, s1);
    t1 = madd<T>(y, row, t1);
    row = v128.load(w, 32);
    s2 = madd<T>(x, row, s2);
    t2 = madd<T>(y, row, t2);
    row = v128.load(w, 48);
    s3 = madd<T>(x, row, s3);
    t3 = madd<T>(y, row, t3);
    g += stepG;
    second += stepG;
    w += rowW;
  }
  addVectors<T>(alpha, s0, s1, s2, s3, out);
  addVectors<T>(alpha, t0, t1, t2, t3, out + rowOut);
}

/** One row by four vectors of out += alpha·g (1×rows)·W (rows × four vectors); `end` = w + rows·rowW. */
@inline
function nnTile1x4<T>(alpha: T, g: usize, stepG: usize, w: usize, rowW: usize, end: usize, out: usize): void {
  let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
  while (w != end) {
    const x = v128.load_splat<T>(g);
    s0 = madd<T>(x, v128.load(w), s0);
    s1 = madd<T>(x, v128.load(w, 16), s1);
    s2 = madd<T>(x, v128.load(w, 32), s2);
    s3 = madd<T>(x, v128.load(w, 48), s3);
    g += stepG;
    w += rowW;
  }
  addVectors<T>(alpha, s0, s1, s2, s3, out);
}

/** out (C×N) += alpha·g (C×K)·W, a few rows of W at a time in storage order. */
@inline
function nnStream<T>(
  C: i32, N: i32, K: i32, alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, rowW: usize, out: usize, rowOut: usize,
): void {
  let k = K;
  for (; k >= 4; k -= 4) {
    skinnyNnRows4<T>(C, N, alpha, g, rowG, stepG, w, rowW, out, rowOut);
    g += stepG * 4;
    w += rowW * 4;
  }
  for (; k > 0; --k) {
    let from = g, to = out;
    for (let c = 0; c < C; ++c) {
      nnRow<T>(N, alpha * load<T>(from), w, to);
      from += rowG;
      to += rowOut;
    }
    g += stepG;
    w += rowW;
  }
}

/** Four vectors of each of `rows` rows of W, side by side at `to`: rows a power of two apart share a cache set. */
@inline
function copyStrip(rows: i32, w: usize, rowW: usize, to: usize): void {
  for (let r = rows; r > 0; --r) {
    v128.store(to, v128.load(w));
    v128.store(to, v128.load(w, 16), 16);
    v128.store(to, v128.load(w, 32), 32);
    v128.store(to, v128.load(w, 48), 48);
    w += rowW;
    to += 64;
  }
}

/** Bytes for a strip of W. */
export const SKINNY_SCRATCH: i32 = SKINNY_ROWS * 64;

/**
 * out (C×N) = alpha·g·W + beta·out with W (K×N) row-major and g (C×K): entry (c, k) of g is at `g + c·rowG + k·stepG`
 * bytes, so that g may be a transposed matrix. beta = 0 overwrites. Leading dimensions count elements. From four rows
 * on (two or three: up to 25 % slower), W is read in strips of SKINNY_ROWS rows by 64 bytes, against which all rows of g are multiplied in registers.
 * `scratch`: SKINNY_SCRATCH bytes, not used below four rows.
 */
@inline
export function skinnyNn<T>(
  C: i32, N: i32, K: i32, alpha: T, g: usize, rowG: usize, stepG: usize, w: usize, ldw: i32,
  beta: T, out: usize, ldo: i32, scratch: usize,
): void {
  const wide = 64 / sizeof<T>();
  const rowW = <usize>ldw * sizeof<T>();
  const rowOut = <usize>ldo * sizeof<T>();
  const whole = C < 4 ? 0 : N & ~(wide - 1);
  scaleRows<T>(C, N, beta, out, ldo);
  for (let k = K; k > 0 && whole > 0; k -= SKINNY_ROWS) {
    const rows = min(k, SKINNY_ROWS);
    const end = scratch + <usize>rows * 64;
    const done = K - k;
    const block = g + stepG * done;
    let strip = w + rowW * done, column = out;
    for (let j = whole; j > 0; j -= wide) {
      copyStrip(rows, strip, rowW, scratch);
      let from = block, to = column;
      let c = C;
      for (; c >= 2; c -= 2) {
        nnTile2x4<T>(alpha, from, rowG, stepG, scratch, 64, end, to, rowOut);
        from += rowG * 2;
        to += rowOut * 2;
      }
      if (c > 0) nnTile1x4<T>(alpha, from, stepG, scratch, 64, end, to);
      strip += 64;
      column += 64;
    }
  }
  if (whole < N) {
    const offset = <usize>whole * sizeof<T>();
    nnStream<T>(C, N - whole, K, alpha, g, rowG, stepG, w + offset, rowW, out + offset, rowOut);
  }
}

export function skinnyNnF32(
  C: i32, N: i32, K: i32, alpha: f32, g: usize, rowG: usize, stepG: usize, w: usize, ldw: i32,
  beta: f32, out: usize, ldo: i32, scratch: usize,
): void {
  skinnyNn<f32>(C, N, K, alpha, g, rowG, stepG, w, ldw, beta, out, ldo, scratch);
}

export function skinnyNnF64(
  C: i32, N: i32, K: i32, alpha: f64, g: usize, rowG: usize, stepG: usize, w: usize, ldw: i32,
  beta: f64, out: usize, ldo: i32, scratch: usize,
): void {
  skinnyNn<f64>(C, N, K, alpha, g, rowG, stepG, w, ldw, beta, out, ldo, scratch);
}
