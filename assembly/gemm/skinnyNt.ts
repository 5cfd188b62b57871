/** Products of a few rows with a transposed large matrix: W is read once, in storage order (see skinnyNn.ts). */
import { madd } from '../fma';
import { dot, horizontalSum } from '../level1';

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
    // Eight sums, since four wait for their own additions. The test between the two vectors also keeps V8 from moving
    // all ten loads to the top, where they would push sums out of the registers.
    let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
    let t0 = i64x2.splat(0), t1 = i64x2.splat(0), t2 = i64x2.splat(0), t3 = i64x2.splat(0);
    const bytes = <usize>(K - tail) * sizeof<T>();
    const row1 = w + rowW, row2 = row1 + rowW, row3 = row2 + rowW;
    let from = z, w0 = w, w1 = row1, w2 = row2, w3 = row3;
    const end = z + bytes;
    while (from != end) {
      let x = v128.load(from);
      s0 = madd<T>(x, v128.load(w0), s0);
      s1 = madd<T>(x, v128.load(w1), s1);
      s2 = madd<T>(x, v128.load(w2), s2);
      s3 = madd<T>(x, v128.load(w3), s3);
      if (from + 16 == end) break;
      x = v128.load(from, 16);
      t0 = madd<T>(x, v128.load(w0, 16), t0);
      t1 = madd<T>(x, v128.load(w1, 16), t1);
      t2 = madd<T>(x, v128.load(w2, 16), t2);
      t3 = madd<T>(x, v128.load(w3, 16), t3);
      from += 32;
      w0 += 32;
      w1 += 32;
      w2 += 32;
      w3 += 32;
    }
    s0 = v128.add<T>(s0, t0);
    s1 = v128.add<T>(s1, t1);
    s2 = v128.add<T>(s2, t2);
    s3 = v128.add<T>(s3, t3);
    storeSums<T>(
      s0, s1, s2, s3, tail, end, w + bytes, row1 + bytes, row2 + bytes, row3 + bytes, alpha, beta, out,
    );
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
