import { type Matrix, matrix } from '../../matrix';
import { type KernelInput, type KernelOptions, type KernelProgress, kernelNet, kernelSamples } from './kernelOptions';
import { kernelPanels } from './kernelPanels';

/** A kernel: a float64 matrix, and how far quadrature may be off. */
export interface KernelMatrix extends Matrix {
  /** The entries, row by row: rows are those of x, columns those of x2 or x. */
  readonly data: Float64Array;
  /** Estimated largest absolute error of an entry by quadrature; 0 for activations with a closed form. */
  readonly error: number;
  /** Rows that are done, of a computation that was stopped; the others are NaN. */
  readonly stopped?: {
    /** How many, from the first on. */
    step: number;
  };
}

export interface NtkMatrix extends KernelMatrix {
  /** The kernel of the outputs at initialization, computed on the way. */
  readonly nngp: KernelMatrix;
}

/** Tiles of the mirrored copy, so that both triangles stay in the cache. */
const TILE = 32;

/** Both kernels, or the first alone, as full matrices. */
export function* kernelMatrices(
  where: string,
  x: KernelInput,
  x2: KernelInput | undefined,
  options: KernelOptions,
  wantNtk: boolean,
): Generator<KernelProgress, { nngp: KernelMatrix; ntk?: KernelMatrix }, boolean | undefined> {
  const net = kernelNet(where, options);
  const samples = kernelSamples(net, x, x2);
  const { rows } = samples.left;
  const cols = samples.right.rows;
  const symmetric = samples.left === samples.right;
  const parts = [matrix(rows, cols), ...(wantNtk ? [matrix(rows, cols)] : [])];
  const { nngpError, ntkError, stopped } = yield* kernelPanels(net, samples, wantNtk, (panel) => {
    for (const [k, { data }] of parts.entries()) {
      const made = k === 0 ? panel.nngp : panel.ntk!;
      for (let i = 0; i < panel.rows; i++) data.set(made.row(i), (panel.from + i) * cols + panel.column);
      if (symmetric) mirror(data as Float64Array, cols, panel.from, panel.rows);
    }
  });
  const finished = (k: number, error: number): KernelMatrix => {
    const data = parts[k].data as Float64Array;
    if (stopped === undefined) return { rows, cols, dtype: 'float64', data, error };
    data.fill(Number.NaN, stopped * cols);
    return { rows, cols, dtype: 'float64', data, error, stopped: { step: stopped } };
  };
  return { nngp: finished(0, nngpError), ...(wantNtk && { ntk: finished(1, ntkError) }) };
}

/** Copies what is right of the diagonal in rows from … from + rows − 1 below it. */
function mirror(data: Float64Array, n: number, from: number, rows: number): void {
  for (let top = from; top < from + rows; top += TILE) {
    const bottom = Math.min(top + TILE, from + rows);
    for (let left = top; left < n; left += TILE) {
      const right = Math.min(left + TILE, n);
      for (let j = left; j < right; j++) {
        for (let i = top; i < Math.min(bottom, j); i++) data[j * n + i] = data[i * n + j];
      }
    }
  }
}
