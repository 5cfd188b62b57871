import { ShapeError } from '../errors';
import { assertFinite } from '../linalg/factorInput';
import { heapMatrix } from '../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../matrix';

/** A copy of a predictor Beta (C×D) in float64. @throws ShapeError, ValueError for other sizes and entries that are not finite. */
export function checkedPredictor(name: string, value: MatrixLike, outputs: number, inputs: number): Matrix {
  const given = heapMatrix(value, name);
  if (given.rows !== outputs || given.cols !== inputs) {
    throw new ShapeError(`${name}: expected ${outputs}×${inputs}, got ${given.rows}×${given.cols}`);
  }
  assertFinite(given, name);
  return matrix(outputs, inputs, Float64Array.from(given.data));
}
