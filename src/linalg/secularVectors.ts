import { secularRoot } from './secularRoot';

export interface ArrowDecomposition {
  /** Ascending. */
  values: Float64Array;
  /** n×n, row i the left and right singular vector of value i. */
  left: Float64Array;
  right: Float64Array;
}

/**
 * Singular value decomposition of the matrix with z as first row and d on the rest of the diagonal: d ascending, d_0 = 0,
 * no two equal, no z_k = 0. Vectors are those of the nearby z for which the computed values are exact, so they are
 * orthogonal to rounding however close the values are (Gu & Eisenstat 1995, section 3; Löwner's formula).
 */
export function secularVectors(d: Float64Array, z: Float64Array): ArrowDecomposition {
  const n = d.length;
  const squares = z.map((x) => x * x);
  const values = new Float64Array(n);
  /** d_k² − σ_i² in row i, then the right vectors. */
  const right = new Float64Array(n * n);
  const exact = new Float64Array(n).fill(1);
  for (let i = 0; i < n; i++) {
    const delta = right.subarray(i * n, (i + 1) * n);
    values[i] = secularRoot(n, i, d, squares, delta);
    const above = i + 1 < n ? d[i + 1] : 0;
    for (let k = 0; k <= i; k++) exact[k] *= i + 1 < n ? delta[k] / ((d[k] - above) * (d[k] + above)) : -delta[k];
    for (let k = i + 1; k < n; k++) exact[k] *= delta[k] / ((d[k] - d[i]) * (d[k] + d[i]));
  }
  for (let k = 0; k < n; k++) exact[k] = z[k] < 0 ? -Math.sqrt(exact[k]) : Math.sqrt(exact[k]);
  const left = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const v = right.subarray(i * n, (i + 1) * n);
    const u = left.subarray(i * n, (i + 1) * n);
    let [lengthV, lengthU] = [0, 0];
    for (let k = 0; k < n; k++) {
      v[k] = exact[k] / v[k];
      u[k] = k === 0 ? -1 : d[k] * v[k];
      lengthV += v[k] * v[k];
      lengthU += u[k] * u[k];
    }
    const [scaleV, scaleU] = [1 / Math.sqrt(lengthV), 1 / Math.sqrt(lengthU)];
    for (let k = 0; k < n; k++) {
      v[k] *= scaleV;
      u[k] *= scaleU;
    }
  }
  return { values, left, right };
}
