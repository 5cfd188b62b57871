/** Gradient flow of all layers on ½‖W_M … W_1 − Σ‖² in small steps of the classical Runge–Kutta method. */
import { combined, type Rows, times, transposed } from './netTraining';

export function product(weights: Rows[]): Rows {
  return weights.reduce((below, w) => times(w, below));
}

function slope(weights: Rows[], target: Rows): Rows[] {
  const error = combined(target, product(weights), -1);
  return weights.map((_, j) => {
    const above = weights.slice(j + 1);
    const below = weights.slice(0, j);
    const back = above.length === 0 ? error : times(transposed(product(above)), error);
    return below.length === 0 ? back : times(back, transposed(product(below)));
  });
}

/** The layers W_1 … W_M at `time`. */
export function layerFlow(start: Rows[], target: Rows, time: number, steps: number): Rows[] {
  let weights = start;
  const h = time / steps;
  const moved = (by: Rows[], size: number) => weights.map((w, j) => combined(w, by[j], size));
  for (let k = 0; k < steps; k++) {
    const a = slope(weights, target);
    const b = slope(moved(a, h / 2), target);
    const c = slope(moved(b, h / 2), target);
    const d = slope(moved(c, h), target);
    for (const [by, weight] of [
      [a, 1],
      [b, 2],
      [c, 2],
      [d, 1],
    ] as const) {
      weights = moved(by, (h / 6) * weight);
    }
  }
  return weights;
}
