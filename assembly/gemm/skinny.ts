/**
 * Products of a few rows with a large matrix W, which is read once, in storage order, and never packed. The generic
 * functions inline into other kernels. Tiles: two rows of the small operand by four rows of W, eight values or eight
 * sums in registers.
 */
import { SKINNY_ROWS } from '../config';
import { madd } from '../fma';
import { dot, horizontalSum, scal, zero } from '../level1';

/** out (C×N) = beta·out; 0 overwrites, 1 leaves it. */
@inline
export function scaleRows<T>(C: i32, N: i32, beta: T, out: usize, ldo: i32): void {
  if (beta == <T>1) return;
  for (let c = 0; c < C; ++c) {
    if (beta == <T>0) zero<T>(N, out);
    else scal<T>(N, beta, out);
    out += <usize>ldo * sizeof<T>();
  }
}

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

/** One row of out += a 1×4 block of g times four rows of W, N columns. */
@inline
function nnRows1x4<T>(N: i32, x0: T, x1: T, x2: T, x3: T, w: usize, rowW: usize, out: usize): void {
  const lanes = 16 / sizeof<T>();
  const u0 = v128.splat<T>(x0), u1 = v128.splat<T>(x1), u2 = v128.splat<T>(x2), u3 = v128.splat<T>(x3);
  let w1 = w + rowW, w2 = w1 + rowW, w3 = w2 + rowW;
  let j = N;
  for (; j >= lanes; j -= lanes) {
    let s = madd<T>(u0, v128.load(w), v128.load(out));
    s = madd<T>(u1, v128.load(w1), s);
    s = madd<T>(u2, v128.load(w2), s);
    s = madd<T>(u3, v128.load(w3), s);
    v128.store(out, s);
    w += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
    out += 16;
  }
  for (; j > 0; --j) {
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
 * on, W is read in strips of SKINNY_ROWS rows by 64 bytes, against which all rows of g are multiplied in registers.
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

/** Lane r of the result is the sum of the lanes of s_r (float32). */
@inline
export function horizontalSums4(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const lo = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const hi = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f64>(lo, hi, 0, 2), v128.shuffle<f64>(lo, hi, 1, 3));
}

/** Lane r of the result is the sum of the lanes of s_r (float64). */
@inline
export function horizontalSums2(s0: v128, s1: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(s0, s1, 0, 2), v128.shuffle<f64>(s0, s1, 1, 3));
}

/** Four adjacent entries of out = alpha·(sums of s0…s3 + tail) + beta·out, tail = Σ z_k·(w_k, w1_k, w2_k, w3_k). */
@inline
function storeSums<T>(
  s0: v128, s1: v128, s2: v128, s3: v128, tail: i32, z: usize, w: usize, w1: usize, w2: usize, w3: usize,
  alpha: T, beta: T, out: usize,
): void {
  const scale = v128.splat<T>(alpha);
  const keep = v128.splat<T>(beta);
  if (sizeof<T>() == 4) {
    let s = horizontalSums4(s0, s1, s2, s3);
    for (let i = 0; i < tail; ++i) {
      let column = v128.load_splat<T>(w);
      column = v128.replace_lane<T>(column, 1, load<T>(w1));
      column = v128.replace_lane<T>(column, 2, load<T>(w2));
      column = v128.replace_lane<T>(column, 3, load<T>(w3));
      s = madd<T>(v128.load_splat<T>(z), column, s);
      z += sizeof<T>();
      w += sizeof<T>();
      w1 += sizeof<T>();
      w2 += sizeof<T>();
      w3 += sizeof<T>();
    }
    s = v128.mul<T>(scale, s);
    v128.store(out, beta == <T>0 ? s : madd<T>(keep, v128.load(out), s));
  } else {
    let s = horizontalSums2(s0, s1);
    let t = horizontalSums2(s2, s3);
    if (tail > 0) {
      const x = v128.load_splat<T>(z);
      s = madd<T>(x, v128.replace_lane<T>(v128.load_splat<T>(w), 1, load<T>(w1)), s);
      t = madd<T>(x, v128.replace_lane<T>(v128.load_splat<T>(w2), 1, load<T>(w3)), t);
    }
    s = v128.mul<T>(scale, s);
    t = v128.mul<T>(scale, t);
    v128.store(out, beta == <T>0 ? s : madd<T>(keep, v128.load(out), s));
    v128.store(out, beta == <T>0 ? t : madd<T>(keep, v128.load(out, 16), t), 16);
  }
}

/**
 * Four columns of out (C×4) = alpha·z (C×K)·(four rows of W)ᵀ + beta·out: the building block of skinnyNt. Row r of W is at
 * `w + r·rowW`, row c of z at `z + c·rowZ`, row c of out at `out + c·rowOut` (all in bytes).
 */
@inline
export function skinnyNtRows4<T>(
  C: i32, K: i32, alpha: T, z: usize, rowZ: usize, w: usize, rowW: usize, beta: T, out: usize, rowOut: usize,
): void {
  const lanes = 16 / sizeof<T>();
  const tail = K & (lanes - 1);
  let c = C;
  for (; c >= 2; c -= 2) {
    let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
    let t0 = i64x2.splat(0), t1 = i64x2.splat(0), t2 = i64x2.splat(0), t3 = i64x2.splat(0);
    const z1 = z + rowZ, w1 = w + rowW, w2 = w1 + rowW, w3 = w2 + rowW;
    let o: usize = 0;
    const end = <usize>(K - tail) * sizeof<T>();
    while (o != end) {
      const x = v128.load(z + o);
      const y = v128.load(z1 + o);
      let row = v128.load(w + o);
      s0 = madd<T>(x, row, s0);
      t0 = madd<T>(y, row, t0);
      row = v128.load(w1 + o);
      s1 = madd<T>(x, row, s1);
      t1 = madd<T>(y, row, t1);
      row = v128.load(w2 + o);
      s2 = madd<T>(x, row, s2);
      t2 = madd<T>(y, row, t2);
      row = v128.load(w3 + o);
      s3 = madd<T>(x, row, s3);
      t3 = madd<T>(y, row, t3);
      o += 16;
    }
    storeSums<T>(s0, s1, s2, s3, tail, z + o, w + o, w1 + o, w2 + o, w3 + o, alpha, beta, out);
    storeSums<T>(t0, t1, t2, t3, tail, z1 + o, w + o, w1 + o, w2 + o, w3 + o, alpha, beta, out + rowOut);
    z += rowZ * 2;
    out += rowOut * 2;
  }
  if (c > 0) {
    let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
    let w0 = w, w1 = w + rowW, w2 = w1 + rowW, w3 = w2 + rowW;
    for (let k = K; k >= lanes; k -= lanes) {
      const x = v128.load(z);
      s0 = madd<T>(x, v128.load(w0), s0);
      s1 = madd<T>(x, v128.load(w1), s1);
      s2 = madd<T>(x, v128.load(w2), s2);
      s3 = madd<T>(x, v128.load(w3), s3);
      z += 16;
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
    }
    storeSums<T>(s0, s1, s2, s3, tail, z, w0, w1, w2, w3, alpha, beta, out);
  }
}

/**
 * out (C×N) = alpha·z (C×K)·Wᵀ + beta·out with W (N×K) and z row-major. beta = 0 overwrites.
 * Leading dimensions count elements.
 */
@inline
export function skinnyNt<T>(
  C: i32, N: i32, K: i32, alpha: T, z: usize, ldz: i32, w: usize, ldw: i32, beta: T, out: usize, ldo: i32,
): void {
  const rowZ = <usize>ldz * sizeof<T>();
  const rowW = <usize>ldw * sizeof<T>();
  const rowOut = <usize>ldo * sizeof<T>();
  let n = N;
  for (; n >= 4; n -= 4) {
    skinnyNtRows4<T>(C, K, alpha, z, rowZ, w, rowW, beta, out, rowOut);
    w += rowW * 4;
    out += 4 * sizeof<T>();
  }
  for (; n > 0; --n) {
    let from = z;
    let to = out;
    for (let c = 0; c < C; ++c) {
      const sum = alpha * dot<T>(K, from, w);
      store<T>(to, beta == <T>0 ? sum : sum + beta * load<T>(to));
      from += rowZ;
      to += rowOut;
    }
    w += rowW;
    out += sizeof<T>();
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

export function skinnyNtF32(
  C: i32, N: i32, K: i32, alpha: f32, z: usize, ldz: i32, w: usize, ldw: i32, beta: f32, out: usize, ldo: i32,
): void {
  skinnyNt<f32>(C, N, K, alpha, z, ldz, w, ldw, beta, out, ldo);
}

export function skinnyNtF64(
  C: i32, N: i32, K: i32, alpha: f64, z: usize, ldz: i32, w: usize, ldw: i32, beta: f64, out: usize, ldo: i32,
): void {
  skinnyNt<f64>(C, N, K, alpha, z, ldz, w, ldw, beta, out, ldo);
}
