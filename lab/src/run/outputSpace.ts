import { type Matrix, matmul, matrix } from 'deeplinear';

/**
 * Predictors as the training data see them. With Sxx = F Fᵀ, ‖(A − B)·F‖² is the mean of ‖A x − B x‖² over the training
 * samples, so the Frobenius distance of A·F and B·F is the root-mean-square difference of their outputs. Directions
 * that the data never take (pixels that are always black) drop out.
 * @returns a function that maps T predictors (C×D each) to one TC×rank(Sxx) matrix, one below the other.
 */
export function outputSpace(sxx: Matrix): (predictors: readonly Matrix[]) => Matrix {
  const factor = pivotedCholesky(sxx);
  return (predictors) => {
    const stacked = matrix(
      predictors.reduce((sum, { rows }) => sum + rows, 0),
      sxx.cols,
    );
    let row = 0;
    for (const predictor of predictors) {
      stacked.data.set(predictor.data, row * sxx.cols);
      row += predictor.rows;
    }
    return matmul(stacked, factor);
  };
}

/** F (n×rank) with F Fᵀ = a for a symmetric positive semi-definite a, by outer products with the largest pivot first. */
function pivotedCholesky(a: Matrix): Matrix {
  const n = a.rows;
  const left = Float64Array.from({ length: n }, (_, i) => a.data[i * n + i]);
  const least = n * Number.EPSILON * Math.max(...left);
  const columns: Float64Array[] = [];
  while (columns.length < n) {
    const pivot = left.indexOf(Math.max(...left));
    if (left[pivot] <= least) break;
    const column = Float64Array.from(a.data.subarray(pivot * n, (pivot + 1) * n));
    for (const earlier of columns) {
      const weight = earlier[pivot];
      for (let i = 0; i < n; i++) column[i] -= weight * earlier[i];
    }
    const scale = 1 / Math.sqrt(left[pivot]);
    for (let i = 0; i < n; i++) {
      column[i] *= scale;
      left[i] -= column[i] * column[i];
    }
    left[pivot] = 0;
    columns.push(column);
  }
  const factor = matrix(n, columns.length);
  columns.forEach((column, c) => {
    for (let i = 0; i < n; i++) factor.data[i * columns.length + c] = column[i];
  });
  return factor;
}
