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

/** Inner size of a packed block of B. */
export const KC: i32 = 256;

/** Columns of a packed block of B, in bytes of one of its rows. */
export const NC_BYTES: i32 = 2048;

/** Up to this many rows, columns and inner steps A and B are used where they are, without packing. */
export const SMALL: i32 = 56;

/** Up to this many rows the product streams B once instead of packing it. */
export const SKINNY: i32 = 32;

/** The skinny path begins where the large operand has this many rows or columns. */
export const SKINNY_LEAST: i32 = 128;

/** Rows of the large operand that the skinny path reads in one band. */
export const SKINNY_ROWS: i32 = 128;

/**
 * Rows of W behind one pass of the backward field, whose result waits in registers: 16 to 64 are within noise at width
 * 512; below, loading and storing the result shows.
 */
export const FIELD_ROWS: i32 = 32;
