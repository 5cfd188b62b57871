import { type Matrix, matrix, type Standardization } from 'deeplinear';

/**
 * Outputs (P×C) of a predictor that acts on (x − mean)·scale, for raw inputs x (P×D, row-major). The standardization is
 * folded into one affine map, so that zeros (most pixels of a digit) cost nothing.
 */
export function outputsOf(predictor: Matrix, { mean, scale }: Standardization, x: ArrayLike<number>): Matrix {
  const { rows: outputs, cols: inputs } = predictor;
  const byInput = new Float64Array(inputs * outputs);
  const offset = new Float64Array(outputs);
  for (let c = 0; c < outputs; c++) {
    for (let d = 0; d < inputs; d++) {
      const weight = predictor.data[c * inputs + d] * scale[d];
      byInput[d * outputs + c] = weight;
      offset[c] -= weight * mean[d];
    }
  }
  const samples = x.length / inputs;
  const data = new Float64Array(samples * outputs);
  for (let p = 0; p < samples; p++) {
    const output = data.subarray(p * outputs, (p + 1) * outputs);
    output.set(offset);
    for (let d = 0; d < inputs; d++) {
      const value = x[p * inputs + d];
      if (value === 0) continue;
      for (let c = 0; c < outputs; c++) output[c] += byInput[d * outputs + c] * value;
    }
  }
  return matrix(samples, outputs, data);
}
