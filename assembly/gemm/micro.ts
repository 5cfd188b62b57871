/**
 * The register tile of the matrix product: four rows by two vectors, written out because AssemblyScript unrolls nothing.
 * A band is four rows of C swept over panels of B.
 *
 * The shape of the inner loop is what V8 compiles best (Node 20, x86-64; share of the register-only peak in L1): test
 * at the top against an end pointer 77 % portable and 99 % relaxed, counting down with the test at the bottom 70-73 %
 * portable. Unrolled by hand by two or more it falls to half of that: all loads move to the top and accumulators spill.
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
    const keep = v128.splat<T>(beta);
    left = madd<T>(keep, v128.load(c), left);
    right = madd<T>(keep, v128.load(c, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * C (4 × panels·nr) = alpha·A·B + beta·C, k ≥ 1. The four values of A for one inner step are adjacent; steps are `stepA`
 * bytes apart. B advances `stepB` bytes per inner step and `panelB` bytes per panel of two vectors.
 */
@inline
function band<T>(
  panels: i32, k: i32, alpha: T, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: T, c: usize, rowC: usize,
): void {
  const depth = <usize>k * stepB;
  for (let j = panels; j > 0; --j) {
    let c00 = i64x2.splat(0), c01 = i64x2.splat(0);
    let c10 = i64x2.splat(0), c11 = i64x2.splat(0);
    let c20 = i64x2.splat(0), c21 = i64x2.splat(0);
    let c30 = i64x2.splat(0), c31 = i64x2.splat(0);
    let pa = a, pb = b;
    const end = b + depth;
    while (pb != end) {
      const x0 = v128.load_splat<T>(pa);
      const x1 = v128.load_splat<T>(pa, sizeof<T>());
      const x2 = v128.load_splat<T>(pa, sizeof<T>() * 2);
      const x3 = v128.load_splat<T>(pa, sizeof<T>() * 3);
      let y = v128.load(pb);
      c00 = madd<T>(x0, y, c00);
      c10 = madd<T>(x1, y, c10);
      c20 = madd<T>(x2, y, c20);
      c30 = madd<T>(x3, y, c30);
      y = v128.load(pb, 16);
      c01 = madd<T>(x0, y, c01);
      c11 = madd<T>(x1, y, c11);
      c21 = madd<T>(x2, y, c21);
      c31 = madd<T>(x3, y, c31);
      pa += stepA;
      pb += stepB;
    }
    storeRow<T>(c, c00, c01, alpha, beta);
    storeRow<T>(c + rowC, c10, c11, alpha, beta);
    storeRow<T>(c + rowC * 2, c20, c21, alpha, beta);
    storeRow<T>(c + rowC * 3, c30, c31, alpha, beta);
    b += panelB;
    c += NR_BYTES;
  }
}

/** The same with row r of A at a_r, advancing `stepA` bytes per inner step: nothing has to be packed. */
@inline
function bandRows<T>(
  panels: i32, k: i32, alpha: T, a0: usize, a1: usize, a2: usize, a3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize,
): void {
  const depth = <usize>k * stepB;
  for (let j = panels; j > 0; --j) {
    let c00 = i64x2.splat(0), c01 = i64x2.splat(0);
    let c10 = i64x2.splat(0), c11 = i64x2.splat(0);
    let c20 = i64x2.splat(0), c21 = i64x2.splat(0);
    let c30 = i64x2.splat(0), c31 = i64x2.splat(0);
    let step: usize = 0, pb = b;
    const end = b + depth;
    while (pb != end) {
      const x0 = v128.load_splat<T>(a0 + step);
      const x1 = v128.load_splat<T>(a1 + step);
      const x2 = v128.load_splat<T>(a2 + step);
      const x3 = v128.load_splat<T>(a3 + step);
      let y = v128.load(pb);
      c00 = madd<T>(x0, y, c00);
      c10 = madd<T>(x1, y, c10);
      c20 = madd<T>(x2, y, c20);
      c30 = madd<T>(x3, y, c30);
      y = v128.load(pb, 16);
      c01 = madd<T>(x0, y, c01);
      c11 = madd<T>(x1, y, c11);
      c21 = madd<T>(x2, y, c21);
      c31 = madd<T>(x3, y, c31);
      step += stepA;
      pb += stepB;
    }
    storeRow<T>(c, c00, c01, alpha, beta);
    storeRow<T>(c + rowC, c10, c11, alpha, beta);
    storeRow<T>(c + rowC * 2, c20, c21, alpha, beta);
    storeRow<T>(c + rowC * 3, c30, c31, alpha, beta);
    b += panelB;
    c += NR_BYTES;
  }
}

/** Upper left rows×cols part of a tile (rows NR_BYTES apart) into C: alpha·tile + beta·C; beta = 0 never reads C. */
@inline
function storeEdge<T>(rows: i32, cols: i32, tile: usize, alpha: T, beta: T, c: usize, rowC: usize): void {
  for (let i = 0; i < rows; ++i) {
    let at = c;
    let from = tile;
    const end = c + <usize>cols * sizeof<T>();
    while (at != end) {
      const value = alpha * load<T>(from);
      store<T>(at, beta == <T>0 ? value : value + beta * load<T>(at));
      at += sizeof<T>();
      from += sizeof<T>();
    }
    c += rowC;
    tile += NR_BYTES;
  }
}

export function bandF32(
  panels: i32, k: i32, alpha: f32, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: f32, c: usize, rowC: usize,
): void {
  band<f32>(panels, k, alpha, a, stepA, b, stepB, panelB, beta, c, rowC);
}

export function bandF64(
  panels: i32, k: i32, alpha: f64, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: f64, c: usize, rowC: usize,
): void {
  band<f64>(panels, k, alpha, a, stepA, b, stepB, panelB, beta, c, rowC);
}

export function bandRowsF32(
  panels: i32, k: i32, alpha: f32, a0: usize, a1: usize, a2: usize, a3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: f32, c: usize, rowC: usize,
): void {
  bandRows<f32>(panels, k, alpha, a0, a1, a2, a3, stepA, b, stepB, panelB, beta, c, rowC);
}

export function bandRowsF64(
  panels: i32, k: i32, alpha: f64, a0: usize, a1: usize, a2: usize, a3: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: f64, c: usize, rowC: usize,
): void {
  bandRows<f64>(panels, k, alpha, a0, a1, a2, a3, stepA, b, stepB, panelB, beta, c, rowC);
}

/**
 * A band with fewer than four rows or with columns that fill no panel: rows×cols of C, tile by tile through the buffer
 * `tile` (128 bytes). A must hold four values per step all the same.
 */
@inline
function bandEdge<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: T, c: usize, rowC: usize, tile: usize,
): void {
  for (let j = cols; j > 0; j -= nr<T>()) {
    if (sizeof<T>() == 4) bandF32(1, k, 1, a, stepA, b, stepB, 0, 0, tile, NR_BYTES);
    else bandF64(1, k, 1, a, stepA, b, stepB, 0, 0, tile, NR_BYTES);
    storeEdge<T>(rows, min(j, nr<T>()), tile, alpha, beta, c, rowC);
    b += panelB;
    c += NR_BYTES;
  }
}

export function bandEdgeF32(
  rows: i32, cols: i32, k: i32, alpha: f32, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: f32, c: usize, rowC: usize, tile: usize,
): void {
  bandEdge<f32>(rows, cols, k, alpha, a, stepA, b, stepB, panelB, beta, c, rowC, tile);
}

export function bandEdgeF64(
  rows: i32, cols: i32, k: i32, alpha: f64, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: f64, c: usize, rowC: usize, tile: usize,
): void {
  bandEdge<f64>(rows, cols, k, alpha, a, stepA, b, stepB, panelB, beta, c, rowC, tile);
}

/** The generic forms choose by dtype at compile time. */
@inline
export function bandOf<T>(
  panels: i32, k: i32, alpha: T, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: T, c: usize, rowC: usize,
): void {
  if (sizeof<T>() == 4) bandF32(panels, k, <f32>alpha, a, stepA, b, stepB, panelB, <f32>beta, c, rowC);
  else bandF64(panels, k, <f64>alpha, a, stepA, b, stepB, panelB, <f64>beta, c, rowC);
}

@inline
export function bandRowsOf<T>(
  panels: i32, k: i32, alpha: T, a: usize, across: usize, stepA: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize,
): void {
  const a2 = a + across * 2;
  if (sizeof<T>() == 4) {
    bandRowsF32(
      panels, k, <f32>alpha, a, a + across, a2, a2 + across, stepA, b, stepB, panelB, <f32>beta, c, rowC,
    );
  } else {
    bandRowsF64(
      panels, k, <f64>alpha, a, a + across, a2, a2 + across, stepA, b, stepB, panelB, <f64>beta, c, rowC,
    );
  }
}

@inline
export function bandEdgeOf<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: T, c: usize, rowC: usize, tile: usize,
): void {
  if (sizeof<T>() == 4) {
    bandEdgeF32(rows, cols, k, <f32>alpha, a, stepA, b, stepB, panelB, <f32>beta, c, rowC, tile);
  } else bandEdgeF64(rows, cols, k, <f64>alpha, a, stepA, b, stepB, panelB, <f64>beta, c, rowC, tile);
}

/** One band of any shape: whole panels directly, the rest through the edge buffer. */
@inline
export function bandAny<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, stepA: usize, b: usize, stepB: usize, panelB: usize,
  beta: T, c: usize, rowC: usize, tile: usize,
): void {
  const panels = rows == MR ? cols / nr<T>() : 0;
  if (panels > 0) bandOf<T>(panels, k, alpha, a, stepA, b, stepB, panelB, beta, c, rowC);
  const rest = cols - panels * nr<T>();
  if (rest > 0) {
    const from = b + <usize>panels * panelB;
    bandEdgeOf<T>(rows, rest, k, alpha, a, stepA, from, stepB, panelB, beta, c + <usize>panels * NR_BYTES, rowC, tile);
  }
}
