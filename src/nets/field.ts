import { bytesPer, type Dtype, type Matrix } from '../matrix';

/** Entries of one class in one panel (32 bytes) of a field; see assembly/net/panels.ts. */
export function panelSize(dtype: Dtype): number {
  return 32 / bytesPer[dtype];
}

/** Size padded to whole panels. */
export function padded(size: number, dtype: Dtype): number {
  const p = panelSize(dtype);
  return Math.ceil(size / p) * p;
}

/**
 * Elements from row to row of a matrix with padded rows. Long rows take an odd number of cache lines: at a multiple of
 * many lines the rows of a tile would fall on the same few places of the first-level cache.
 */
export function rowStride(cols: number, dtype: Dtype): number {
  const bytes = padded(cols, dtype) * bytesPer[dtype];
  const lines = Math.ceil(bytes / 64);
  return (bytes < 1024 ? bytes : 64 * (lines + 1 - (lines % 2))) / bytesPer[dtype];
}

/** Copies a C×n matrix into the padded panel layout of the net kernels. The padding of `field` must be zero. */
export function packField(field: Float64Array | Float32Array, source: Matrix): void {
  const p = field instanceof Float32Array ? 8 : 4;
  const { rows, cols, data } = source;
  if (rows === 1) {
    field.set(data);
    return;
  }
  for (let c = 0, from = 0; c < rows; c++) {
    for (let j = 0; j < cols; j++) field[(j - (j % p)) * rows + c * p + (j % p)] = data[from++];
  }
}

/** The C×n matrix held by a field. */
export function unpackField(field: Float64Array | Float32Array, rows: number, cols: number): Matrix {
  const p = field instanceof Float32Array ? 8 : 4;
  const data = field instanceof Float32Array ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  for (let c = 0, to = 0; c < rows; c++) {
    for (let j = 0; j < cols; j++) data[to++] = field[(j - (j % p)) * rows + c * p + (j % p)];
  }
  return { rows, cols, dtype: field instanceof Float32Array ? 'float32' : 'float64', data };
}
