import type { Matrix, Standardization } from 'deeplinear';

/**
 * Fraction of samples whose largest output is that of their class. `x` holds raw inputs, one sample per row; the
 * predictor acts on (x − mean)·scale, so it is folded into one affine map of raw inputs, and zero inputs cost nothing.
 */
export function accuracy(
  predictor: Matrix,
  standardization: Standardization,
  x: ArrayLike<number>,
  classOf: ArrayLike<number>,
): number {
  const { rows: outputs, cols: inputs } = predictor;
  const byInput = new Float64Array(inputs * outputs);
  const offset = new Float64Array(outputs);
  for (let c = 0; c < outputs; c++) {
    for (let d = 0; d < inputs; d++) {
      const weight = predictor.data[c * inputs + d] * standardization.scale[d];
      byInput[d * outputs + c] = weight;
      offset[c] -= weight * standardization.mean[d];
    }
  }
  const output = new Float64Array(outputs);
  let right = 0;
  for (let p = 0; p < classOf.length; p++) {
    output.set(offset);
    for (let d = 0; d < inputs; d++) {
      const value = x[p * inputs + d];
      if (value === 0) continue;
      for (let c = 0; c < outputs; c++) output[c] += byInput[d * outputs + c] * value;
    }
    let best = 0;
    for (let c = 1; c < outputs; c++) if (output[c] > output[best]) best = c;
    if (best === classOf[p]) right++;
  }
  return right / classOf.length;
}
