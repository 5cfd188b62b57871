/**
 * Register tiles of the matrix product: four rows by two vectors, written out because AssemblyScript unrolls nothing.
 * A band is four rows of C swept over the panels of B. Unrolling the inner loop by two costs a third on V8 11 and 12.
 */
import { MR, NR_BYTES, nr } from '../config';
import { madd } from '../fma';

/** Two vectors of C: alpha·(x, y) + beta·C; beta = 0 never reads C. */
@inline
function storeRow<T>(c: usize, x: v128, y: v128, alpha: T, beta: T): void {
  const scale = v128.splat<T>(alpha);
  let left = v128.mul<T>(scale, x);
  let right = v128.mul<T>(scale, y);
  if (beta != <T>0) {
    const old = v128.splat<T>(beta);
    left = madd<T>(old, v128.load(c), left);
    right = madd<T>(old, v128.load(c, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** Upper left rows×cols part of a tile (rows NR_BYTES apart) into C: alpha·tile + beta·C; beta = 0 never reads C. */
@inline
function storeEdge<T>(rows: i32, cols: i32, tile: usize, c: usize, rowC: usize, alpha: T, beta: T): void {
  for (let i = 0; i < rows; ++i) {
    let at = c;
    let from = tile;
    const end = c + <usize>cols * sizeof<T>();
    while (at < end) {
      const value = alpha * load<T>(from);
      store<T>(at, beta == <T>0 ? value : value + beta * load<T>(at));
      at += sizeof<T>();
      from += sizeof<T>();
    }
    c += rowC;
    tile += NR_BYTES;
  }
}

export function storeEdgeF32(rows: i32, cols: i32, tile: usize, c: usize, rowC: usize, alpha: f32, beta: f32): void {
  storeEdge<f32>(rows, cols, tile, c, rowC, alpha, beta);
}

export function storeEdgeF64(rows: i32, cols: i32, tile: usize, c: usize, rowC: usize, alpha: f64, beta: f64): void {
  storeEdge<f64>(rows, cols, tile, c, rowC, alpha, beta);
}

/**
 * C(rows×cols) = alpha·A·B + beta·C for one band: rows ≤ 4, k ≥ 1. Row r of A starts at a_r and advances `stepA` bytes
 * per inner step; B advances `stepB` bytes per inner step and `panelB` bytes per panel of two vectors. `tile`: 128
 * bytes for the edges.
 */
@inline
export function bandInPlace<T>(
  rows: i32, cols: i32, k: i32, alpha: T, r0: usize, r1: usize, r2: usize, r3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize, tile: usize,
): void {
  for (let j = cols; j > 0; j -= nr<T>()) {
    let c00 = i64x2.splat(0), c01 = i64x2.splat(0);
    let c10 = i64x2.splat(0), c11 = i64x2.splat(0);
    let c20 = i64x2.splat(0), c21 = i64x2.splat(0);
    let c30 = i64x2.splat(0), c31 = i64x2.splat(0);
    let a0 = r0, a1 = r1, a2 = r2, a3 = r3, pb = b;
    let p = k;
    do {
      const b0 = v128.load(pb);
      const b1 = v128.load(pb, 16);
      let x = v128.load_splat<T>(a0);
      c00 = madd<T>(x, b0, c00);
      c01 = madd<T>(x, b1, c01);
      x = v128.load_splat<T>(a1);
      c10 = madd<T>(x, b0, c10);
      c11 = madd<T>(x, b1, c11);
      x = v128.load_splat<T>(a2);
      c20 = madd<T>(x, b0, c20);
      c21 = madd<T>(x, b1, c21);
      x = v128.load_splat<T>(a3);
      c30 = madd<T>(x, b0, c30);
      c31 = madd<T>(x, b1, c31);
      a0 += stepA;
      a1 += stepA;
      a2 += stepA;
      a3 += stepA;
      pb += stepB;
    } while (--p);
    if (rows == MR && j >= nr<T>()) {
      storeRow<T>(c, c00, c01, alpha, beta);
      storeRow<T>(c + rowC, c10, c11, alpha, beta);
      storeRow<T>(c + rowC * 2, c20, c21, alpha, beta);
      storeRow<T>(c + rowC * 3, c30, c31, alpha, beta);
    } else {
      v128.store(tile, c00);
      v128.store(tile, c01, 16);
      v128.store(tile, c10, 32);
      v128.store(tile, c11, 48);
      v128.store(tile, c20, 64);
      v128.store(tile, c21, 80);
      v128.store(tile, c30, 96);
      v128.store(tile, c31, 112);
      if (sizeof<T>() == 4) storeEdgeF32(rows, min(j, nr<T>()), tile, c, rowC, <f32>alpha, <f32>beta);
      else storeEdgeF64(rows, min(j, nr<T>()), tile, c, rowC, <f64>alpha, <f64>beta);
    }
    b += panelB;
    c += NR_BYTES;
  }
}

/** The same with a packed sliver of A: four adjacent values per inner step. B is packed as well. */
@inline
export function bandPacked<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, b: usize, beta: T, c: usize, rowC: usize, tile: usize,
): void {
  for (let j = cols; j > 0; j -= nr<T>()) {
    let c00 = i64x2.splat(0), c01 = i64x2.splat(0);
    let c10 = i64x2.splat(0), c11 = i64x2.splat(0);
    let c20 = i64x2.splat(0), c21 = i64x2.splat(0);
    let c30 = i64x2.splat(0), c31 = i64x2.splat(0);
    let pa = a;
    let p = k;
    do {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load_splat<T>(pa);
      c00 = madd<T>(x, b0, c00);
      c01 = madd<T>(x, b1, c01);
      x = v128.load_splat<T>(pa, sizeof<T>());
      c10 = madd<T>(x, b0, c10);
      c11 = madd<T>(x, b1, c11);
      x = v128.load_splat<T>(pa, sizeof<T>() * 2);
      c20 = madd<T>(x, b0, c20);
      c21 = madd<T>(x, b1, c21);
      x = v128.load_splat<T>(pa, sizeof<T>() * 3);
      c30 = madd<T>(x, b0, c30);
      c31 = madd<T>(x, b1, c31);
      pa += MR * sizeof<T>();
      b += NR_BYTES;
    } while (--p);
    if (rows == MR && j >= nr<T>()) {
      storeRow<T>(c, c00, c01, alpha, beta);
      storeRow<T>(c + rowC, c10, c11, alpha, beta);
      storeRow<T>(c + rowC * 2, c20, c21, alpha, beta);
      storeRow<T>(c + rowC * 3, c30, c31, alpha, beta);
    } else {
      v128.store(tile, c00);
      v128.store(tile, c01, 16);
      v128.store(tile, c10, 32);
      v128.store(tile, c11, 48);
      v128.store(tile, c20, 64);
      v128.store(tile, c21, 80);
      v128.store(tile, c30, 96);
      v128.store(tile, c31, 112);
      if (sizeof<T>() == 4) storeEdgeF32(rows, min(j, nr<T>()), tile, c, rowC, <f32>alpha, <f32>beta);
      else storeEdgeF64(rows, min(j, nr<T>()), tile, c, rowC, <f64>alpha, <f64>beta);
    }
    c += NR_BYTES;
  }
}

export function bandPackedF32(
  rows: i32, cols: i32, k: i32, alpha: f32, a: usize, b: usize, beta: f32, c: usize, rowC: usize, tile: usize,
): void {
  bandPacked<f32>(rows, cols, k, alpha, a, b, beta, c, rowC, tile);
}

export function bandPackedF64(
  rows: i32, cols: i32, k: i32, alpha: f64, a: usize, b: usize, beta: f64, c: usize, rowC: usize, tile: usize,
): void {
  bandPacked<f64>(rows, cols, k, alpha, a, b, beta, c, rowC, tile);
}

export function bandInPlaceF32(
  rows: i32, cols: i32, k: i32, alpha: f32, r0: usize, r1: usize, r2: usize, r3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: f32, c: usize, rowC: usize, tile: usize,
): void {
  bandInPlace<f32>(rows, cols, k, alpha, r0, r1, r2, r3, stepA, b, stepB, panelB, beta, c, rowC, tile);
}

export function bandInPlaceF64(
  rows: i32, cols: i32, k: i32, alpha: f64, r0: usize, r1: usize, r2: usize, r3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: f64, c: usize, rowC: usize, tile: usize,
): void {
  bandInPlace<f64>(rows, cols, k, alpha, r0, r1, r2, r3, stepA, b, stepB, panelB, beta, c, rowC, tile);
}
