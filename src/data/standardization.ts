import { ValueError } from '../errors';
import { type Progress, YIELD_MS } from '../longWork';
import { booleanValue, knownOptions, oneOf } from '../validate';
import { assertStillThere, type Samples } from './samples';

/** The map x ↦ (x − mean)·scale, feature by feature; both have one entry per column of x. */
export interface Standardization {
  /** What is subtracted: column means with `center`, else zeros. */
  mean: Float64Array;
  /** What is multiplied by afterwards: ones for 'none'. */
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

/** Checks them before any work; `where` is the function's name in error messages. */
export function checkStandardization(where: string, options: StandardizationOptions): void {
  knownOptions(where, options, ['center', 'scale']);
  booleanValue('center', options.center ?? false);
  oneOf('scale', options.scale ?? 'none', ['none', 'trace', 'feature']);
}

/** Rows summed before their sum is added to the total: keeps the rounding error of means near that of 1,000 additions. */
const BLOCK_ROWS = 512;

/** Deviations whose squares neither overflow nor vanish, however many are added. */
const SAFE = { least: 2 ** -500, most: 2 ** 480 };

type Work<T> = Generator<Progress, T, boolean | undefined>;

/**
 * The standardization that samples ask for. Means and variances are taken about the first row, then about the mean.
 * Yields about every 20 ms.
 * @throws ValueError, naming the column, for means or spreads that float64 cannot hold.
 */
export function* standardizationSteps(
  x: Samples,
  name: string,
  options: StandardizationOptions,
): Work<Standardization> {
  const { center = false, scale = 'none' } = options;
  const { cols } = x;
  assertStillThere(x, name);
  const zeros = new Float64Array(cols);
  const ones = new Float64Array(cols).fill(1);
  const mean = center || scale === 'feature' ? yield* columnMeans(x) : zeros;
  mean.forEach((v, j) => {
    if (!Number.isFinite(v)) fail(name, 'entries whose differences fit in float64', v, j);
  });
  const subtracted = center ? mean : zeros;
  if (scale === 'none') return { mean: subtracted, scale: ones };
  if (scale === 'feature') return { mean: subtracted, scale: yield* featureScales(x, name, mean, center) };
  const trace = (yield* meanSquares(x, subtracted, ones)).reduce((sum, v) => sum + v, 0);
  const factor = Math.sqrt(cols / trace);
  if (!(factor > 0 && factor < Infinity)) {
    throw new ValueError(`${name}: expected inputs with a positive mean square for scale 'trace', got ${trace}`);
  }
  return { mean: subtracted, scale: ones.fill(factor) };
}

function* featureScales(x: Samples, name: string, mean: Float64Array, center: boolean): Work<Float64Array> {
  const largest = yield* largestDeviations(x, mean);
  const units = largest.map((v) => (v === 0 || (v > SAFE.least && v < SAFE.most) ? 1 : v));
  const squares = yield* meanSquares(x, mean, units);
  return largest.map((deviation, j) => {
    if (deviation === 0) return center ? 0 : 1;
    const spread = Math.sqrt(squares[j]) * units[j];
    const factor = 1 / spread;
    if (!(factor > 0 && factor < Infinity))
      fail(name, "a spread that float64 can divide by for scale 'feature'", spread, j);
    return factor;
  });
}

function fail(name: string, expected: string, value: number, column: number): never {
  throw new ValueError(`${name}: expected ${expected}, got ${value} in column ${column} (counted from 0)`);
}

/** Column means of x. Sums of bytes are exact integers. */
function* columnMeans(x: Samples): Work<Float64Array> {
  const { data } = x;
  const first = Float64Array.from(data.subarray(0, x.cols));
  const sum = yield* inBlocks(x, (block, row) => {
    for (let j = 0; j < first.length; j++) block[j] += data[row + j] - first[j];
  });
  return first.map((v, j) => v + sum[j] / x.rows);
}

/** max |x − about| of every column. */
function* largestDeviations(x: Samples, about: Float64Array): Work<Float64Array> {
  const { data } = x;
  const largest = new Float64Array(x.cols);
  yield* inBlocks(x, (_, row) => {
    for (let j = 0; j < about.length; j++) largest[j] = Math.max(largest[j], Math.abs(data[row + j] - about[j]));
  });
  return largest;
}

/** Mean of ((x − about)/unit)² of every column. */
function* meanSquares(x: Samples, about: Float64Array, units: Float64Array): Work<Float64Array> {
  const { data } = x;
  const sum = yield* inBlocks(x, (block, row) => {
    for (let j = 0; j < about.length; j++) {
      const v = (data[row + j] - about[j]) / units[j];
      block[j] += v * v;
    }
  });
  return sum.map((v) => v / x.rows);
}

/** Sums over the rows of x: `add` adds what the row that begins at entry `row` contributes. */
function* inBlocks(x: Samples, add: (block: Float64Array, row: number) => void): Work<Float64Array> {
  const { rows, cols } = x;
  const total = new Float64Array(cols);
  const block = new Float64Array(cols);
  let last = performance.now();
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    assertStillThere(x, 'x');
    block.fill(0);
    const end = Math.min(from + BLOCK_ROWS, rows) * cols;
    for (let row = from * cols; row < end; row += cols) add(block, row);
    for (let j = 0; j < cols; j++) total[j] += block[j];
    if (performance.now() - last < YIELD_MS) continue;
    yield { step: 0, steps: rows };
    last = performance.now();
  }
  return total;
}
