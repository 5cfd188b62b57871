/** Rotations stop where what is off the diagonal is rounding. */
const SWEEPS = 30;

/**
 * Eigenvalues and vectors (columns of `vectors`) of a symmetric n×n matrix `a`, which is destroyed, by Jacobi's rotations. For the
 * thousands of matrices with a few rows of a sampler, where a call into WebAssembly would cost more than the work.
 */
export function smallEigen(a: Float64Array, n: number, values: Float64Array, vectors: Float64Array): void {
  vectors.fill(0);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = a[p * n + q];
        const app = a[p * n + p];
        const aqq = a[q * n + q];
        // relative to the two diagonal entries: small eigenvalues of a graded matrix stay accurate
        if (off * off <= 1e-34 * Math.abs(app * aqq)) continue;
        rotated = true;
        const theta = (aqq - app) / (2 * off);
        const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
        const cos = 1 / Math.sqrt(1 + tan * tan);
        const sin = tan * cos;
        for (let k = 0; k < n; k++) {
          const left = a[k * n + p];
          const right = a[k * n + q];
          a[k * n + p] = cos * left - sin * right;
          a[k * n + q] = sin * left + cos * right;
        }
        for (let k = 0; k < n; k++) {
          const up = a[p * n + k];
          const down = a[q * n + k];
          a[p * n + k] = cos * up - sin * down;
          a[q * n + k] = sin * up + cos * down;
          const left = vectors[k * n + p];
          const right = vectors[k * n + q];
          vectors[k * n + p] = cos * left - sin * right;
          vectors[k * n + q] = sin * left + cos * right;
        }
        a[p * n + q] = 0;
        a[q * n + p] = 0;
      }
    }
    if (!rotated) break;
  }
  for (let i = 0; i < n; i++) values[i] = a[i * n + i];
}
