/** Ordinary training of a deep linear net in double arithmetic: samples through the layers, gradients back through them. */
import type { Matrix } from '../../src/matrix';

export type Rows = number[][];

/** A layer as its definition says: h' = [h +] multiplier · W h, step W += η · rate · (−∂loss/∂W). */
export interface ReferenceLayer {
  multiplier: number;
  rate: number;
  skip: boolean;
}

export function toRows(m: Matrix): Rows {
  return Array.from({ length: m.rows }, (_, i) => Array.from(m.data.subarray(i * m.cols, (i + 1) * m.cols)));
}

export function times(a: Rows, b: Rows): Rows {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
}

export function transposed(a: Rows): Rows {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

export function combined(a: Rows, b: Rows, factor: number): Rows {
  return a.map((row, i) => row.map((v, j) => v + factor * b[i][j]));
}

/** h_0 = x, …, h_L and f, samples in rows. */
export function features(weights: Rows[], layers: ReferenceLayer[], x: Rows): Rows[] {
  const h = [x];
  weights.forEach((w, l) => {
    const image = times(h[l], transposed(w)).map((row) => row.map((v) => layers[l].multiplier * v));
    h.push(layers[l].skip ? combined(image, h[l], 1) : image);
  });
  return h;
}

/** ½ mean ‖y − f‖². */
export function lossOf(weights: Rows[], layers: ReferenceLayer[], x: Rows, y: Rows): number {
  const f = features(weights, layers, x)[weights.length];
  const squares = y.flatMap((row, i) => row.map((v, c) => (v - f[i][c]) ** 2));
  return squares.reduce((sum, v) => sum + v, 0) / 2 / y.length;
}

/** Negative gradients of the loss by back-propagation. */
export function descent(weights: Rows[], layers: ReferenceLayer[], x: Rows, y: Rows): Rows[] {
  const h = features(weights, layers, x);
  const out: Rows[] = [];
  let back = combined(y, h[weights.length], -1).map((row) => row.map((v) => v / y.length));
  for (let l = weights.length - 1; l >= 0; l--) {
    const { multiplier, skip } = layers[l];
    out[l] = times(transposed(back), h[l]).map((row) => row.map((v) => multiplier * v));
    const through = times(back, weights[l]).map((row) => row.map((v) => multiplier * v));
    back = skip ? combined(through, back, 1) : through;
  }
  return out;
}

/** One step per entry of `rates`; `data(t)` gives the samples of step t. Losses are measured before each step and at the end. */
export function trainReference(
  initial: Rows[],
  layers: ReferenceLayer[],
  data: (t: number) => { x: Rows; y: Rows },
  rates: number[],
): { weights: Rows[]; loss: number[] } {
  let weights = initial;
  const loss: number[] = [];
  rates.forEach((rate, t) => {
    const { x, y } = data(t);
    loss.push(lossOf(weights, layers, x, y));
    const down = descent(weights, layers, x, y);
    weights = weights.map((w, l) => combined(w, down[l], rate * layers[l].rate));
  });
  const end = data(Math.max(rates.length - 1, 0));
  loss.push(lossOf(weights, layers, end.x, end.y));
  return { weights, loss };
}

/** Central differences of the loss: its negative gradient, accurate to about 1e-9. */
export function descentByDifferences(weights: Rows[], layers: ReferenceLayer[], x: Rows, y: Rows): Rows[] {
  const h = 1e-5;
  return weights.map((w, l) =>
    w.map((row, i) =>
      row.map((_, j) => {
        const shifted = (by: number) => {
          const moved = weights.map((m) => m.map((r) => [...r]));
          moved[l][i][j] += by;
          return lossOf(moved, layers, x, y);
        };
        return (shifted(-h) - shifted(h)) / (2 * h);
      }),
    ),
  );
}

/** Matrices side by side as one list of numbers. */
export function flat(matrices: Rows[]): number[] {
  return matrices.flat(2);
}

/** Largest absolute difference, and largest absolute value of the second list. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): { distance: number; scale: number } {
  let distance = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    distance = Math.max(distance, Math.abs(actual[i] - expected[i]));
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return { distance, scale };
}
