/**
 * The Box–Muller transform in float32: x = r cos θ, y = r sin θ with r = √(−2 ln u). No range reduction is needed: the angle is
 * drawn in (−π/4, π/4), one more bit exchanges sine and cosine (a reflection at the diagonal), one turns both signs.
 * Polynomials are minimax fits (Remez). The halves are loops of their own: more passes are then in flight at once, and
 * more of their constants stay in registers.
 */
import { madd32 } from '../fma';
import { once } from './once';

/** What one pass turns into draws: half a group. */
const UNIT_BYTES: usize = 32;

/**
 * First half of the transform: of each unit of eight words, the first four become r = √(−2 ln u) times the scale, with a
 * random sign. u = (k + ½)/2³¹, so normals reach 6.66; −2 ln u is within 9e-8 relative.
 */
@inline
export function radii32(units: i32, at: usize, scale: f32, slot: usize): void {
  const factor = f32x4.splat(scale);
  const one = once(slot, f32x4.splat(1));
  const half = once(slot, f32x4.splat(0.5));
  // Bits of 1 less bits of √½, mask of the mantissa, bits of √½, bias of the exponent (31 more for u = …/2³¹).
  const shift = once(slot, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const mantissa = once(slot, i32x4.splat(0x007fffff));
  const rootHalf = once(slot, i32x4.splat(0x3f3504f3));
  const bias = once(slot, i32x4.splat(127 + 31));
  // −2 ln(1 − g) = 2g + g² P(g), error 6e-9 relative.
  const p1 = once(slot, f32x4.splat(0.66666663403422376));
  const p2 = once(slot, f32x4.splat(0.50001642017841041));
  const p3 = once(slot, f32x4.splat(0.40002454792788743));
  const p4 = once(slot, f32x4.splat(0.33246716572847613));
  const p5 = once(slot, f32x4.splat(0.28403494517893592));
  const p6 = once(slot, f32x4.splat(0.26320334303735741));
  const p7 = once(slot, f32x4.splat(0.25523283399335045));
  const p8 = once(slot, f32x4.splat(0.15269227950968671));
  // 2 ln 2 in two parts; n times the leading 18 bits is exact.
  const ln2High = once(slot, f32x4.splat(1.38629150390625));
  const ln2Low = once(slot, f32x4.splat(2.85721364062e-6));
  for (; units > 0; --units) {
    const word = v128.load(at);
    // u = m·2^−n with m in [√½, √2), g = 1 − m.
    const u = f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(word, 1)), half);
    const shifted = i32x4.add(u, shift);
    const n = f32x4.convert_i32x4_s(i32x4.sub(bias, i32x4.shr_u(shifted, 23)));
    const g = f32x4.sub(one, i32x4.add(v128.and(shifted, mantissa), rootHalf));
    // Even and odd powers apart: two short chains instead of one long one. Small terms are added first.
    const g2 = f32x4.mul(g, g);
    const even = madd32(madd32(madd32(madd32(g2, p8, p6), g2, p4), g2, p2), g2, one);
    const odd = madd32(madd32(madd32(g2, p7, p5), g2, p3), g2, p1);
    const small = madd32(n, ln2Low, f32x4.mul(madd32(odd, g, even), g2));
    const minusTwoLog = madd32(n, ln2High, f32x4.add(small, f32x4.add(g, g)));
    const length = f32x4.mul(f32x4.sqrt(minusTwoLog), factor);
    // Bit 0, which u does not use, is the sign.
    v128.store(at, v128.xor(length, i32x4.shl(word, 31)));
    at += UNIT_BYTES;
  }
}

/** Second half: four r and four words become four x = r cos θ and four y = r sin θ. */
@inline
export function pairs32(units: i32, at: usize, slot: usize): void {
  const one = once(slot, f32x4.splat(1));
  const oddBit = once(slot, i32x4.splat(1));
  // π/4 · 2⁻³¹; sin a = a + a³ S(a²), error 4e-9; cos a = 1 + a² C(a²), error 1e-10.
  const toAngle = once(slot, f32x4.splat(3.6572951981e-10));
  const s0 = once(slot, f32x4.splat(-0.16666654945237158));
  const s1 = once(slot, f32x4.splat(0.0083321781508868050));
  const s2 = once(slot, f32x4.splat(-0.00019517295092336230));
  const c0 = once(slot, f32x4.splat(-0.5));
  const c1 = once(slot, f32x4.splat(0.041666646866428908));
  const c2 = once(slot, f32x4.splat(-0.0013887367515045594));
  const c3 = once(slot, f32x4.splat(0.000024438451515334142));
  for (; units > 0; --units) {
    const r = v128.load(at);
    const word = v128.load(at, 16);
    // Bit 0 exchanges sine and cosine; setting it makes the angle symmetric about 0.
    const a = f32x4.mul(f32x4.convert_i32x4_s(v128.or(word, oddBit)), toAngle);
    const z = f32x4.mul(a, a);
    const sine = madd32(f32x4.mul(madd32(madd32(z, s2, s1), z, s0), z), a, a);
    const cosine = madd32(madd32(madd32(madd32(z, c3, c2), z, c1), z, c0), z, one);
    const exchange = v128.and(v128.xor(sine, cosine), i32x4.shr_s(i32x4.shl(word, 31), 31));
    v128.store(at, f32x4.mul(r, v128.xor(cosine, exchange)));
    v128.store(at, f32x4.mul(r, v128.xor(sine, exchange)), 16);
    at += UNIT_BYTES;
  }
}
