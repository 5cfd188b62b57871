import { ShapeError } from './errors';
import { integer, isNumberList, nonNegative, reject } from './validate';

/** Most hidden layers: what is kept for each stays small beside the weights. */
const MOST_LAYERS = 100_000;

/** Checks the number L of hidden layers, before anything of length L is made. */
export function hiddenLayers(hidden: unknown): number {
  return integer('hidden', hidden, 1, MOST_LAYERS);
}

/** One number ≥ 0 for all layers, or L + 1 numbers in the order W_0 … W_{L−1}, readout. */
export function perLayer(name: string, value: unknown, hidden: number): number[] {
  if (typeof value === 'number') {
    const one = nonNegative(name, value);
    return Array.from({ length: hidden + 1 }, () => one);
  }
  if (!isNumberList(value)) reject(name, `a number or ${hidden + 1} numbers`, value);
  if (value.length !== hidden + 1) {
    throw new ShapeError(
      `${name}: expected ${hidden + 1} numbers (W_0 … W_${hidden - 1}, readout), got ${value.length}`,
    );
  }
  return Array.from(value, (entry, l) => nonNegative(`${name}[${l}]`, entry));
}
