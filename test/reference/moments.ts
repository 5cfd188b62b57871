import type { Matrix } from '../../src/matrix';

/** Second moments by plain sums, with the mean of absolute products (the scale of their rounding error). */
export function moments(x: Matrix, y: Matrix) {
  const mean = (a: Matrix, i: number, b: Matrix, j: number) => {
    let value = 0;
    let scale = 0;
    for (let p = 0; p < x.rows; p++) {
      const product = a.data[p * a.cols + i] * b.data[p * b.cols + j];
      value += product / x.rows;
      scale += Math.abs(product) / x.rows;
    }
    return { value, scale };
  };
  const table = (a: Matrix, b: Matrix) =>
    Array.from({ length: a.cols * b.cols }, (_, k) => mean(a, Math.floor(k / b.cols), b, k % b.cols));
  const syy = Array.from({ length: y.cols }, (_, c) => mean(y, c, y, c).value).reduce((sum, v) => sum + v, 0);
  return { sxx: table(x, x), syx: table(y, x), syy };
}

/** Samples less their column means, times a factor for each column. */
export function transformed(x: Matrix, mean: ArrayLike<number>, scale: ArrayLike<number>): Matrix {
  const data = Float64Array.from(x.data, (v, i) => (v - mean[i % x.cols]) * scale[i % x.cols]);
  return { rows: x.rows, cols: x.cols, dtype: 'float64', data };
}
