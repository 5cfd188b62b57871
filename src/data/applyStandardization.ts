import { ShapeError } from '../errors';
import { type Matrix, type MatrixLike, matrix } from '../matrix';
import { finite, isNumberList, reject } from '../validate';
import { asSamples, type ByteMatrix } from './samples';
import type { Standardization } from './standardization';

/**
 * Inputs (samples as rows) under a standardization taken from other samples, usually the training set:
 * x ↦ (x − mean)·scale. float32 stays float32; everything else becomes float64.
 */
export function applyStandardization(x: MatrixLike | ByteMatrix, standardization: Standardization): Matrix {
  const { mean, scale } = standardization ?? {};
  if (!isNumberList(mean) || !isNumberList(scale)) {
    reject('standardization', 'an object with the arrays mean and scale', standardization);
  }
  const { rows, cols, data } = asSamples(x, 'x');
  if (mean.length !== cols || scale.length !== cols) {
    throw new ShapeError(`x: expected ${mean.length} columns as the standardization, got ${cols}`);
  }
  for (let j = 0; j < cols; j++) {
    finite(`standardization.mean[${j}]`, mean[j]);
    finite(`standardization.scale[${j}]`, scale[j]);
  }
  const out = matrix(rows, cols, undefined, data instanceof Float32Array ? 'float32' : 'float64');
  for (let row = 0; row < data.length; row += cols) {
    for (let j = 0; j < cols; j++) out.data[row + j] = (data[row + j] - mean[j]) * scale[j];
  }
  return out;
}
