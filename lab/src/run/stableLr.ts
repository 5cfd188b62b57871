import { type Matrix, matmul, matrix } from 'deeplinear';

/** Largest eigenvalue of a symmetric positive semi-definite matrix, to about a percent, from below. */
function largestEigenvalue(symmetric: Matrix): number {
  const n = symmetric.rows;
  let vector = matrix(
    n,
    1,
    Float64Array.from({ length: n }, (_, i) => 1 + (i % 7) / 7),
  );
  let eigenvalue = 0;
  for (let i = 0; i < 60; i++) {
    const image = matmul(symmetric, vector);
    const norm = Math.hypot(...image.data);
    if (norm === 0) return 0;
    eigenvalue = norm / Math.hypot(...vector.data);
    vector = matrix(
      n,
      1,
      image.data.map((value) => value / norm),
    );
  }
  return eigenvalue;
}

/**
 * A learning rate that is stable at the start of training: half of the largest, 2·D/(k·λmax(Sxx)), where ηk/D is the
 * slope of the limit's first step, k = Σ_l r_l ∏_{j≠l} s_j² (L + 1 for unit scales and factors). Growing weights make
 * the largest rate smaller later on, hence the half.
 */
export function stableLr(
  sxx: Matrix,
  {
    hidden,
    layerLr,
    initialScales,
  }: { hidden: number; layerLr?: readonly number[]; initialScales?: readonly number[] },
): number {
  let slope = 0;
  for (let l = 0; l <= hidden; l++) {
    let others = layerLr?.[l] ?? 1;
    for (let j = 0; j <= hidden; j++) if (j !== l) others *= (initialScales?.[j] ?? 1) ** 2;
    slope += others;
  }
  return sxx.rows / (slope * largestEigenvalue(sxx));
}
