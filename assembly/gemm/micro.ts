/**
 * The register tile of the matrix product: four rows by two vectors, written out because AssemblyScript unrolls nothing.
 * A band is four rows of C swept over panels of B.
 *
 * The shape of the inner loop is what V8 compiles best (Node 20, x86-64, packed operands; share of the register-only
 * peak, portable / relaxed): test at the top against an end pointer, rows from the last to the first, each pair of sums
 * tied, 78 / 97 % in both dtypes; without the tie 71 %, with all of A loaded before B and no tie 74 %, rows from the first
 * 74-77 %, test at the bottom 70 %. Unrolled by hand by two it reaches 81 % in Node 20 when exactly fifteen registers are
 * live and every extra one spills: 54 % in Node 24, 60 % relaxed. docs/benchmarks.md counts the instructions.
 */
import { MR, NR_BYTES, nr } from '../config';
import { madd } from '../fma';

/**
 * The first argument; no instruction. V8 11 places what one phi of a loop needs at a time, that is each addition right
 * behind its multiplication, and Zen 3 then queues most multiplications on one of its two units (docs/benchmarks.md). A
 * value made of two sums brings both multiplications before both additions.
 */
@inline
function tie(a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? a : v128.shuffle<f64>(a, b, 0, 1);
}

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
      const y0 = v128.load(pb);
      const y1 = v128.load(pb, 16);
      let x = v128.load_splat<T>(pa, sizeof<T>() * 3);
      c31 = madd<T>(x, y1, c31);
      c30 = tie(madd<T>(x, y0, c30), c31);
      x = v128.load_splat<T>(pa, sizeof<T>() * 2);
      c21 = madd<T>(x, y1, c21);
      c20 = tie(madd<T>(x, y0, c20), c21);
      x = v128.load_splat<T>(pa, sizeof<T>());
      c11 = madd<T>(x, y1, c11);
      c10 = tie(madd<T>(x, y0, c10), c11);
      x = v128.load_splat<T>(pa);
      c01 = madd<T>(x, y1, c01);
      c00 = tie(madd<T>(x, y0, c00), c01);
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

/**
 * C (4·bands × panels·nr) = alpha·A·B + beta·C, k ≥ 1, all operands where they are: entry (i, p) of A is at
 * `a + i·across + p·sizeof`; B advances `stepB` bytes per inner step and `panelB` bytes per panel of two vectors.
 */
@inline
function grid<T>(
  bands: i32, panels: i32, k: i32, alpha: T, a: usize, across: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize,
): void {
  const depth = <usize>k * stepB;
  for (let i = bands; i > 0; --i) {
    const a1 = a + across, a2 = a1 + across, a3 = a2 + across;
    let panel = b, to = c;
    for (let j = panels; j > 0; --j) {
      let c00 = i64x2.splat(0), c01 = i64x2.splat(0);
      let c10 = i64x2.splat(0), c11 = i64x2.splat(0);
      let c20 = i64x2.splat(0), c21 = i64x2.splat(0);
      let c30 = i64x2.splat(0), c31 = i64x2.splat(0);
      let step: usize = 0, pb = panel;
      const end = pb + depth;
      while (pb != end) {
        const x0 = v128.load_splat<T>(a + step);
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
        step += sizeof<T>();
        pb += stepB;
      }
      storeRow<T>(to, c00, c01, alpha, beta);
      storeRow<T>(to + rowC, c10, c11, alpha, beta);
      storeRow<T>(to + rowC * 2, c20, c21, alpha, beta);
      storeRow<T>(to + rowC * 3, c30, c31, alpha, beta);
      panel += panelB;
      to += NR_BYTES;
    }
    a = a3 + across;
    c += rowC * MR;
  }
}

/** One vector of C: alpha·x + beta·C; beta = 0 never reads C. */
@inline
function storeVector<T>(c: usize, x: v128, alpha: T, beta: T): void {
  const value = v128.mul<T>(v128.splat<T>(alpha), x);
  v128.store(c, beta == <T>0 ? value : madd<T>(v128.splat<T>(beta), v128.load(c), value));
}

/** Upper left rows×cols part of a tile (rows NR_BYTES apart) into C: alpha·tile + beta·C; beta = 0 never reads C. */
@inline
function storeEdge<T>(rows: i32, cols: i32, tile: usize, alpha: T, beta: T, c: usize, rowC: usize): void {
  const lanes = 16 / sizeof<T>();
  for (let i = 0; i < rows; ++i) {
    let at = c, from = tile;
    let j = cols;
    for (; j >= lanes; j -= lanes) {
      storeVector<T>(at, v128.load(from), alpha, beta);
      at += 16;
      from += 16;
    }
    for (; j > 0; --j) {
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

export function gridF32(
  bands: i32, panels: i32, k: i32, alpha: f32, a: usize, across: usize,
  b: usize, stepB: usize, panelB: usize, beta: f32, c: usize, rowC: usize,
): void {
  grid<f32>(bands, panels, k, alpha, a, across, b, stepB, panelB, beta, c, rowC);
}

export function gridF64(
  bands: i32, panels: i32, k: i32, alpha: f64, a: usize, across: usize,
  b: usize, stepB: usize, panelB: usize, beta: f64, c: usize, rowC: usize,
): void {
  grid<f64>(bands, panels, k, alpha, a, across, b, stepB, panelB, beta, c, rowC);
}

/**
 * A band with fewer than four rows or with columns that fill no panel: rows×cols of C, tile by tile through the buffer
 * `tile` (128 bytes). A (four values per step) and B are packed.
 */
@inline
function bandEdge<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, b: usize, panelB: usize,
  beta: T, c: usize, rowC: usize, tile: usize,
): void {
  for (let j = cols; j > 0; j -= nr<T>()) {
    bandOf<T>(1, k, 1, a, MR * sizeof<T>(), b, NR_BYTES, 0, 0, tile, NR_BYTES);
    storeEdge<T>(rows, min(j, nr<T>()), tile, alpha, beta, c, rowC);
    b += panelB;
    c += NR_BYTES;
  }
}

export function bandEdgeF32(
  rows: i32, cols: i32, k: i32, alpha: f32, a: usize, b: usize, panelB: usize,
  beta: f32, c: usize, rowC: usize, tile: usize,
): void {
  bandEdge<f32>(rows, cols, k, alpha, a, b, panelB, beta, c, rowC, tile);
}

export function bandEdgeF64(
  rows: i32, cols: i32, k: i32, alpha: f64, a: usize, b: usize, panelB: usize,
  beta: f64, c: usize, rowC: usize, tile: usize,
): void {
  bandEdge<f64>(rows, cols, k, alpha, a, b, panelB, beta, c, rowC, tile);
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
export function gridOf<T>(
  bands: i32, panels: i32, k: i32, alpha: T, a: usize, across: usize,
  b: usize, stepB: usize, panelB: usize, beta: T, c: usize, rowC: usize,
): void {
  if (sizeof<T>() == 4) {
    gridF32(bands, panels, k, <f32>alpha, a, across, b, stepB, panelB, <f32>beta, c, rowC);
  } else gridF64(bands, panels, k, <f64>alpha, a, across, b, stepB, panelB, <f64>beta, c, rowC);
}

@inline
export function bandEdgeOf<T>(
  rows: i32, cols: i32, k: i32, alpha: T, a: usize, b: usize, panelB: usize,
  beta: T, c: usize, rowC: usize, tile: usize,
): void {
  if (sizeof<T>() == 4) bandEdgeF32(rows, cols, k, <f32>alpha, a, b, panelB, <f32>beta, c, rowC, tile);
  else bandEdgeF64(rows, cols, k, <f64>alpha, a, b, panelB, <f64>beta, c, rowC, tile);
}
