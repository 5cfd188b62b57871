import { IMAGE_BYTES } from '../config';
import { madd } from '../fma';
import { at, PANEL, sums32, sums64 } from './panels';

/** out = [z +] m · sums for the four rows whose field address is `o` (`z`: same place in the input field, or 0). */
@inline
export function put<T>(o: usize, z: usize, m: T, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const factor = v128.splat<T>(m);
  if (sizeof<T>() == 4) {
    const sum = f32x4.mul(factor, sums32(s0, s1, s2, s3));
    v128.store(o, z ? f32x4.add(v128.load(z), sum) : sum);
  } else {
    const low = f64x2.mul(factor, sums64(s0, s1));
    const high = f64x2.mul(factor, sums64(s2, s3));
    v128.store(o, z ? f64x2.add(v128.load(z), low) : low);
    v128.store(o, z ? f64x2.add(v128.load(z, 16), high) : high, 16);
  }
}

/** Forward image of one class through four rows of W. */
@inline
function imageOfOne<T>(wi: usize, bytes: usize, rowBytes: usize, group: usize, z: usize, o: usize, zo: usize, m: T): void {
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let p0 = wi;
  let p1 = p0 + rowBytes;
  let p2 = p1 + rowBytes;
  let p3 = p2 + rowBytes;
  const end = p0 + bytes;
  while (p0 != end) {
    let x = v128.load(z);
    s0 = madd<T>(v128.load(p0), x, s0);
    s1 = madd<T>(v128.load(p1), x, s1);
    s2 = madd<T>(v128.load(p2), x, s2);
    s3 = madd<T>(v128.load(p3), x, s3);
    x = v128.load(z, 16);
    s0 = madd<T>(v128.load(p0, 16), x, s0);
    s1 = madd<T>(v128.load(p1, 16), x, s1);
    s2 = madd<T>(v128.load(p2, 16), x, s2);
    s3 = madd<T>(v128.load(p3, 16), x, s3);
    p0 += PANEL;
    p1 += PANEL;
    p2 += PANEL;
    p3 += PANEL;
    z += group;
  }
  put<T>(o, zo, m, s0, s1, s2, s3);
}

/** Forward images of two classes through four rows of W. */
@inline
function imageOfTwo<T>(wi: usize, bytes: usize, rowBytes: usize, group: usize, z: usize, o: usize, zo: usize, m: T): void {
  let a0 = v128.splat<T>(<T>0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  // One vector of each panel at a time: unrolled over both, V8 spills accumulators and a fifth of the speed is lost.
  for (let half: usize = 0; half < PANEL; half += 16) {
    let p0 = wi + half;
    let p1 = p0 + rowBytes;
    let p2 = p1 + rowBytes;
    let p3 = p2 + rowBytes;
    let x = z + half;
    const end = p0 + bytes;
    while (p0 != end) {
      const za = v128.load(x);
      const zb = v128.load(x, 32);
      let w = v128.load(p0);
      a0 = madd<T>(w, za, a0);
      b0 = madd<T>(w, zb, b0);
      w = v128.load(p1);
      a1 = madd<T>(w, za, a1);
      b1 = madd<T>(w, zb, b1);
      w = v128.load(p2);
      a2 = madd<T>(w, za, a2);
      b2 = madd<T>(w, zb, b2);
      w = v128.load(p3);
      a3 = madd<T>(w, za, a3);
      b3 = madd<T>(w, zb, b3);
      p0 += PANEL;
      p1 += PANEL;
      p2 += PANEL;
      p3 += PANEL;
      x += group;
    }
  }
  put<T>(o, zo, m, a0, a1, a2, a3);
  put<T>(o + PANEL, zo ? zo + PANEL : 0, m, b0, b1, b2, b3);
}

/** Four rows of W += g zᵀ over all classes; `scaled` holds κ·g of the four rows, class after class. */
@inline
function updateRows<T>(wi: usize, bytes: usize, rowBytes: usize, classes: i32, z: usize, scaled: usize): void {
  let p0 = wi;
  let p1 = p0 + rowBytes;
  let p2 = p1 + rowBytes;
  let p3 = p2 + rowBytes;
  const end = p0 + bytes;
  const endS = scaled + <usize>classes * 4 * sizeof<T>();
  while (p0 != end) {
    let a0 = v128.load(p0);
    let b0 = v128.load(p0, 16);
    let a1 = v128.load(p1);
    let b1 = v128.load(p1, 16);
    let a2 = v128.load(p2);
    let b2 = v128.load(p2, 16);
    let a3 = v128.load(p3);
    let b3 = v128.load(p3, 16);
    let s = scaled;
    while (s != endS) {
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
      z += PANEL;
      s += 4 * sizeof<T>();
    }
    v128.store(p0, a0);
    v128.store(p0, b0, 16);
    v128.store(p1, a1);
    v128.store(p1, b1, 16);
    v128.store(p2, a2);
    v128.store(p2, b2, 16);
    v128.store(p3, a3);
    v128.store(p3, b3, 16);
    p0 += PANEL;
    p1 += PANEL;
    p2 += PANEL;
    p3 += PANEL;
  }
}

/** One class: image and update of four rows in one sweep, so W is read once. */
@inline
function stepOfOne<T>(wi: usize, bytes: usize, rowBytes: usize, z: usize, o: usize, zo: usize, m: T, kappa: T, g: usize): void {
  const f0 = v128.splat<T>(kappa * load<T>(g));
  const f1 = v128.splat<T>(kappa * load<T>(g, sizeof<T>()));
  const f2 = v128.splat<T>(kappa * load<T>(g, 2 * sizeof<T>()));
  const f3 = v128.splat<T>(kappa * load<T>(g, 3 * sizeof<T>()));
  let s0 = v128.splat<T>(<T>0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let p0 = wi;
  let p1 = p0 + rowBytes;
  let p2 = p1 + rowBytes;
  let p3 = p2 + rowBytes;
  const end = p0 + bytes;
  while (p0 != end) {
    let x = v128.load(z);
    let w = v128.load(p0);
    s0 = madd<T>(w, x, s0);
    v128.store(p0, madd<T>(f0, x, w));
    w = v128.load(p1);
    s1 = madd<T>(w, x, s1);
    v128.store(p1, madd<T>(f1, x, w));
    w = v128.load(p2);
    s2 = madd<T>(w, x, s2);
    v128.store(p2, madd<T>(f2, x, w));
    w = v128.load(p3);
    s3 = madd<T>(w, x, s3);
    v128.store(p3, madd<T>(f3, x, w));
    x = v128.load(z, 16);
    w = v128.load(p0, 16);
    s0 = madd<T>(w, x, s0);
    v128.store(p0, madd<T>(f0, x, w), 16);
    w = v128.load(p1, 16);
    s1 = madd<T>(w, x, s1);
    v128.store(p1, madd<T>(f1, x, w), 16);
    w = v128.load(p2, 16);
    s2 = madd<T>(w, x, s2);
    v128.store(p2, madd<T>(f2, x, w), 16);
    w = v128.load(p3, 16);
    s3 = madd<T>(w, x, s3);
    v128.store(p3, madd<T>(f3, x, w), 16);
    p0 += PANEL;
    p1 += PANEL;
    p2 += PANEL;
    p3 += PANEL;
    z += PANEL;
  }
  put<T>(o, zo, m, s0, s1, s2, s3);
}

/**
 * Forward image of the error through one layer, fused with the gradient step of its weights (the image uses W as it was):
 * out (C×rows) = [z +] m · z (C×cols) · Wᵀ, then W (rows×cols, row-major with `stride` elements from row to row)
 * += κ · gᵀ z with g (C×rows).
 * Four rows of W are visited together, the second time from the first-level cache.
 * `skip`: add z (rows = cols). `g` = 0 leaves W alone. rows is a multiple of 4, cols of a panel. `scratch`: 4·C entries.
 */
@inline
export function forward<T>(
  classes: i32, rows: i32, cols: i32, stride: i32, m: T, skip: bool, kappa: T, z: usize, w: usize, g: usize, out: usize,
  scratch: usize,
): void {
  const rowBytes = <usize>stride * sizeof<T>();
  const group = <usize>classes * PANEL;
  // Columns in blocks whose part of z stays in the first-level cache while all rows pass.
  const panels = <usize>cols * sizeof<T>() / PANEL;
  const blocks = (panels * group + IMAGE_BYTES - 1) / IMAGE_BYTES;
  const most = (panels + blocks - 1) / blocks;
  for (let done: usize = 0; done < panels; done += most) {
    const bytes = min(most, panels - done) * PANEL;
    const zj = z + done * group;
    const wj = w + done * PANEL;
    for (let i = 0; i < rows; i += 4) {
      const wi = wj + <usize>i * rowBytes;
      const o = at<T>(out, classes, i);
      const gi = at<T>(g, classes, i);
      // What the image is added to: its earlier columns, the skip connection or nothing.
      const zo = done ? o : skip ? at<T>(z, classes, i) : 0;
      if (classes == 1 && g) {
        stepOfOne<T>(wi, bytes, rowBytes, zj, o, zo, m, kappa, gi);
        continue;
      }
      let c = 0;
      for (; c + 1 < classes; c += 2) {
        const shift = <usize>c * PANEL;
        imageOfTwo<T>(wi, bytes, rowBytes, group, zj + shift, o + shift, zo ? zo + shift : 0, m);
      }
      if (c < classes) {
        const shift = <usize>c * PANEL;
        imageOfOne<T>(wi, bytes, rowBytes, group, zj + shift, o + shift, zo ? zo + shift : 0, m);
      }
      if (!g) continue;
      for (let k = 0; k < classes; ++k) {
        const from = gi + <usize>k * PANEL;
        const to = scratch + <usize>k * 4 * sizeof<T>();
        for (let r: usize = 0; r < 4; ++r) store<T>(to + r * sizeof<T>(), kappa * load<T>(from + r * sizeof<T>()));
      }
      updateRows<T>(wi, bytes, rowBytes, classes, zj, scratch);
    }
  }
}

/** Forward image and weight step, float32. See `forward`. */
export function netForwardF32(
  classes: i32, rows: i32, cols: i32, stride: i32, m: f32, skip: bool, kappa: f32, z: usize, w: usize, g: usize, out: usize,
  scratch: usize,
): void {
  forward<f32>(classes, rows, cols, stride, m, skip, kappa, z, w, g, out, scratch);
}

/** Forward image and weight step, float64. See `forward`. */
export function netForwardF64(
  classes: i32, rows: i32, cols: i32, stride: i32, m: f64, skip: bool, kappa: f64, z: usize, w: usize, g: usize, out: usize,
  scratch: usize,
): void {
  forward<f64>(classes, rows, cols, stride, m, skip, kappa, z, w, g, out, scratch);
}
