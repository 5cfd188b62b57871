/**
 * Normals by Box and Muller, and uniforms, from Philox words: x = r cos θ, y = r sin θ with r = √(−2 ln u).
 * Draw i is a function of (key, c2, c3, i) alone, so any range can be drawn anywhere with the same bits.
 *
 * No range reduction is needed for sine and cosine: the angle is drawn in (−π/4, π/4), one more bit exchanges the two
 * (a reflection at the diagonal) and one turns both signs. Polynomials are minimax fits (Remez) with the errors given.
 */
import { madd32, madd64 } from '../fma';
import { GROUP_BLOCKS, GROUP_BYTES, philoxGroups } from './philox';

/** Groups drawn before they are transformed in place: 16 kB, half of the smallest first-level cache. */
const CHUNK_GROUPS: i32 = 256;

const F32_HALF = f32x4.splat(0.5);
const F32_ONE = f32x4.splat(1);

/**
 * −2 ln u for u = (k + ½)/2³¹, k of 31 bits (largest normal 6.66). u·2³¹ = m·2^e with m in [√½, √2), g = 1 − m and
 * −2 ln m = 2g + g² + g³ P(g), error of the fit 6e-9 relative.
 */
@inline
function minusTwoLog32(k: v128): v128 {
  const u = f32x4.add(f32x4.convert_i32x4_s(k), F32_HALF);
  const t = i32x4.add(u, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.sub(i32x4.splat(127 + 31), i32x4.shr_u(t, 23)));
  const m = i32x4.add(v128.and(t, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const g = f32x4.sub(F32_ONE, m);
  let p = f32x4.splat(0.15269227950968671);
  p = madd32(p, g, f32x4.splat(0.25523283399335045));
  p = madd32(p, g, f32x4.splat(0.26320334303735741));
  p = madd32(p, g, f32x4.splat(0.28403494517893592));
  p = madd32(p, g, f32x4.splat(0.33246716572847613));
  p = madd32(p, g, f32x4.splat(0.40002454792788743));
  p = madd32(p, g, f32x4.splat(0.50001642017841041));
  p = madd32(p, g, f32x4.splat(0.66666663403422376));
  p = madd32(p, g, F32_ONE);
  // n ln 2 in two parts: n times the leading 18 bits is exact, and small terms are added first.
  const small = madd32(n, f32x4.splat(2.85721364062e-6), f32x4.mul(p, f32x4.mul(g, g)));
  return madd32(n, f32x4.splat(1.38629150390625), f32x4.add(small, f32x4.add(g, g)));
}

/** Four pairs of normals from eight words; `at` holds words for u, `at + 16` words for θ, overwritten by x and y. */
@inline
function pairs32(at: usize, scale: v128): void {
  const radial = v128.load(at);
  const angular = v128.load(at, 16);
  // Bit 0 of the radial word is the sign, its other bits give u.
  const length = f32x4.mul(f32x4.sqrt(minusTwoLog32(i32x4.shr_u(radial, 1))), scale);
  const r = v128.xor(length, i32x4.shl(radial, 31));
  // Bit 0 of the angular word exchanges sine and cosine; setting it makes the angle symmetric about 0.
  const a = f32x4.mul(f32x4.convert_i32x4_s(v128.or(angular, i32x4.splat(1))), f32x4.splat(3.6572951981e-10));
  const z = f32x4.mul(a, a);
  // sin a = a + a³ S(a²), fit 4e-9; cos a = 1 − a²/2 + a⁴ C(a²), fit 1e-10.
  let s = madd32(f32x4.splat(-0.00019517295092336230), z, f32x4.splat(0.0083321781508868050));
  s = madd32(s, z, f32x4.splat(-0.16666654945237158));
  s = madd32(f32x4.mul(s, z), a, a);
  let c = madd32(f32x4.splat(0.000024438451515334142), z, f32x4.splat(-0.0013887367515045594));
  c = madd32(c, z, f32x4.splat(0.041666646866428908));
  c = madd32(c, z, f32x4.splat(-0.5));
  c = madd32(c, z, F32_ONE);
  const exchange = v128.and(v128.xor(s, c), i32x4.shr_s(i32x4.shl(angular, 31), 31));
  v128.store(at, f32x4.mul(r, v128.xor(c, exchange)));
  v128.store(at, f32x4.mul(r, v128.xor(s, exchange)), 16);
}

const F64_ONE = f64x2.splat(1);
/** Bits of √½ and of 1. */
const ROOT_HALF_BITS: i64 = 0x3fe6a09e667f3bcd;
const ONE_BITS: i64 = 0x3ff0000000000000;

/**
 * −2 ln u for u = (k + ½)/2⁵², k the top 52 bits of `word` (largest normal 8.57). u = m·2^(−n) with m in [√½, √2) and
 * −ln m = 2 artanh((1 − m)/(1 + m)), error of the fit 1e-18 relative.
 */
@inline
function minusTwoLog64(word: v128): v128 {
  const above = v128.or(i64x2.shr_u(word, 12), i64x2.splat(ONE_BITS));
  const u = f64x2.sub(above, f64x2.splat(0.99999999999999988898));
  const t = i64x2.add(u, i64x2.splat(ONE_BITS - ROOT_HALF_BITS));
  // The exponent becomes a double by way of the mantissa of 2⁵²: SIMD has no conversion from 64-bit integers.
  const exponent = v128.or(i64x2.shr_u(t, 52), i64x2.splat(0x4330000000000000));
  const n = f64x2.sub(f64x2.splat(4503599627370496.0 + 1023.0), exponent);
  const m = i64x2.add(v128.and(t, i64x2.splat(0x000fffffffffffff)), i64x2.splat(ROOT_HALF_BITS));
  const g = f64x2.sub(F64_ONE, m);
  const s = f64x2.div(g, f64x2.add(F64_ONE, m));
  const z = f64x2.mul(s, s);
  let p = f64x2.splat(0.14795920128812633053);
  p = madd64(p, z, f64x2.splat(0.15314053927851107378));
  p = madd64(p, z, f64x2.splat(0.18183564176331520401));
  p = madd64(p, z, f64x2.splat(0.22222198576438563357));
  p = madd64(p, z, f64x2.splat(0.28571428742351951253));
  p = madd64(p, z, f64x2.splat(0.39999999999414858214));
  p = madd64(p, z, f64x2.splat(0.66666666666667343838));
  // 2 artanh(s) = g + s (z p + g) keeps the rounding error of s out of the leading term. n ln 2 in two parts: n times
  // the leading 33 bits is exact, and small terms are added first.
  const small = madd64(n, f64x2.splat(1.90821492927058770002e-10), f64x2.mul(s, madd64(z, p, g)));
  const y = madd64(n, f64x2.splat(6.93147180369123816490e-1), f64x2.add(small, g));
  return f64x2.add(y, y);
}

/** Two pairs of normals from two 64-bit words for u and two for θ; x at `at`, y at `at + 16`. */
@inline
function pairs64(at: usize, radial: v128, angular: v128, scale: v128): void {
  const length = f64x2.mul(f64x2.sqrt(minusTwoLog64(radial)), scale);
  const r = v128.xor(length, i64x2.shl(radial, 63));
  // An odd mantissa makes the angle symmetric about 0.
  const above = v128.or(i64x2.shr_u(angular, 12), i64x2.splat(ONE_BITS | 1));
  const a = f64x2.mul(f64x2.sub(above, f64x2.splat(1.5)), f64x2.splat(1.5707963267948966));
  const z = f64x2.mul(a, a);
  // sin a = a + a³ S(a²), fit 3e-18; cos a = 1 − a²/2 + a⁴ C(a²), fit 5e-20.
  let s = madd64(f64x2.splat(1.5896838371347156428e-10), z, f64x2.splat(-2.5050758873410386608e-8));
  s = madd64(s, z, f64x2.splat(2.7557313696922254526e-6));
  s = madd64(s, z, f64x2.splat(-0.00019841269829822721887));
  s = madd64(s, z, f64x2.splat(0.0083333333333224327195));
  s = madd64(s, z, f64x2.splat(-0.16666666666666632104));
  s = madd64(f64x2.mul(s, z), a, a);
  let c = madd64(f64x2.splat(-1.1361315438106986509e-11), z, f64x2.splat(2.0875758404666482112e-9));
  c = madd64(c, z, f64x2.splat(-2.755731463813040336e-7));
  c = madd64(c, z, f64x2.splat(0.000024801587290596355322));
  c = madd64(c, z, f64x2.splat(-0.0013888888888876185213));
  c = madd64(c, z, f64x2.splat(0.041666666666666613758));
  c = madd64(c, z, f64x2.splat(-0.5));
  c = madd64(c, z, F64_ONE);
  const exchange = v128.and(v128.xor(s, c), i64x2.neg(v128.and(angular, i64x2.splat(1))));
  v128.store(at, f64x2.mul(r, v128.xor(c, exchange)));
  v128.store(at, f64x2.mul(r, v128.xor(s, exchange)), 16);
}

/** Two uniforms (27 + 26 bits)·2⁻⁵³ from the first two lanes of `highWord` and `lowWord`. */
@inline
function uniform64(highWord: v128, lowWord: v128): v128 {
  const upper = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(highWord, 5)), f64x2.splat(7.450580596923828125e-9));
  const lower = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(lowWord, 6)), f64x2.splat(1.1102230246251565404e-16));
  return f64x2.add(upper, lower);
}

const NORMAL_F32 = 0;
const NORMAL_F64 = 1;
const UNIFORM_F64 = 2;

/** Turns the words of `groups` groups into draws, in place. */
@inline
function transform(law: i32, groups: i32, at: usize, scale: v128): void {
  for (; groups > 0; --groups) {
    if (law == NORMAL_F32) {
      pairs32(at, scale);
      pairs32(at + 32, scale);
    } else {
      const w0 = v128.load(at);
      const w1 = v128.load(at, 16);
      const w2 = v128.load(at, 32);
      const w3 = v128.load(at, 48);
      if (law == NORMAL_F64) {
        pairs64(at, v128.shuffle<i32>(w0, w1, 0, 4, 1, 5), v128.shuffle<i32>(w2, w3, 0, 4, 1, 5), scale);
        pairs64(at + 32, v128.shuffle<i32>(w0, w1, 2, 6, 3, 7), v128.shuffle<i32>(w2, w3, 2, 6, 3, 7), scale);
      } else {
        v128.store(at, f64x2.mul(scale, uniform64(w0, w1)));
        v128.store(at, f64x2.mul(scale, uniform64(w2, w3)), 16);
        const u0 = v128.shuffle<i32>(w0, w0, 2, 3, 2, 3);
        const u1 = v128.shuffle<i32>(w1, w1, 2, 3, 2, 3);
        const u2 = v128.shuffle<i32>(w2, w2, 2, 3, 2, 3);
        const u3 = v128.shuffle<i32>(w3, w3, 2, 3, 2, 3);
        v128.store(at, f64x2.mul(scale, uniform64(u0, u1)), 32);
        v128.store(at, f64x2.mul(scale, uniform64(u2, u3)), 48);
      }
    }
    at += GROUP_BYTES;
  }
}

/** `n` draws into `out`, the first being draw `skip` of the group at `block`. Cut groups pass through `scratch`. */
@inline
function fill(
  law: i32, size: usize, n: i32, out: usize, scale: v128,
  skip: i32, block: u64, c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const perGroup = <i32>(GROUP_BYTES / size);
  while (n > 0) {
    const cut = skip > 0 || n < perGroup;
    const groups = cut ? 1 : min(n / perGroup, CHUNK_GROUPS);
    const at = cut ? scratch : out;
    philoxGroups(groups, at, block, c2, c3, k0, k1);
    transform(law, groups, at, scale);
    const count = cut ? min(perGroup - skip, n) : groups * perGroup;
    if (cut) memory.copy(out, scratch + <usize>skip * size, <usize>count * size);
    skip = 0;
    out += <usize>count * size;
    n -= count;
    block += <u64>groups * GROUP_BLOCKS;
  }
}

/**
 * n float32 normals times `scale`. `block` = 4·⌊i/16⌋ and `skip` = i mod 16 for the first draw i; 64 bytes of scratch.
 */
export function normalF32(
  n: i32, out: usize, scale: f32, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(NORMAL_F32, 4, n, out, f32x4.splat(scale), skip, block, c2, c3, k0, k1, scratch);
}

/** n float64 normals times `scale`. `block` = 4·⌊i/8⌋ and `skip` = i mod 8 for the first draw i; 64 bytes of scratch. */
export function normalF64(
  n: i32, out: usize, scale: f64, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(NORMAL_F64, 8, n, out, f64x2.splat(scale), skip, block, c2, c3, k0, k1, scratch);
}

/** n uniforms of 53 bits in [0, 1) times `scale`; arguments as normalF64. */
export function uniformF64(
  n: i32, out: usize, scale: f64, skip: i32, blockLow: u32, blockHigh: u32,
  c2: u32, c3: u32, k0: u32, k1: u32, scratch: usize,
): void {
  const block = (<u64>blockHigh << 32) | <u64>blockLow;
  fill(UNIFORM_F64, 8, n, out, f64x2.splat(scale), skip, block, c2, c3, k0, k1, scratch);
}
