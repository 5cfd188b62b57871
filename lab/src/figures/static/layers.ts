import { type Matrix, matmul, matrix, type NonlinearNet } from 'deeplinear';

/** Pre-activations z_1 … z_{L+1} of a sampled net, samples as rows; the last are its outputs. */
export function preActivations({ layers, activation }: NonlinearNet, x: Matrix): Matrix[] {
  let input = x;
  return layers.map(({ weights, bias, scale, shift }) => {
    const z = matmul(input, weights, { transposeB: true, alpha: scale });
    for (let at = 0; at < z.data.length; at++) z.data[at] += shift * bias[at % z.cols];
    input = matrix(z.rows, z.cols, z.data.map(activation.value));
    return z;
  });
}

/** Gradients of the one output with respect to z_1 … z_{L+1}, samples as rows. */
export function outputGradients({ layers, activation }: NonlinearNet, z: readonly Matrix[]): Matrix[] {
  const last = z.length - 1;
  const gradients = [matrix(z[last].rows, 1, new Float64Array(z[last].rows).fill(1))];
  for (let l = last; l > 0; l--) {
    const gradient = matmul(gradients[0], layers[l].weights, { alpha: layers[l].scale });
    for (let at = 0; at < gradient.data.length; at++) gradient.data[at] *= activation.derivative(z[l - 1].data[at]);
    gradients.unshift(gradient);
  }
  return gradients;
}

/** Two inputs of two entries whose first pre-activations have variance q and correlation c. */
export function inputPair(q: number, c: number, weightVariance: number, biasVariance: number): Matrix {
  const size = (q - biasVariance) / weightVariance;
  const overlap = (c * q - biasVariance) / weightVariance;
  return matrix(2, 2, [
    Math.sqrt(2 * size),
    0,
    Math.SQRT2 * (overlap / Math.sqrt(size)),
    Math.SQRT2 * Math.sqrt(Math.max(0, size - overlap ** 2 / size)),
  ]);
}
