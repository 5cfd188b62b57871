import { ValueError } from '../errors';
import type { Samples } from './samples';

/** The map x ↦ (x − mean)·scale, feature by feature; both have one entry per column of x. */
export interface Standardization {
  mean: Float64Array;
  scale: Float64Array;
}

export interface StandardizationOptions {
  /** Subtract the column means. Default false. */
  center?: boolean;
  /**
   * 'trace': one factor for all features, so that the mean of ‖x‖² is their number D. 'feature': every feature gets
   * variance 1; one that is constant gets scale 0 with `center` (it is 0 in these samples), 1 without. Default 'none'.
   */
  scale?: 'none' | 'trace' | 'feature';
}

/** Rows summed before their sum is added to the total: keeps the rounding error of means near that of 1,000 additions. */
const BLOCK_ROWS = 512;

/** The standardization that samples ask for. Means and variances are taken about the first row, then about the mean. */
export function standardizationOf(x: Samples, name: string, options: StandardizationOptions): Standardization {
  const { center = false, scale = 'none' } = options;
  const { cols } = x;
  const zeros = new Float64Array(cols);
  const mean = center || scale === 'feature' ? columnMeans(x) : zeros;
  const subtracted = center ? mean : zeros;
  const factors = new Float64Array(cols).fill(1);
  if (scale === 'trace') {
    const trace = meanSquares(x, subtracted).reduce((sum, v) => sum + v, 0);
    const factor = Math.sqrt(cols / trace);
    if (!(factor > 0 && factor < Infinity)) {
      throw new ValueError(`${name}: expected inputs with a positive mean square for scale 'trace', got ${trace}`);
    }
    factors.fill(factor);
  } else if (scale === 'feature') {
    meanSquares(x, mean).forEach((variance, j) => {
      factors[j] = variance > 0 ? 1 / Math.sqrt(variance) : center ? 0 : 1;
    });
  }
  return { mean: subtracted, scale: factors };
}

/** Column means of x. Sums of bytes are exact integers. */
function columnMeans(x: Samples): Float64Array {
  const { data } = x;
  const first = Float64Array.from(data.subarray(0, x.cols));
  const sum = inBlocks(x, (block, row) => {
    for (let j = 0; j < first.length; j++) block[j] += data[row + j] - first[j];
  });
  return first.map((v, j) => v + sum[j] / x.rows);
}

function meanSquares(x: Samples, about: Float64Array): Float64Array {
  const { data } = x;
  const sum = inBlocks(x, (block, row) => {
    for (let j = 0; j < about.length; j++) {
      const v = data[row + j] - about[j];
      block[j] += v * v;
    }
  });
  return sum.map((v) => v / x.rows);
}

/** Sums over the rows of x: `add` adds what the row that begins at entry `row` contributes. */
function inBlocks({ rows, cols }: Samples, add: (block: Float64Array, row: number) => void): Float64Array {
  const total = new Float64Array(cols);
  const block = new Float64Array(cols);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    block.fill(0);
    const end = Math.min(from + BLOCK_ROWS, rows) * cols;
    for (let row = from * cols; row < end; row += cols) add(block, row);
    for (let j = 0; j < cols; j++) total[j] += block[j];
  }
  return total;
}
