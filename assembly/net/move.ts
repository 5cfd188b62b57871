/**
 * The rule of an optimizer on weights w and velocities v, with q the gradient step: v' = μ v + q + a w and
 * w' = w + (fade·w + back·v + push·v'). Without momentum v' is only the step (μ = fade = back = 0, push = 1) and v w itself. Decays
 * are products of their own: 1 − ηλ would be a multiple of 6e-8 in float32.
 * Written for few instructions: the loops wait for memory, and both builds take what is not a product of fields as it is.
 */
import { madd } from '../fma';
import { horizontalSum } from '../level1';
import { PANEL } from './panels';

/** x·a + y·b. */
@inline
function mix<T>(x: v128, a: v128, y: v128, b: v128): v128 {
  return v128.add<T>(v128.mul<T>(x, a), v128.mul<T>(y, b));
}

/** μ v + a w of one vector. */
@inline
function start<T>(w: usize, v: usize, mu: v128, a: v128): v128 {
  return mix<T>(v128.load(v), mu, v128.load(w), a);
}

/** Stores v' and w' of one vector. */
@inline
function land<T>(w: usize, v: usize, next: v128, fade: v128, back: v128, push: v128): void {
  const old = v128.load(w);
  const rest = mix<T>(v128.load(v), back, old, fade);
  v128.store(v, next);
  v128.store(w, v128.add<T>(old, v128.add<T>(rest, v128.mul<T>(push, next))));
}

/** Four rows with q = g zᵀ over all classes; `scaled` holds κ·g of the four rows, class after class. */
@inline
export function movedRows<T>(
  classes: i32, w: usize, v: usize, bytes: usize, rowBytes: usize, z: usize, scaled: usize,
  mu: T, a: T, fade: T, back: T, push: T,
): void {
  const m = v128.splat<T>(mu);
  const pull = v128.splat<T>(a);
  const faded = v128.splat<T>(fade);
  const backed = v128.splat<T>(back);
  const pushed = v128.splat<T>(push);
  const endS = scaled + <usize>classes * 4 * sizeof<T>();
  const row2 = rowBytes + rowBytes;
  const row3 = row2 + rowBytes;
  for (const end = w + bytes; w != end; w += 16, v += 16) {
    let a0 = start<T>(w, v, m, pull);
    let a1 = start<T>(w + rowBytes, v + rowBytes, m, pull);
    let a2 = start<T>(w + row2, v + row2, m, pull);
    let a3 = start<T>(w + row3, v + row3, m, pull);
    let x = z;
    for (let s = scaled; s != endS; s += 4 * sizeof<T>(), x += PANEL) {
      const y = v128.load(x);
      a0 = madd<T>(v128.load_splat<T>(s), y, a0);
      a1 = madd<T>(v128.load_splat<T>(s, sizeof<T>()), y, a1);
      a2 = madd<T>(v128.load_splat<T>(s, 2 * sizeof<T>()), y, a2);
      a3 = madd<T>(v128.load_splat<T>(s, 3 * sizeof<T>()), y, a3);
    }
    // The second vector of this panel, or the first of the next.
    z = z & 16 ? x - 16 : z + 16;
    land<T>(w, v, a0, faded, backed, pushed);
    land<T>(w + rowBytes, v + rowBytes, a1, faded, backed, pushed);
    land<T>(w + row2, v + row2, a2, faded, backed, pushed);
    land<T>(w + row3, v + row3, a3, faded, backed, pushed);
  }
}

/** One class: the image of z through one row and the rule of that row, q = f·z, in one sweep. Returns the image. */
@inline
export function movedRowOfOne<T>(
  w: usize, v: usize, bytes: usize, z: usize, f: T, mu: T, a: T, fade: T, back: T, push: T,
): T {
  const m = v128.splat<T>(mu);
  const pull = v128.splat<T>(a);
  const faded = v128.splat<T>(fade);
  const backed = v128.splat<T>(back);
  const pushed = v128.splat<T>(push);
  const factor = v128.splat<T>(f);
  let sum = v128.splat<T>(<T>0);
  for (const end = w + bytes; w != end; w += 16, v += 16, z += 16) {
    const x = v128.load(z);
    sum = madd<T>(v128.load(w), x, sum);
    land<T>(w, v, madd<T>(factor, x, start<T>(w, v, m, pull)), faded, backed, pushed);
  }
  return horizontalSum<T>(sum);
}

/** The readout, `bytes` bytes of a field, with q = κ z. */
@inline
export function moved<T>(
  bytes: usize, w: usize, v: usize, z: usize, kappa: T, mu: T, a: T, fade: T, back: T, push: T,
): void {
  const k = v128.splat<T>(kappa);
  for (const end = w + bytes; w != end; w += 16, v += 16, z += 16) {
    const next = v128.add<T>(v128.mul<T>(k, v128.load(z)), start<T>(w, v, v128.splat<T>(mu), v128.splat<T>(a)));
    land<T>(w, v, next, v128.splat<T>(fade), v128.splat<T>(back), v128.splat<T>(push));
  }
}
