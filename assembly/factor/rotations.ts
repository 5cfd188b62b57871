/** Recorded sweeps of plane rotations, applied to the rows of a matrix. */
import { madd64 } from '../fma';

/** Bytes of one row of a strip: eight columns, four vectors that wait in registers from one rotation to the next. */
const STRIP_BYTES: i32 = 64;
const STRIP: i32 = 8;

/** `width` ≤ 8 columns of each of `rows` rows, side by side at `to`; missing columns are zero. */
@inline
function gather(rows: i32, width: i32, z: usize, rowZ: usize, to: usize): void {
  for (let r = rows; r > 0; --r) {
    if (width == STRIP) {
      v128.store(to, v128.load(z));
      v128.store(to, v128.load(z, 16), 16);
      v128.store(to, v128.load(z, 32), 32);
      v128.store(to, v128.load(z, 48), 48);
    } else {
      memory.fill(to, 0, STRIP_BYTES);
      for (let j = 0; j < width; ++j) store<f64>(to + (<usize>j << 3), load<f64>(z + (<usize>j << 3)));
    }
    z += rowZ;
    to += STRIP_BYTES;
  }
}

/** The way back. */
@inline
function scatter(rows: i32, width: i32, from: usize, z: usize, rowZ: usize): void {
  for (let r = rows; r > 0; --r) {
    if (width == STRIP) {
      v128.store(z, v128.load(from));
      v128.store(z, v128.load(from, 16), 16);
      v128.store(z, v128.load(from, 32), 32);
      v128.store(z, v128.load(from, 48), 48);
    } else {
      for (let j = 0; j < width; ++j) store<f64>(z + (<usize>j << 3), load<f64>(from + (<usize>j << 3)));
    }
    z += rowZ;
    from += STRIP_BYTES;
  }
}

/**
 * Applies `sweeps` sweeps of rotations, in order, to the rows of z (`cols` columns, row-major, leading dimension ldz).
 * Sweep t is two i32 at `table + 8·t`: its first row and its signed number of rotations m. With step = sign of m,
 * rotation k turns the rows x = first + step·k and y = x + step into c·x + s·y and c·y − s·x; so row y is carried on, in
 * registers. The pairs (c, s) of all sweeps follow each other at `pairs`. Columns are taken eight at a time, copied side
 * by side (rows a power of two apart share cache sets), through all sweeps. `scratch`: 64 bytes for each row from the
 * lowest to the highest that a sweep touches.
 */
export function rotateRows(
  sweeps: i32, table: usize, pairs: usize, cols: i32, z: usize, ldz: i32, scratch: usize,
): void {
  let lowest = i32.MAX_VALUE, highest = -1;
  for (let t = 0; t < sweeps; ++t) {
    const from = load<i32>(table + (<usize>t << 3));
    const to = from + load<i32>(table + (<usize>t << 3), 4);
    lowest = min(lowest, min(from, to));
    highest = max(highest, max(from, to));
  }
  const rows = highest - lowest + 1;
  const rowZ = <usize>ldz << 3;
  z += rowZ * <usize>lowest;
  for (let j = cols; j > 0 && rows > 0; j -= STRIP) {
    const width = min(j, STRIP);
    gather(rows, width, z, rowZ, scratch);
    let pair = pairs;
    for (let t = 0; t < sweeps; ++t) {
      const count = load<i32>(table + (<usize>t << 3), 4);
      const step: usize = count < 0 ? <usize>-STRIP_BYTES : STRIP_BYTES;
      let x = scratch + <usize>(load<i32>(table + (<usize>t << 3)) - lowest) * STRIP_BYTES;
      let x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
      for (let k = abs(count); k > 0; --k) {
        const c = v128.load_splat<f64>(pair);
        const s = v128.load_splat<f64>(pair, 8);
        const minus = f64x2.neg(s);
        const y = x + step;
        let next = v128.load(y);
        v128.store(x, madd64(s, next, f64x2.mul(c, x0)));
        x0 = madd64(minus, x0, f64x2.mul(c, next));
        next = v128.load(y, 16);
        v128.store(x, madd64(s, next, f64x2.mul(c, x1)), 16);
        x1 = madd64(minus, x1, f64x2.mul(c, next));
        next = v128.load(y, 32);
        v128.store(x, madd64(s, next, f64x2.mul(c, x2)), 32);
        x2 = madd64(minus, x2, f64x2.mul(c, next));
        next = v128.load(y, 48);
        v128.store(x, madd64(s, next, f64x2.mul(c, x3)), 48);
        x3 = madd64(minus, x3, f64x2.mul(c, next));
        x = y;
        pair += 16;
      }
      v128.store(x, x0);
      v128.store(x, x1, 16);
      v128.store(x, x2, 32);
      v128.store(x, x3, 48);
    }
    scatter(rows, width, scratch, z, rowZ);
    z += STRIP_BYTES;
  }
}
