import type { MomentsLike } from '../data/checkedMoments';
import { ShapeError } from '../errors';
import { heapMatrix } from '../linalg/resident';
import { epsilonOf, type MatrixLike } from '../matrix';
import { createNet, fittingSpec } from '../nets/createNet';
import type { NetOptions } from '../nets/netSpec';
import { type TrainOptions, train } from '../train/train';
import { count, integer, isNumberList, knownOptions, reject } from '../validate';
import { assertWithoutWidth } from './nets/assertWithoutWidth';
import { netMovement } from './nets/netMovement';
import { type Estimate, mean, scalingFit, variance } from './statistics';

export interface KernelMovementOptions {
  /** Widths to compare, at least two, each once. */
  widths: ArrayLike<number>;
  /** Nets of each width. Default 24. */
  seeds?: number;
  /** Training data. */
  moments: MomentsLike;
  /** Inputs (P×D) at which kernel and outputs are read. */
  x: MatrixLike;
  /** Learning rate, or that of a width: `(width) => 0.1 / width` undoes the larger step of muP. */
  lr: number | ((width: number) => number);
  /** Gradient-descent steps of every net. */
  steps: number;
  /** Factors r_l of the step. Default 1. */
  layerLr?: TrainOptions['layerLr'];
}

/** One width; means over nets with their standard errors. */
export interface KernelMovementRow {
  /** Neurons of every hidden layer. */
  width: number;
  /** Nets of this width. */
  seeds: number;
  /** ‖Θ_T − Θ_0‖/‖Θ_0‖, Frobenius norms of the tangent kernel of x. */
  kernel: number;
  /** Standard error of `kernel`. */
  kernelError: number;
  /** Root mean square over x of f_T − f_0. */
  outputs: number;
  /** Standard error of `outputs`. */
  outputsError: number;
}

export interface KernelMovement {
  /** One per width, in the order given. */
  rows: KernelMovementRow[];
  /** Exponent of the kernel's movement in the width: 0 in muP (feature learning), −1 in NTK parameterization (lazy). */
  kernelSlope: Estimate;
  /** Exponent of the outputs' movement: 0 for both; −1 for muP with the step of width one, where nothing is learned. */
  outputsSlope: Estimate;
}

/**
 * Mean-field against lazy training, measured: how far the tangent kernel and the outputs of nets move in training, against their width.
 * In muP both move by order one, in NTK parameterization only the outputs do and the kernel by O(1/N) (Chizat, Oyallon & Bach,
 * arXiv:1812.07956; docs/limits/lazy.md).
 * @throws ValueError, ShapeError for bad options; ValueError when a net diverges, or kernel or outputs do not move by more than rounding.
 */
export function kernelMovement(
  net: Omit<NetOptions, 'seed' | 'width'>,
  options: KernelMovementOptions,
): KernelMovement {
  knownOptions('kernelMovement', options, ['widths', 'seeds', 'moments', 'x', 'lr', 'steps', 'layerLr']);
  const { widths, moments, lr, steps, layerLr } = options;
  if (!isNumberList(widths)) reject('widths', 'a list of widths', widths);
  if (widths.length < 2) throw new ShapeError(`widths: expected at least 2, got ${widths.length}`);
  const sizes = Array.from(widths, (width, i) => integer(`widths[${i}]`, width, 1));
  if (new Set(sizes).size < sizes.length) reject('widths', 'at least 2 different ones, each once', widths);
  if (typeof net === 'object' && net !== null) assertWithoutWidth(net);
  const seeds = count('seeds', options.seeds ?? 24, 2);
  const x = heapMatrix(options.x, 'x');
  // before the first net is trained
  for (const width of sizes) fittingSpec({ ...net, width, seed: 0 });
  const rows = sizes.map((width): KernelMovementRow => {
    const rate = typeof lr === 'function' ? lr(width) : lr;
    const kernels: number[] = [];
    const outputs: number[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const before = createNet({ ...net, width, seed });
      const { net: after, diverged } = train(before, { moments, lr: rate, steps, layerLr });
      if (diverged) reject('lr', `a learning rate at which nets of width ${width} do not diverge`, rate);
      const moved = netMovement(before, after, x, { layerLr });
      kernels.push(moved.kernel);
      outputs.push(moved.outputs);
    }
    const error = (values: number[]) => Math.sqrt(variance(values) / seeds);
    return {
      width,
      seeds,
      kernel: mean(kernels),
      kernelError: error(kernels),
      outputs: mean(outputs),
      outputsError: error(outputs),
    };
  });
  const rounding = 4 * epsilonOf[net.dtype ?? 'float64'];
  for (const { kernel, outputs } of rows) {
    // no power of the width is 0 or rounding, and the kernel of inputs that are 0 has no size to compare with
    const still = kernel > rounding && outputs > 0 ? undefined : Math.min(kernel, outputs);
    if (still !== undefined) reject('lr, layerLr, steps, x', 'training that moves kernel and outputs', still);
  }
  const slope = (value: (row: KernelMovementRow) => number, error: (row: KernelMovementRow) => number) =>
    scalingFit(
      rows.map((row) => row.width),
      rows.map(value),
      rows.map((row) => error(row) / value(row)),
      { dof: rows.length * (seeds - 1) },
    ).slope;
  return {
    rows,
    kernelSlope: slope(
      (row) => row.kernel,
      (row) => row.kernelError,
    ),
    outputsSlope: slope(
      (row) => row.outputs,
      (row) => row.outputsError,
    ),
  };
}
