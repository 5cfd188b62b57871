/**
 * Every tunable number of the dense kernels. Register tiles are two vectors wide, so one source serves both dtypes:
 * 4×8 in float32, 4×4 in float64.
 */

/** Rows of a register tile. */
export const MR: i32 = 4;

/** Bytes of one row of a register tile: two vectors. */
export const NR_BYTES: i32 = 32;

/** Columns of a register tile. */
@inline
export function nr<T>(): i32 {
  return NR_BYTES / sizeof<T>();
}

/**
 * Inner size and width (bytes of one row) of a packed block of B. On an EPYC 7003 (512 kB second-level cache) KC 128, 256
 * and 384 with 1, 2 and 4 kB are within 3 % of each other from n = 256 to 1024; the block is 512 kB.
 */
export const KC: i32 = 256;
export const NC_BYTES: i32 = 2048;

/**
 * Up to this many rows, columns and inner steps A and B are used where they are: a quarter faster than packing at
 * n = 16, 10 % at 32, 2 to 5 % at 48. At 128, where rows a power of two apart share cache sets, packing is 8 % (A·B) to
 * 50 % (Aᵀ·B) faster.
 */
export const SMALL: i32 = 56;

/**
 * Up to this many rows, against a matrix with at least SKINNY_LEAST rows or columns, the product is skinny: B is read
 * once and not packed. 10 rows, n = 512: 30 instead of 22 GFLOP/s portable, 39 instead of 27 relaxed; at 32 rows both
 * ways are equal. Products of fewer rows than a tile has are skinny at any size.
 */
export const SKINNY: i32 = 32;
export const SKINNY_LEAST: i32 = 128;

/** Rows of a strip of B in a skinny product. 128 is 3 to 10 % faster than 32; the strip is 8 kB. */
export const SKINNY_ROWS: i32 = 128;

/**
 * Rows of W behind one pass of the backward field, whose result waits in registers: 16 to 64 are within noise at width
 * 512; below, loading and storing the result shows.
 */
export const FIELD_ROWS: i32 = 32;

/**
 * Most bytes of an input field that the forward image sweeps at once: beyond, its columns are taken in blocks. 48 kB
 * gains 9 % at 784×784 float64 with ten classes and 15 % at 1024×2048 float32; 12 to 24 kB cost 2 to 8 % at width 512.
 */
export const IMAGE_BYTES: usize = 48 * 1024;
