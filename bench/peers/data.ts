/** Data that every contestant makes for itself, bit for bit the same (worker.py has the same functions). */

/** Entry i is a hash of (seed, i). */
function hash(seed: number, i: number): number {
  let h = (Math.imul(i, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Uniform numbers in [−scale, scale), in the class of `out`. */
export function fill<T extends Float32Array | Float64Array>(out: T, seed: number, scale = 1): T {
  for (let i = 0; i < out.length; i++) out[i] = (hash(seed, i) / 2 ** 31 - 1) * scale;
  return out;
}

/** Uniform numbers in [0, 1): their sums lose no digits. */
export function positive(out: Float32Array, seed: number): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = hash(seed, i) / 2 ** 32;
  return out;
}

export function bytes(length: number, seed: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = hash(seed, i) >>> 24;
  return out;
}

/** The 64 places of a result of `size` entries that are compared. */
export function places(size: number): number[] {
  return Array.from({ length: 64 }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % size);
}

export function sample(values: ArrayLike<number>): number[] {
  return places(values.length).map((at) => values[at]);
}

/** Seeds of the data of the tasks. */
export const seeds = { a: 1, b: 2, x: 3, y: 4, weights: 10 };
