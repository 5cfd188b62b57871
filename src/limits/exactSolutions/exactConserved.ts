import { ShapeError } from '../../errors';
import { gram } from '../../linalg/gram';
import { asMatrix, type Matrix, type MatrixLike, matrix } from '../../matrix';
import { isNumberList, knownOptions, positive, reject } from '../../validate';

export interface ConservedOptions {
  /** Rate of every layer, r_l ρ_l: the flow is dW_l/dt = −rate_l ∂loss/∂W_l. Default 1. */
  rates?: ArrayLike<number>;
}

/**
 * What gradient flow conserves between neighbouring layers, for any data and any loss of the product W_M … W_1:
 *   W_{j+1}ᵀ W_{j+1}/rate_{j+1} − W_j W_jᵀ/rate_j,   j = 1 … M − 1,
 * in the order of `weights` (W_1 first, as net.weights() has them). Gradient descent changes it by O(lr²) a step. Zero:
 * balanced weights. Fukumizu 1998; Arora, Cohen & Hazan 2018 (arXiv:1802.06509), theorem 1.
 * @throws ShapeError for sizes that do not fit together; ValueError for rates that are not positive
 */
export function conserved(weights: readonly MatrixLike[], options: ConservedOptions = {}): Matrix[] {
  knownOptions('exact.conserved', options, ['rates']);
  if (!Array.isArray(weights) || !isNumberList(weights)) reject('weights', 'an array of matrices', weights);
  const { rates: given = new Array<number>(weights.length).fill(1) } = options;
  if (!isNumberList(given)) reject('rates', `${weights.length} numbers`, given);
  if (given.length !== weights.length) {
    throw new ShapeError(`rates: expected ${weights.length} numbers (one per layer), got ${given.length}`);
  }
  // map would pass over holes
  const layers = Array.from(weights, (w, j) => {
    const { rows: m, cols: n, data } = asMatrix(w, `weights[${j}]`);
    return matrix(m, n, data, 'float64');
  });
  const rates = Array.from(given, (rate, j) => positive(`rates[${j}]`, rate));
  return layers.slice(1).map((above, j) => {
    const below = layers[j];
    if (above.cols !== below.rows) {
      throw new ShapeError(`weights[${j + 1}]: expected ${below.rows} columns, got ${above.rows}×${above.cols}`);
    }
    const [upper, lower] = [gram(above, { transpose: true }), gram(below)];
    return matrix(
      upper.rows,
      upper.cols,
      Float64Array.from(upper.data, (value, i) => value / rates[j + 1] - lower.data[i] / rates[j]),
    );
  });
}
