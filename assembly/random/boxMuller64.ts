/**
 * The Box–Muller transform in float64: x = r cos θ, y = r sin θ with r = √(−2 ln u). No range reduction is needed: the angle is
 * drawn in (−π/4, π/4), one more bit exchanges sine and cosine (a reflection at the diagonal), one turns both signs.
 * Polynomials are minimax fits (Remez). The halves are loops of their own: more passes are then in flight at once, and
 * more of their constants stay in registers.
 */
import { madd64 } from '../fma';
import { once } from './once';

/** What one pass turns into draws: half a group. */
const UNIT_BYTES: usize = 32;

/** Bits of √½ and of 1. */
const ROOT_HALF_BITS: i64 = 0x3fe6a09e667f3bcd;
const ONE_BITS: i64 = 0x3ff0000000000000;

/**
 * First half of the transform: of each unit of four 64-bit words, the first two become r = √(−2 ln u) times the scale,
 * with a random sign. u = (k + ½)/2⁵², so normals reach 8.57; −2 ln u is within 2.3e-16 relative.
 */
@inline
export function radii64(units: i32, at: usize, scale: f64, slot: usize): void {
  const factor = f64x2.splat(scale);
  const one = once(slot, f64x2.splat(1));
  // 1 − 2⁻⁵³.
  const belowOne = once(slot, f64x2.splat(0.99999999999999988898));
  const shift = once(slot, i64x2.splat(ONE_BITS - ROOT_HALF_BITS));
  const mantissa = once(slot, i64x2.splat(0x000fffffffffffff));
  const rootHalf = once(slot, i64x2.splat(ROOT_HALF_BITS));
  // Bits of 2⁵²; 2⁵² plus the bias of exponents.
  const integer = once(slot, i64x2.splat(0x4330000000000000));
  const bias = once(slot, f64x2.splat(4503599627370496.0 + 1023.0));
  // 2 artanh s = 2s + s³ Q(s²), error 1e-18 relative.
  const q0 = once(slot, f64x2.splat(0.66666666666667343838));
  const q1 = once(slot, f64x2.splat(0.39999999999414858214));
  const q2 = once(slot, f64x2.splat(0.28571428742351951253));
  const q3 = once(slot, f64x2.splat(0.22222198576438563357));
  const q4 = once(slot, f64x2.splat(0.18183564176331520401));
  const q5 = once(slot, f64x2.splat(0.15314053927851107378));
  const q6 = once(slot, f64x2.splat(0.14795920128812633053));
  // ln 2 in two parts; n times the leading 33 bits is exact.
  const ln2High = once(slot, f64x2.splat(6.93147180369123816490e-1));
  const ln2Low = once(slot, f64x2.splat(1.90821492927058770002e-10));
  for (; units > 0; --units) {
    const word = v128.load(at);
    // u = m·2^−n with m in [√½, √2), −ln m = 2 artanh((1 − m)/(1 + m)), g = 1 − m.
    const u = f64x2.sub(v128.or(i64x2.shr_u(word, 12), one), belowOne);
    const shifted = i64x2.add(u, shift);
    // The exponent becomes a double by way of the mantissa of 2⁵²: SIMD has no conversion from 64-bit integers.
    const n = f64x2.sub(bias, v128.or(i64x2.shr_u(shifted, 52), integer));
    const m = i64x2.add(v128.and(shifted, mantissa), rootHalf);
    const g = f64x2.sub(one, m);
    const s = f64x2.div(g, f64x2.add(one, m));
    const z = f64x2.mul(s, s);
    // Even and odd powers apart: two short chains instead of one long one.
    const z2 = f64x2.mul(z, z);
    const even = madd64(madd64(madd64(z2, q6, q4), z2, q2), z2, q0);
    const odd = madd64(madd64(z2, q5, q3), z2, q1);
    // 2 artanh s = g + s (z Q + g) keeps the rounding error of s out of the leading term. Small terms are added first.
    const small = madd64(n, ln2Low, f64x2.mul(s, madd64(z, madd64(odd, z, even), g)));
    const minusLog = madd64(n, ln2High, f64x2.add(small, g));
    const length = f64x2.mul(f64x2.sqrt(f64x2.add(minusLog, minusLog)), factor);
    // Bit 0, which u does not use, is the sign.
    v128.store(at, v128.xor(length, i64x2.shl(word, 63)));
    at += UNIT_BYTES;
  }
}

/** Second half: two r and two 64-bit words become two x = r cos θ and two y = r sin θ. */
@inline
export function pairs64(units: i32, at: usize, slot: usize): void {
  const one = once(slot, f64x2.splat(1));
  const lowBit = once(slot, i64x2.splat(1));
  const oddOne = once(slot, i64x2.splat(ONE_BITS | 1));
  const middle = once(slot, f64x2.splat(1.5));
  // π/2; sin a = a + a³ S(a²), error 3e-18; cos a = 1 + a² C(a²), error 5e-20.
  const toAngle = once(slot, f64x2.splat(1.5707963267948966));
  const s0 = once(slot, f64x2.splat(-0.16666666666666632104));
  const s1 = once(slot, f64x2.splat(0.0083333333333224327195));
  const s2 = once(slot, f64x2.splat(-0.00019841269829822721887));
  const s3 = once(slot, f64x2.splat(2.7557313696922254526e-6));
  const s4 = once(slot, f64x2.splat(-2.5050758873410386608e-8));
  const s5 = once(slot, f64x2.splat(1.5896838371347156428e-10));
  const c0 = once(slot, f64x2.splat(-0.5));
  const c1 = once(slot, f64x2.splat(0.041666666666666613758));
  const c2 = once(slot, f64x2.splat(-0.0013888888888876185213));
  const c3 = once(slot, f64x2.splat(0.000024801587290596355322));
  const c4 = once(slot, f64x2.splat(-2.755731463813040336e-7));
  const c5 = once(slot, f64x2.splat(2.0875758404666482112e-9));
  const c6 = once(slot, f64x2.splat(-1.1361315438106986509e-11));
  for (; units > 0; --units) {
    const r = v128.load(at);
    const word = v128.load(at, 16);
    // An odd mantissa makes the angle symmetric about 0; bit 0 exchanges sine and cosine.
    const a = f64x2.mul(f64x2.sub(v128.or(i64x2.shr_u(word, 12), oddOne), middle), toAngle);
    const z = f64x2.mul(a, a);
    const z2 = f64x2.mul(z, z);
    const sineEven = madd64(madd64(z2, s4, s2), z2, s0);
    const sineOdd = madd64(madd64(z2, s5, s3), z2, s1);
    const sine = madd64(f64x2.mul(madd64(sineOdd, z, sineEven), z), a, a);
    const cosineEven = madd64(madd64(madd64(z2, c5, c3), z2, c1), z2, one);
    const cosineOdd = madd64(madd64(madd64(z2, c6, c4), z2, c2), z2, c0);
    const cosine = madd64(cosineOdd, z, cosineEven);
    const exchange = v128.and(v128.xor(sine, cosine), i64x2.neg(v128.and(word, lowBit)));
    v128.store(at, f64x2.mul(r, v128.xor(cosine, exchange)));
    v128.store(at, f64x2.mul(r, v128.xor(sine, exchange)), 16);
    at += UNIT_BYTES;
  }
}
