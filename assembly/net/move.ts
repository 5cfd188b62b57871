/**
 * The rule of an optimizer on weights w and velocities v, with q the gradient step: v' = μ v + q + a w and
 * w' = keep·w + back·v + push·v'; without velocities (v = 0) w' = q + a w.
 */
import { madd } from '../fma';
import { PANEL } from './panels';
import { put } from './step';

/** w' = keep·w + back·v + push·v' for one vector; stores v' and w'. */
@inline
function land<T>(w: usize, v: usize, offset: usize, next: v128, keep: v128, back: v128, push: v128): void {
  if (!v) {
    v128.store(w + offset, next);
    return;
  }
  const kept = madd<T>(back, v128.load(v + offset), v128.mul<T>(keep, v128.load(w + offset)));
  v128.store(v + offset, next);
  v128.store(w + offset, madd<T>(push, next, kept));
}

/** a w [+ μ v] of one vector. */
@inline
function start<T>(w: usize, v: usize, offset: usize, mu: v128, a: v128): v128 {
  const pulled = v128.mul<T>(a, v128.load(w + offset));
  return v ? madd<T>(mu, v128.load(v + offset), pulled) : pulled;
}

/** Four rows with q = g zᵀ over all classes; `scaled` holds κ·g of the four rows, class after class. */
@inline
export function movedRows<T>(
  classes: i32, wi: usize, vi: usize, bytes: usize, rowBytes: usize, z: usize, scaled: usize,
  mu: T, a: T, keep: T, back: T, push: T,
): void {
  const m = v128.splat<T>(mu);
  const pull = v128.splat<T>(a);
  const kept = v128.splat<T>(keep);
  const backed = v128.splat<T>(back);
  const pushed = v128.splat<T>(push);
  const endS = scaled + <usize>classes * 4 * sizeof<T>();
  for (let at: usize = 0; at < bytes; at += PANEL) {
    const w0 = wi + at;
    const w1 = w0 + rowBytes;
    const w2 = w1 + rowBytes;
    const w3 = w2 + rowBytes;
    const v0 = vi ? vi + at : 0;
    const v1 = vi ? v0 + rowBytes : 0;
    const v2 = vi ? v1 + rowBytes : 0;
    const v3 = vi ? v2 + rowBytes : 0;
    let a0 = start<T>(w0, v0, 0, m, pull);
    let b0 = start<T>(w0, v0, 16, m, pull);
    let a1 = start<T>(w1, v1, 0, m, pull);
    let b1 = start<T>(w1, v1, 16, m, pull);
    let a2 = start<T>(w2, v2, 0, m, pull);
    let b2 = start<T>(w2, v2, 16, m, pull);
    let a3 = start<T>(w3, v3, 0, m, pull);
    let b3 = start<T>(w3, v3, 16, m, pull);
    for (let s = scaled; s != endS; s += 4 * sizeof<T>(), z += PANEL) {
      const x = v128.load(z);
      const y = v128.load(z, 16);
      let f = v128.load_splat<T>(s);
      a0 = madd<T>(f, x, a0);
      b0 = madd<T>(f, y, b0);
      f = v128.load_splat<T>(s, sizeof<T>());
      a1 = madd<T>(f, x, a1);
      b1 = madd<T>(f, y, b1);
      f = v128.load_splat<T>(s, 2 * sizeof<T>());
      a2 = madd<T>(f, x, a2);
      b2 = madd<T>(f, y, b2);
      f = v128.load_splat<T>(s, 3 * sizeof<T>());
      a3 = madd<T>(f, x, a3);
      b3 = madd<T>(f, y, b3);
    }
    land<T>(w0, v0, 0, a0, kept, backed, pushed);
    land<T>(w0, v0, 16, b0, kept, backed, pushed);
    land<T>(w1, v1, 0, a1, kept, backed, pushed);
    land<T>(w1, v1, 16, b1, kept, backed, pushed);
    land<T>(w2, v2, 0, a2, kept, backed, pushed);
    land<T>(w2, v2, 16, b2, kept, backed, pushed);
    land<T>(w3, v3, 0, a3, kept, backed, pushed);
    land<T>(w3, v3, 16, b3, kept, backed, pushed);
  }
}

/** One vector of a row in the sweep of `movedRowsOfOne`: returns the sum of the image with it. */
@inline
function sweep<T>(
  moving: bool, w: usize, v: usize, x: v128, f: v128, sum: v128, mu: v128, a: v128, keep: v128, back: v128, push: v128,
): v128 {
  const old = v128.load(w);
  const pulled = madd<T>(f, x, v128.mul<T>(a, old));
  if (moving) {
    const speed = v128.load(v);
    const next = madd<T>(mu, speed, pulled);
    v128.store(v, next);
    v128.store(w, madd<T>(push, next, madd<T>(back, speed, v128.mul<T>(keep, old))));
  } else v128.store(w, pulled);
  return madd<T>(old, x, sum);
}

/** One class: image through four rows and their rule in one sweep, as stepOfOne of step.ts. `g`: the four entries of g. */
@inline
export function movedRowsOfOne<T>(
  moving: bool, wi: usize, vi: usize, bytes: usize, rowBytes: usize, z: usize, o: usize, zo: usize, multiplier: T,
  g: usize, kappa: T, mu: T, a: T, keep: T, back: T, push: T,
): void {
  const m = v128.splat<T>(mu);
  const pull = v128.splat<T>(a);
  const kept = v128.splat<T>(keep);
  const backed = v128.splat<T>(back);
  const pushed = v128.splat<T>(push);
  const f0 = v128.splat<T>(kappa * load<T>(g));
  const f1 = v128.splat<T>(kappa * load<T>(g, sizeof<T>()));
  const f2 = v128.splat<T>(kappa * load<T>(g, 2 * sizeof<T>()));
  const f3 = v128.splat<T>(kappa * load<T>(g, 3 * sizeof<T>()));
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const w1 = rowBytes;
  const w2 = w1 + rowBytes;
  const w3 = w2 + rowBytes;
  for (let w = wi, v = vi, end = wi + bytes; w != end; w += 16, v += 16, z += 16) {
    const x = v128.load(z);
    s0 = sweep<T>(moving, w, v, x, f0, s0, m, pull, kept, backed, pushed);
    s1 = sweep<T>(moving, w + w1, v + w1, x, f1, s1, m, pull, kept, backed, pushed);
    s2 = sweep<T>(moving, w + w2, v + w2, x, f2, s2, m, pull, kept, backed, pushed);
    s3 = sweep<T>(moving, w + w3, v + w3, x, f3, s3, m, pull, kept, backed, pushed);
  }
  put<T>(o, zo, multiplier, s0, s1, s2, s3);
}

/** The readout, `bytes` bytes of a field, with q = κ z. */
@inline
export function moved<T>(
  bytes: usize, w: usize, v: usize, z: usize, kappa: T, mu: T, a: T, keep: T, back: T, push: T,
): void {
  const k = v128.splat<T>(kappa);
  const m = v128.splat<T>(mu);
  const pull = v128.splat<T>(a);
  const kept = v128.splat<T>(keep);
  const backed = v128.splat<T>(back);
  const pushed = v128.splat<T>(push);
  for (let at: usize = 0; at < bytes; at += 16) {
    const next = madd<T>(k, v128.load(z + at), start<T>(w, v, at, m, pull));
    land<T>(w, v, at, next, kept, backed, pushed);
  }
}
