/** Training with momentum, decay and noise in double arithmetic, word for word: w and v kept apart, samples through the layers. */
import { combined, descent, lossOf, type ReferenceLayer, type Rows, times } from './netTraining';

export interface ReferenceOptimizer {
  momentum: number;
  nesterov: boolean;
  /** λ and λ' of each weight matrix. */
  weightDecay: number[];
  decoupledDecay: number[];
  temperature: number;
}

/** End-to-end map (C×D) of some weights: from the readout down. */
export function predictorOf(weights: Rows[], layers: ReferenceLayer[]): Rows {
  let map: Rows | undefined;
  for (let l = weights.length - 1; l >= 0; l--) {
    const { multiplier, skip } = layers[l];
    const through = map ? times(map, weights[l]) : weights[l];
    const image = through.map((row) => row.map((v) => multiplier * v));
    map = skip ? combined(image, map as Rows, 1) : image;
  }
  return map as Rows;
}

/**
 * v ← μ v + q − η λ w̃ + √(2 θ η) ξ, w ← (1 − η λ') w + v, with q = η · rate · (−∂loss/∂w) at w̃ = w, or w + μ v. `noise`
 * gives ξ of step t and matrix l. Loss and predictor are those of w̃, before each step and at the end.
 */
export function optimizedReference(
  initial: Rows[],
  layers: ReferenceLayer[],
  data: (t: number) => { x: Rows; y: Rows },
  rates: number[],
  by: ReferenceOptimizer,
  noise: (t: number, l: number) => Rows = () => [],
): { weights: Rows[]; velocities: Rows[]; read: Rows[]; loss: number[]; predictors: Rows[] } {
  let weights = initial;
  let velocities = initial.map((w) => w.map((row) => row.map(() => 0)));
  const readAt = () => (by.nesterov ? weights.map((w, l) => combined(w, velocities[l], by.momentum)) : weights);
  const loss: number[] = [];
  const predictors: Rows[] = [];
  const measure = (read: Rows[], { x, y }: { x: Rows; y: Rows }) => {
    loss.push(lossOf(read, layers, x, y));
    predictors.push(predictorOf(read, layers));
  };
  rates.forEach((rate, t) => {
    const { x, y } = data(t);
    const read = readAt();
    measure(read, { x, y });
    const down = descent(read, layers, x, y);
    velocities = velocities.map((v, l) => {
      const kept = v.map((row) => row.map((entry) => by.momentum * entry));
      const pushed = combined(kept, down[l], rate * layers[l].rate);
      const pulled = combined(pushed, read[l], -rate * by.weightDecay[l]);
      return by.temperature > 0 ? combined(pulled, noise(t, l), Math.sqrt(2 * by.temperature * rate)) : pulled;
    });
    weights = weights.map((w, l) =>
      w.map((row, i) => row.map((entry, j) => (1 - rate * by.decoupledDecay[l]) * entry + velocities[l][i][j])),
    );
  });
  const read = readAt();
  measure(read, data(Math.max(rates.length - 1, 0)));
  return { weights, velocities, read, loss, predictors };
}
