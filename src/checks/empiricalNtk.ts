import { matmul } from '../linalg/matmul';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { assertFinite } from '../validate';
import { backward, checkedNonlinearNet, forward, type NonlinearNet } from './sampleNet';

/**
 * Tangent kernel of one finite net, Σ_θ ∂f(x)/∂θ ∂f(x')/∂θ over all weights and biases, averaged over the outputs: P×P', in
 * the units of `ntkKernel`. For nets of one output it is the kernel itself.
 * @throws ValueError, ShapeError for bad arguments; NumericalError where products of the inputs overflow (beyond 1e154).
 */
export function empiricalNtk(given: NonlinearNet, x: MatrixLike, x2: MatrixLike = x): Matrix {
  const net = checkedNonlinearNet(given);
  const left = forward(net, x);
  const right = x2 === x ? left : forward(net, x2);
  const outputs = left.outputs.cols;
  const kernel = matrix(left.outputs.rows, right.outputs.rows);
  const features = net.layers.map(({ scale, shift }, l) => {
    const products = matmul(left.inputs[l], right.inputs[l], { transposeB: true });
    return products.data.map((v) => scale * scale * v + shift * shift);
  });
  for (let c = 0; c < outputs; c++) {
    const unit = ({ rows }: Matrix) => {
      const m = matrix(rows, outputs);
      for (let i = 0; i < rows; i++) m.data[i * outputs + c] = 1;
      return m;
    };
    const own = backward(net, left, unit(left.outputs));
    const other = right === left ? own : backward(net, right, unit(right.outputs));
    features.forEach((feature, l) => {
      const fields = matmul(own[l], other[l], { transposeB: true });
      for (let at = 0; at < fields.data.length; at++) kernel.data[at] += (feature[at] * fields.data[at]) / outputs;
    });
  }
  assertFinite('net, x', kernel.data);
  return kernel;
}
