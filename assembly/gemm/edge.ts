/**
 * What is left of a small product beside whole tiles: a column of tiles one vector wide, and single rows. A tile that
 * overlaps its neighbours instead does up to eight times the work: n = 17 then ran at 56 % of the rate of 24.
 */
import { MR, NR_BYTES } from '../config';
import { madd } from '../fma';

/**
 * C (4·bands × one vector) = alpha·A·B: entry (i, p) of A is at `a + i·across + p·stepA`, step p of B at `b + p·stepB`.
 */
@inline
function thin<T>(
  bands: i32, k: i32, alpha: T, a: usize, across: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize,
): void {
  const end = b + <usize>k * stepB;
  const scale = v128.splat<T>(alpha);
  for (let i = bands; i > 0; --i) {
    let c0 = i64x2.splat(0), c1 = i64x2.splat(0), c2 = i64x2.splat(0), c3 = i64x2.splat(0);
    let p0 = a, p1 = a + across, p2 = p1 + across, p3 = p2 + across, pb = b;
    while (pb != end) {
      const y = v128.load(pb);
      c0 = madd<T>(v128.load_splat<T>(p0), y, c0);
      c1 = madd<T>(v128.load_splat<T>(p1), y, c1);
      c2 = madd<T>(v128.load_splat<T>(p2), y, c2);
      c3 = madd<T>(v128.load_splat<T>(p3), y, c3);
      p0 += stepA;
      p1 += stepA;
      p2 += stepA;
      p3 += stepA;
      pb += stepB;
    }
    v128.store(c, v128.mul<T>(scale, c0));
    v128.store(c + rowC, v128.mul<T>(scale, c1));
    v128.store(c + rowC * 2, v128.mul<T>(scale, c2));
    v128.store(c + rowC * 3, v128.mul<T>(scale, c3));
    a += across * MR;
    c += rowC * MR;
  }
}

/**
 * C (rows × panels·nr) = alpha·A·B, one row by two panels at a time; the last two panels overlap the ones before. Entry
 * (i, p) of A is at `a + i·across + p·stepA`; B as for a band.
 */
@inline
function singleRows<T>(
  rows: i32, panels: i32, k: i32, alpha: T, a: usize, across: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  c: usize, rowC: usize,
): void {
  const scale = v128.splat<T>(alpha);
  const depth = <usize>k * stepB;
  const nextB = panels > 1 ? panelB : 0;
  const nextC = panels > 1 ? <usize>NR_BYTES : 0;
  for (let i = rows; i > 0; --i) {
    for (let j = 0; j < panels; j += 2) {
      const at = <usize>max(0, min(j, panels - 2));
      let s0 = i64x2.splat(0), s1 = i64x2.splat(0), s2 = i64x2.splat(0), s3 = i64x2.splat(0);
      let pa = a, pb = b + at * panelB, second = pb + nextB;
      const end = pb + depth;
      while (pb != end) {
        const x = v128.load_splat<T>(pa);
        s0 = madd<T>(x, v128.load(pb), s0);
        s1 = madd<T>(x, v128.load(pb, 16), s1);
        s2 = madd<T>(x, v128.load(second), s2);
        s3 = madd<T>(x, v128.load(second, 16), s3);
        pa += stepA;
        pb += stepB;
        second += stepB;
      }
      const to = c + at * NR_BYTES;
      v128.store(to, v128.mul<T>(scale, s0));
      v128.store(to, v128.mul<T>(scale, s1), 16);
      v128.store(to + nextC, v128.mul<T>(scale, s2));
      v128.store(to + nextC, v128.mul<T>(scale, s3), 16);
    }
    a += across;
    c += rowC;
  }
}

export function thinF32(
  bands: i32, k: i32, alpha: f32, a: usize, across: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize,
): void {
  thin<f32>(bands, k, alpha, a, across, stepA, b, stepB, c, rowC);
}

export function thinF64(
  bands: i32, k: i32, alpha: f64, a: usize, across: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize,
): void {
  thin<f64>(bands, k, alpha, a, across, stepA, b, stepB, c, rowC);
}

export function singleRowsF32(
  rows: i32, panels: i32, k: i32, alpha: f32, a: usize, across: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  c: usize, rowC: usize,
): void {
  singleRows<f32>(rows, panels, k, alpha, a, across, stepA, b, stepB, panelB, c, rowC);
}

export function singleRowsF64(
  rows: i32, panels: i32, k: i32, alpha: f64, a: usize, across: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  c: usize, rowC: usize,
): void {
  singleRows<f64>(rows, panels, k, alpha, a, across, stepA, b, stepB, panelB, c, rowC);
}

/** The generic forms choose by dtype at compile time. */
@inline
export function thinOf<T>(
  bands: i32, k: i32, alpha: T, a: usize, across: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize,
): void {
  if (sizeof<T>() == 4) thinF32(bands, k, <f32>alpha, a, across, stepA, b, stepB, c, rowC);
  else thinF64(bands, k, <f64>alpha, a, across, stepA, b, stepB, c, rowC);
}

@inline
export function singleRowsOf<T>(
  rows: i32, panels: i32, k: i32, alpha: T, a: usize, across: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  c: usize, rowC: usize,
): void {
  if (sizeof<T>() == 4) {
    singleRowsF32(rows, panels, k, <f32>alpha, a, across, stepA, b, stepB, panelB, c, rowC);
  } else singleRowsF64(rows, panels, k, <f64>alpha, a, across, stepA, b, stepB, panelB, c, rowC);
}
