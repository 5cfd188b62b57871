import { rankUpdate } from '../linalg/rankUpdate';
import type { Workspace, WorkspaceMatrix } from '../linalg/resident';
import { type Matrix, matrix } from '../matrix';

/** Products of bytes less this are at most 2^14. */
const SHIFT = 128;

/** Most rows added at once: sums of 1,024 such products fit in the 24 bits of float32. */
export const BYTE_CHUNK_ROWS = 1024;

/**
 * xᵀx of bytes: bytes less 128 are multiplied in float32, twice as fast as in float64 and without rounding for up to
 * 1,024 rows; the integer results are added in float64. Sums are exact; centring multiplies them by the number of rows,
 * which is exact while that stays below 2^53, and rounds from about 7e5 rows on.
 */
export class ByteGram {
  private readonly part: WorkspaceMatrix;
  private readonly chunk: WorkspaceMatrix;
  /** Upper triangle of Σ (x − 128)(x' − 128). */
  private readonly sums: Float64Array;
  /** Σ (x − 128). */
  private readonly columns: Float64Array;
  private rows = 0;

  /** Chunks of at most `size` rows (BYTE_CHUNK_ROWS and less) of `cols` features. */
  constructor(
    ws: Workspace,
    size: number,
    private readonly cols: number,
  ) {
    this.part = ws.matrix(cols, cols, 'float32');
    this.chunk = ws.matrix(size, cols, 'float32');
    this.sums = new Float64Array(cols * cols);
    this.columns = new Float64Array(cols);
  }

  /** Adds samples, given in row order. */
  add(bytes: Uint8Array): void {
    const { cols, sums, columns } = this;
    const rows = bytes.length / cols;
    const chunk = this.chunk.block(0, 0, rows, cols);
    const shifted = chunk.data;
    for (let at = 0; at < bytes.length; at += cols) {
      for (let j = 0; j < cols; j++) {
        const v = bytes[at + j] - SHIFT;
        shifted[at + j] = v;
        columns[j] += v;
      }
    }
    rankUpdate(this.part, chunk, { transpose: true });
    const part = this.part.data;
    for (let i = 0; i < cols; i++) for (let at = i * cols + i; at < (i + 1) * cols; at++) sums[at] += part[at];
    this.rows += rows;
  }

  /** Mean of (x − mean)(x − mean)ᵀ when `center`, else of x xᵀ; times scale_i·scale_j. Up to about 7e5 rows one rounding before the scales. */
  moments(center: boolean, scale: Float64Array | undefined): Matrix {
    const { cols, rows, sums, columns } = this;
    const out = matrix(cols, cols);
    for (let i = 0; i < cols; i++) {
      for (let j = i; j < cols; j++) {
        const sum = sums[i * cols + j];
        const mean = center
          ? (sum * rows - columns[i] * columns[j]) / (rows * rows)
          : (sum + SHIFT * (columns[i] + columns[j]) + SHIFT * SHIFT * rows) / rows;
        const value = scale ? mean * scale[i] * scale[j] : mean;
        out.data[i * cols + j] = value;
        out.data[j * cols + i] = value;
      }
    }
    return out;
  }
}
