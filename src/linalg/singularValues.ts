import { type MatrixLike, matrix } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import { bidiagonalize } from './bidiagonalize';
import { bidiagonalQr } from './bidiagonalQr';
import { unscale } from './extremeScale';
import { tallInput } from './tallInput';

/**
 * Singular values of a float64 matrix (m×n), min(m, n) of them in descending order, without vectors: Householder
 * bidiagonalization and implicit QR (Demmel & Kahan 1990). Errors are a few units of rounding of the largest one.
 * @throws ValueError for float32 or entries that are not finite; NumericalError when one exceeds 1.8e308.
 */
export function singularValues(a: MatrixLike): Float64Array {
  return withWorkspace((ws) => {
    const { tall, back } = tallInput(ws, a, 'a');
    const { d, e } = bidiagonalize(ws, tall, false);
    bidiagonalQr(d.cols, d.pointer, e.pointer);
    const s = (d.data.slice() as Float64Array).sort().reverse();
    unscale(matrix(1, s.length, s), 's', back);
    return s;
  });
}
