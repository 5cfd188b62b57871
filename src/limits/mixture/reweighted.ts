/** Weights in proportion to e^log, the log of their mean, and their effective number (Σ w)²/Σ w². */
export function reweighted(log: Float64Array) {
  const top = log.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = log.map((value) => Math.exp(value - top));
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return { weights, logMean: top + Math.log(sum / log.length), effective: (sum * sum) / squares };
}
