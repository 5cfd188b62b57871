import { assertStillThere, type Samples } from '../data/samples';
import { ValueError } from '../errors';
import { padded, rowStride } from '../nets/field';
import { rng } from '../random/rng';
import { integer, knownOptions, oneOf, seedValue } from '../validate';
import type { Workspace } from '../wasm/workspace';
import type { Source } from './source';

export interface BatchOptions {
  /** Rows of a batch, B. */
  size: number;
  /**
   * 'onePass': consecutive rows, each used once (steps·B rows are needed). 'epochs': all rows in an order drawn anew for
   * each epoch; the rows that do not fill a last batch wait for the next epoch's order.
   */
  order: 'onePass' | 'epochs';
  /** Key of the orders of 'epochs', needed there; 'onePass' makes no use of it. */
  seed?: number;
}

/** Staged batches take about this many bytes at once. */
const STAGE_BYTES = 2 ** 23;

/** Checks the batch options against the data and the number of steps. */
export function readBatch(batch: BatchOptions, samples: number, steps: number): BatchOptions {
  knownOptions('batch', batch, ['size', 'order', 'seed']);
  const size = integer('batch.size', batch.size, 1);
  const order = oneOf('batch.order', batch.order, ['onePass', 'epochs']);
  if (batch.seed !== undefined) seedValue('batch.seed', batch.seed);
  if (order === 'epochs') {
    if (size > samples) throw new ValueError(`batch.size: expected at most the ${samples} rows of x, got ${size}`);
    return { size, order, seed: seedValue('batch.seed', batch.seed) };
  }
  const needed = size * Math.max(steps, 1);
  if (needed > samples) {
    throw new ValueError(`x: expected ${needed} rows for ${steps} batches of ${size} in one pass, got ${samples}`);
  }
  return { size, order };
}

/** The mini-batches of a run, gathered a few at a time. The error moment of a batch is computed in float64. */
export function batchSource(
  ws: Workspace,
  { x, y }: { x: Samples; y: Samples },
  batch: BatchOptions,
  steps: number,
): Source {
  const { size, order, seed = 0 } = batch;
  const cols = rowStride(x.cols, 'float64');
  const stride = padded(size, 'float64');
  const most = Math.max(1, Math.min(steps, Math.floor(STAGE_BYTES / (8 * stride * (cols + y.cols)))));
  const perEpoch = Math.floor(x.rows / size);
  // Zero-filled, so that the padding of rows and columns is zero.
  const inputs = ws.matrix(most * stride, cols);
  const targets = ws.matrix(most, stride * y.cols);
  const residual = ws.matrix(1, stride * y.cols);
  let permutation: { epoch: number; rows: Uint32Array } | undefined;

  function rowsOf(step: number): (r: number) => number {
    if (order === 'onePass') return (r) => step * size + r;
    const epoch = Math.floor(step / perEpoch);
    if (permutation?.epoch !== epoch) permutation = { epoch, rows: rng(seed).fork(epoch).permutation(x.rows) };
    const { rows } = permutation;
    return (r) => rows[(step % perEpoch) * size + r];
  }

  return {
    most,
    work: 4 * size * x.cols * y.cols,
    stage(first, count) {
      assertStillThere(x, 'x');
      assertStillThere(y, 'y');
      for (let k = 0; k < count; k++) {
        const row = rowsOf(first + k);
        // not before: an order is drawn in memory that may grow
        const xs = inputs.data;
        const ys = targets.data;
        for (let r = 0; r < size; r++) {
          const from = row(r);
          xs.set(x.data.subarray(from * x.cols, (from + 1) * x.cols), (k * stride + r) * cols);
          const to = k * stride * y.cols + (r - (r % 4)) * y.cols + (r % 4);
          for (let c = 0; c < y.cols; c++) ys[to + 4 * c] = y.data[from * y.cols + c];
        }
      }
      return {
        sxx: 0,
        batchRows: size,
        batchStride: stride,
        stride: cols,
        batchX: inputs.pointer,
        batchY: targets.pointer,
        residual: residual.pointer,
      };
    },
  };
}
