import type { Rng } from '../../src/random/rng';

/** Outputs of nets with one hidden layer: N(0, q) with q ~ χ²_N/N. */
export function netOutputs(source: Rng, width: number, count: number): Float64Array {
  const outputs = source.normal(count);
  const hidden = source.normal(count * width);
  return outputs.map((z, i) => {
    let q = 0;
    for (let k = 0; k < width; k++) q += hidden[i * width + k] ** 2;
    return z * Math.sqrt(q / width);
  });
}
