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

/**
 * Up to this many columns of the result, and no more than it has rows, the transposed product is computed by the skinny
 * kernels. With fewer columns than a panel always: 512×n·512×512 float32 at n = 2, 3, 5, 7 is 4.7, 2.9, 1.9, 1.4 times as
 * fast as a packed edge. From a panel on, where the inner size pays for the sums within a vector and for turning the
 * result over: n = 10 gains 75 % portable and 85 % relaxed at k = 512, n = 16 … 31 1 to 20 %, Aᵀ 20 to 100 %.
 */
export const FEW: i32 = 32;

/**
 * Least inner size for which a panel or more of columns counts as few: equal to register tiles at 128 (n = 16, 31), 32
 * (n = 10) and 16 to 32 (Aᵀ).
 */
export const FEW_LEAST: i32 = 256;
export const FEW_LEAST_ODD: i32 = 64;
export const FEW_LEAST_TRANSPOSED: i32 = 32;

/** Inner steps of op(B), and rows of the transposed result, that wait in scratch at once: 33 and 17 kB of float32 at n = 16. */
export const FEW_DEPTH: i32 = 512;
export const FEW_ROWS: i32 = 256;

/**
 * Up to this many odd rows beside whole bands of a small product are computed one by one (three: equal to a band that
 * overlaps the others). One odd column is a product with a vector (two that way are 8 % slower than a tile one vector wide).
 */
export const SINGLE: i32 = 2;

/** Bytes of noise drawn at once: as many as the generator transforms at once, half of the smallest first-level cache. */
export const NOISE_BYTES: usize = 16 * 1024;
