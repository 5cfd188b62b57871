/** Householder reflectors H = I − tau·v·vᵀ of adjacent float64 vectors; v begins with an implicit 1. */
import { madd64 } from '../fma';
import { dotF64, horizontalSum, nrm2F64, scalF64 } from '../level1';

/** Norms below this would lose digits of v, or overflow 1/(alpha − beta): x is scaled up first. */
const SAFE: f64 = f64.MIN_NORMAL_VALUE / f64.EPSILON;

/** √(a² + b²) without overflow or underflow of the squares. */
@inline
function hypotenuse(a: f64, b: f64): f64 {
  const large = max(abs(a), abs(b));
  const small = min(abs(a), abs(b));
  if (small == 0) return large;
  const ratio = small / large;
  return large * sqrt(1 + ratio * ratio);
}

/**
 * H x = beta·e_0, as LAPACK's dlarfg: x[0] becomes beta (of the sign opposite to the old x[0]), x[1…] the tail of v.
 * Returns tau, 0 (H = I) when x is already a multiple of e_0.
 */
export function reflector(n: i32, x: usize): f64 {
  if (n <= 1) return 0;
  let norm = nrm2F64(n - 1, x + 8);
  if (norm == 0) return 0;
  let alpha = load<f64>(x);
  let beta = hypotenuse(alpha, norm);
  let rescalings = 0;
  while (beta < SAFE && rescalings < 20) {
    scalF64(n - 1, 1 / SAFE, x + 8);
    alpha /= SAFE;
    beta /= SAFE;
    ++rescalings;
  }
  if (rescalings > 0) {
    norm = nrm2F64(n - 1, x + 8);
    beta = hypotenuse(alpha, norm);
  }
  if (alpha >= 0) beta = -beta;
  const tau = (beta - alpha) / beta;
  scalF64(n - 1, 1 / (alpha - beta), x + 8);
  for (; rescalings > 0; --rescalings) beta *= SAFE;
  store<f64>(x, beta);
  return tau;
}

/** Each of the `rows` rows of A (rows×n) becomes row·(I − tau·v·vᵀ); the 1 of v is read from memory. Four rows share v. */
export function reflectRows(rows: i32, n: i32, tau: f64, v: usize, a: usize, lda: i32): void {
  if (tau == 0) return;
  const stride = <usize>lda * 8;
  let left = rows;
  for (; left >= 4; left -= 4) {
    reflect4(n, tau, v, a, stride);
    a += 4 * stride;
  }
  for (; left > 0; --left) {
    subtract(n, tau * dotF64(n, a, v), v, a);
    a += stride;
  }
}

/** a −= alpha·v. */
@inline
function subtract(n: i32, alpha: f64, v: usize, a: usize): void {
  const factor = f64x2.splat(-alpha);
  let i = n;
  for (; i >= 2; i -= 2) {
    v128.store(a, madd64(factor, v128.load(v), v128.load(a)));
    a += 16;
    v += 16;
  }
  if (i > 0) store<f64>(a, load<f64>(a) - alpha * load<f64>(v));
}

@inline
function reflect4(n: i32, tau: f64, v: usize, a0: usize, stride: usize): void {
  const a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  const pairs = <usize>(n & ~1) * 8;
  const fours = <usize>(n & ~3) * 8;
  let at: usize = 0;
  for (; at < fours; at += 32) {
    const x = v128.load(v + at);
    const y = v128.load(v + at, 16);
    s0 = madd64(x, v128.load(a0 + at), s0);
    s1 = madd64(x, v128.load(a1 + at), s1);
    s2 = madd64(x, v128.load(a2 + at), s2);
    s3 = madd64(x, v128.load(a3 + at), s3);
    t0 = madd64(y, v128.load(a0 + at, 16), t0);
    t1 = madd64(y, v128.load(a1 + at, 16), t1);
    t2 = madd64(y, v128.load(a2 + at, 16), t2);
    t3 = madd64(y, v128.load(a3 + at, 16), t3);
  }
  if (at < pairs) {
    const x = v128.load(v + at);
    s0 = madd64(x, v128.load(a0 + at), s0);
    s1 = madd64(x, v128.load(a1 + at), s1);
    s2 = madd64(x, v128.load(a2 + at), s2);
    s3 = madd64(x, v128.load(a3 + at), s3);
  }
  let w0 = horizontalSum<f64>(f64x2.add(s0, t0));
  let w1 = horizontalSum<f64>(f64x2.add(s1, t1));
  let w2 = horizontalSum<f64>(f64x2.add(s2, t2));
  let w3 = horizontalSum<f64>(f64x2.add(s3, t3));
  if (n & 1) {
    const x = load<f64>(v + pairs);
    w0 += x * load<f64>(a0 + pairs);
    w1 += x * load<f64>(a1 + pairs);
    w2 += x * load<f64>(a2 + pairs);
    w3 += x * load<f64>(a3 + pairs);
  }
  w0 *= -tau;
  w1 *= -tau;
  w2 *= -tau;
  w3 *= -tau;
  s0 = f64x2.splat(w0);
  s1 = f64x2.splat(w1);
  s2 = f64x2.splat(w2);
  s3 = f64x2.splat(w3);
  for (at = 0; at < pairs; at += 16) {
    const x = v128.load(v + at);
    v128.store(a0 + at, madd64(s0, x, v128.load(a0 + at)));
    v128.store(a1 + at, madd64(s1, x, v128.load(a1 + at)));
    v128.store(a2 + at, madd64(s2, x, v128.load(a2 + at)));
    v128.store(a3 + at, madd64(s3, x, v128.load(a3 + at)));
  }
  if (n & 1) {
    const x = load<f64>(v + pairs);
    store<f64>(a0 + pairs, load<f64>(a0 + pairs) + w0 * x);
    store<f64>(a1 + pairs, load<f64>(a1 + pairs) + w1 * x);
    store<f64>(a2 + pairs, load<f64>(a2 + pairs) + w2 * x);
    store<f64>(a3 + pairs, load<f64>(a3 + pairs) + w3 * x);
  }
}

/**
 * Panel of a QR factorization, stored transposed: the k rows of A (k×n) are columns of the matrix to be factored.
 * Row i becomes: entries 0 … i the column i of R, entries i + 1 … the tail of v_i; tau[i] goes to `tau`.
 */
export function householderPanel(k: i32, n: i32, a: usize, lda: i32, tau: usize): void {
  const stride = <usize>lda * 8;
  const steps = min(k, n);
  for (let i = 0; i < steps; ++i) {
    const v = a + <usize>i * stride + <usize>i * 8;
    const t = reflector(n - i, v);
    store<f64>(tau + <usize>i * 8, t);
    const beta = load<f64>(v);
    store<f64>(v, 1);
    reflectRows(k - i - 1, n - i, t, v, v + stride, lda);
    store<f64>(v, beta);
  }
}
