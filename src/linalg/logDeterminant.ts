import type { MatrixLike } from '../matrix';
import { withWorkspace } from '../wasm/workspace';
import { assertSquare, factorInput } from './factorInput';
import { luInPlace, pivotRows } from './lu';
import { scaleForElimination } from './scaleForElimination';

/**
 * Sign and logarithm of the size of the determinant of a square float64 matrix, so that neither over- nor underflows:
 * det a = sign·exp(value). From an LU factorization. `{ sign: 0, value: -Infinity }` when a pivot is zero, `{ 1, 0 }` for 0×0.
 * @throws ShapeError when a is not square; ValueError for float32 or entries that are not finite.
 */
export function logDeterminant(a: MatrixLike): { sign: 1 | 0 | -1; value: number } {
  return withWorkspace((ws) => {
    const factors = factorInput(ws, a, 'a');
    assertSquare(factors, 'a');
    const unscale = scaleForElimination(factors);
    const pivots = luInPlace(ws, factors);
    let sign: 1 | -1 = 1;
    let value = factors.rows * Math.log(unscale);
    pivotRows(pivots).forEach((other, i) => {
      const pivot = factors.row(i)[i];
      if (pivot < 0 !== (other !== i)) sign = sign === 1 ? -1 : 1;
      value += Math.log(Math.abs(pivot));
    });
    return value === Number.NEGATIVE_INFINITY ? { sign: 0, value } : { sign, value };
  });
}
