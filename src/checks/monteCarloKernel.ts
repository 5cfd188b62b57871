import { ShapeError } from '../errors';
import { matmul } from '../linalg/matmul';
import { heapMatrix } from '../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { assertNumbers, count, knownOptions, seedValue } from '../validate';
import { empiricalNtk } from './empiricalNtk';
import { forward, type SampleNetOptions, sampleNet } from './sampleNet';

export interface MonteCarloKernelOptions extends Omit<SampleNetOptions, 'inputs' | 'outputs'> {
  /** Nets, with seeds seed, seed + 1 … */
  nets: number;
}

/** A kernel averaged over nets, and the standard error of every entry. */
export interface MonteCarloMean {
  /** Mean over the nets, P×P'. */
  mean: Matrix;
  /** Standard error of every entry of the mean, P×P'. */
  standardError: Matrix;
}

/**
 * Kernels of finite nets averaged over draws of their parameters: `nngp` with the readout averaged exactly,
 * s_L² ⟨h_L, h_L'⟩/N + b_L², and `ntk` as `empiricalNtk`. They tend to nngpKernel and ntkKernel as 1/N; for linear nets the
 * means are equal at any width.
 */
export function monteCarloKernel(
  x: MatrixLike,
  x2: MatrixLike | undefined,
  options: MonteCarloKernelOptions,
): { nngp: MonteCarloMean; ntk: MonteCarloMean } {
  knownOptions('monteCarloKernel', options, [
    'nets',
    'activation',
    'hidden',
    'width',
    'weightVariance',
    'biasVariance',
    'seed',
  ]);
  const { nets, ...spec } = options;
  count('nets', nets, 2);
  seedValue('seed', spec.seed);
  const inputs = heapMatrix(x, 'x').cols;
  if (inputs === 0) throw new ShapeError('x: expected at least one column, got none');
  const sums = { nngp: new Spread(), ntk: new Spread() };
  for (let k = 0; k < nets; k++) {
    const net = sampleNet({ ...spec, inputs, outputs: 1, seed: spec.seed + k });
    const { scale, shift } = net.layers[net.layers.length - 1];
    const left = forward(net, x).inputs.at(-1)!;
    const right = x2 === undefined ? left : forward(net, x2).inputs.at(-1)!;
    const products = matmul(left, right, { transposeB: true, alpha: scale * scale });
    sums.nngp.add(
      matrix(
        products.rows,
        products.cols,
        products.data.map((v) => v + shift * shift),
      ),
    );
    sums.ntk.add(empiricalNtk(net, x, x2));
  }
  const kernels = { nngp: sums.nngp.mean(), ntk: sums.ntk.mean() };
  for (const { mean, standardError } of Object.values(kernels))
    assertNumbers('x, weightVariance', mean.data, standardError.data);
  return kernels;
}

/** Mean and spread of matrices, entry by entry (Welford). */
class Spread {
  private count = 0;
  private center?: Matrix;
  private squares?: Float64Array;

  add({ rows, cols, data }: Matrix): void {
    this.center ??= matrix(rows, cols);
    this.squares ??= new Float64Array(data.length);
    this.count++;
    for (let at = 0; at < data.length; at++) {
      const gap = data[at] - this.center.data[at];
      this.center.data[at] += gap / this.count;
      this.squares[at] += gap * (data[at] - this.center.data[at]);
    }
  }

  mean(): MonteCarloMean {
    const mean = this.center!;
    const error = this.squares!.map((s) => Math.sqrt(s / (this.count - 1) / this.count));
    return { mean, standardError: matrix(mean.rows, mean.cols, error) };
  }
}
