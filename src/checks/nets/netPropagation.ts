import { type Matrix, matrix } from '../../matrix';
import { backward, forward, type NonlinearNet } from '../sampleNet';

/** What random weights of the next layer would make of a layer's activations: s² ⟨φ(h_i), φ(h_j)⟩/N + s_b². */
export interface NetPropagation {
  /** Of every pair of inputs, P×P, at every layer: index 0 are the first pre-activations. */
  lengths: Matrix[];
  /** ‖∂f/∂h_l‖² of the first output at the first input, l = 0 … L − 1 hidden layers. */
  gradients: number[];
}

/** Lengths, overlaps and gradients of one net, layer by layer, in the units of `propagation`'s trajectory. */
export function netPropagation(net: NonlinearNet, x: Matrix): NetPropagation {
  const pass = forward(net, x);
  const lengths = pass.inputs.map(({ cols, rows, data }, l) => {
    const { scale, shift } = net.layers[l];
    const kernel = matrix(rows, rows);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < cols; k++) sum += data[i * cols + k] * data[j * cols + k];
        kernel.data[i * rows + j] = kernel.data[j * rows + i] = scale * scale * sum + shift * shift;
      }
    }
    return kernel;
  });
  const unit = matrix(x.rows, pass.outputs.cols);
  unit.data[0] = 1;
  const gradients = backward(net, pass, unit)
    .slice(0, -1)
    .map(({ cols, data }) => {
      let sum = 0;
      for (let k = 0; k < cols; k++) sum += data[k] * data[k];
      return sum;
    });
  return { lengths, gradients };
}
