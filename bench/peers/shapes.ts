/** Shapes and statistics that contestants share. */
import { seeds } from './data';
import type { Step } from './tasks';

export interface WeightShape {
  rows: number;
  cols: number;
  seed: number;
  /** Entries are uniform in [−scale, scale), of variance 1/cols. */
  scale: number;
}

/** W_0 (width×inputs) … readout (outputs×width). */
export function weightShapes({ inputs, hidden, width, outputs }: Step): WeightShape[] {
  return Array.from({ length: hidden + 1 }, (_, l) => {
    const cols = l === 0 ? inputs : width;
    return { rows: l === hidden ? outputs : width, cols, seed: seeds.weights + l, scale: Math.sqrt(3 / cols) };
  });
}

/** Mean, variance and a third of the fourth moment: 0, 1, 1 for standard normals. */
export function momentsOf(values: ArrayLike<number>): number[] {
  let [first, second, fourth] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const square = values[i] * values[i];
    first += values[i];
    second += square;
    fourth += square * square;
  }
  return [first, second, fourth / 3].map((sum) => sum / values.length);
}
