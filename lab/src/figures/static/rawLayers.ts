import { type Matrix, matrix, type Net, netFromWeights } from 'deeplinear';
import { upTo } from '../simulations';

/** A net whose layers times their multipliers are these matrices W_1 … W_M: the nets of the exact solutions. */
export function netOfMatrices(weights: readonly Matrix[]): Net {
  const hidden = weights.length - 1;
  const width = weights.slice(0, -1).map(({ rows }) => rows);
  const outputs = weights.at(-1)!.rows;
  const shape = { inputs: weights[0].cols, outputs, hidden, width, gamma0: 1, seed: 0 };
  return netFromWeights(
    shape,
    // fan-in of the hidden layers, and the readout's factor 1/N
    weights.map((w, l) => times(w, l === hidden ? w.cols : Math.sqrt(w.cols))),
  );
}

/** Rates at which all W_l of such a net flow alike, one unit of time for one of the exact solutions. */
export function evenRates(net: Net): number[] {
  const { inputs, hidden } = net.spec;
  return upTo(hidden + 1).map((l) => (l === 0 ? inputs / net.width : l === hidden ? net.width : 1));
}

/** Moments of whitened inputs with a linear target: the loss is ½‖W_M … W_1 − Σ‖². */
export function whitened(target: Matrix): { sxx: Matrix; syx: Matrix; syy: number } {
  const syy = upTo(target.data.length).reduce((sum, k) => sum + target.data[k] ** 2, 0);
  return { sxx: diagonal(upTo(target.cols).map(() => 1)), syx: target, syy };
}

export function diagonal(values: readonly number[]): Matrix {
  const n = values.length;
  return matrix(
    n,
    n,
    upTo(n * n).map((k) => (k % (n + 1) === 0 ? values[k / (n + 1)] : 0)),
  );
}

export function times({ rows, cols, data }: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    cols,
    upTo(data.length).map((k) => factor * data[k]),
  );
}

/** ½‖a − b‖². */
export function squaredDistance(a: Matrix, b: Matrix): number {
  return upTo(a.data.length).reduce((sum, k) => sum + 0.5 * (a.data[k] - b.data[k]) ** 2, 0);
}
