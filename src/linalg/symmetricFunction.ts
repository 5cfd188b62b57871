import type { Matrix, MatrixLike } from '../matrix';
import { core } from '../wasm/load';
import { withWorkspace } from '../wasm/workspace';
import { symmetricInput } from './factorInput';
import { multiply } from './multiply';
import { symmetricEigen } from './symmetricEigen';

/**
 * f(a) = Σ_k f(λ_k)·v_k·v_kᵀ of a symmetric matrix, symmetric to the last bit; `images` turns the ascending eigenvalues
 * into their images, which must be finite.
 */
export function symmetricFunction(a: MatrixLike, images: (values: Float64Array) => Float64Array): Matrix {
  return withWorkspace((ws) => {
    const out = symmetricInput(ws, a, 'a');
    const n = out.rows;
    const { values, rows } = symmetricEigen(ws, out);
    const factors = images(values);
    const scaled = ws.matrix(n, n);
    scaled.set(rows);
    for (let k = 0; k < n; k++) {
      const row = scaled.row(k);
      for (let j = 0; j < n; j++) row[j] *= factors[k];
    }
    multiply(out, scaled, rows, { transposeA: true });
    core().kernels.mirrorLower(n, out.pointer, Number.POSITIVE_INFINITY);
    return out.copy();
  });
}
