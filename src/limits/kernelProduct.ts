import { ShapeError } from '../errors';
import { checkedFactorInput } from '../linalg/factorInput';
import { multiply } from '../linalg/multiply';
import { heapMatrix, withWorkspace } from '../linalg/resident';
import { drain } from '../longWork';
import type { Matrix, MatrixLike } from '../matrix';
import { oneOf } from '../validate';
import {
  type KernelInput,
  type KernelOptions,
  type KernelProgress,
  kernelNet,
  kernelSamples,
} from './kernels/kernelOptions';
import { kernelPanels } from './kernels/kernelPanels';

export interface KernelProductOptions extends KernelOptions {
  /** Which kernel. Default 'nngp'. */
  kernel?: 'nngp' | 'ntk';
  /** Samples of the columns, P'×D. Default x. */
  x2?: KernelInput;
}

/** A product of a kernel, P×C. */
export interface KernelProduct extends Matrix {
  /** Estimated largest absolute error of an entry of the kernel by quadrature. */
  readonly error: number;
  /** Rows of the kernel that were used, of a product that was stopped: it is not finished. */
  readonly stopped?: {
    /** How many, from the first on. */
    step: number;
  };
}

/**
 * nngpKernel(x, x2)·v or ntkKernel(x, x2)·v without the matrix: panels of 64 rows are made, used and forgotten; the
 * symmetric case does half the work. 20,000 rows need 2·10 MB beside the samples.
 * @param x samples of the rows, P×D.
 * @param v P'×C, float64.
 * @param options the net, which of its kernels, and `x2`.
 * @throws as `nngpKernel`; ShapeError when v does not have a row for every column of the kernel.
 */
export function kernelProduct(x: KernelInput, v: MatrixLike, options: KernelProductOptions): KernelProduct {
  return drain(kernelProductSteps(x, v, options), options?.onProgress);
}

/** The same as a generator that yields about every 20 ms; `next(false)` stops it. */
export function* kernelProductSteps(
  x: KernelInput,
  v: MatrixLike,
  options: KernelProductOptions,
): Generator<KernelProgress, KernelProduct, boolean | undefined> {
  const net = kernelNet('kernelProduct', options, ['kernel', 'x2']);
  const wantNtk = oneOf('kernel', options.kernel ?? 'nngp', ['nngp', 'ntk']) === 'ntk';
  const samples = kernelSamples(net, x, options.x2);
  const right = checkedFactorInput(heapMatrix(v, 'v'), 'v');
  if (right.rows !== samples.right.rows) {
    throw new ShapeError(`v: expected ${samples.right.rows} rows, one a column of the kernel, got ${right.rows}`);
  }
  const symmetric = samples.left === samples.right;
  const { rows } = samples.left;
  const out = new Float64Array(rows * right.cols);
  // the caller's may change between two steps
  const entries = right.data.slice();
  const run = yield* kernelPanels(net, samples, wantNtk, ({ from, rows: count, column, nngp, ntk }) => {
    const kernel = ntk ?? nngp;
    withWorkspace((ws) => {
      const c = right.cols;
      const vectors = ws.matrix(right.rows - column, c, 'float64', entries.subarray(column * c));
      const part = ws.matrix(count, c);
      multiply(part, kernel, vectors);
      add(out, from * c, part.data);
      const beyond = kernel.cols - count;
      if (!symmetric || beyond === 0) return;
      const below = ws.matrix(beyond, c);
      multiply(below, kernel.block(0, count, count, beyond), vectors.block(0, 0, count, c), { transposeA: true });
      add(out, (from + count) * c, below.data);
    });
  });
  const error = wantNtk ? run.ntkError : run.nngpError;
  const product = { rows, cols: right.cols, dtype: 'float64' as const, data: out, error };
  return run.stopped === undefined ? product : { ...product, stopped: { step: run.stopped } };
}

function add(out: Float64Array, at: number, part: ArrayLike<number>): void {
  for (let i = 0; i < part.length; i++) out[at + i] += part[i];
}
