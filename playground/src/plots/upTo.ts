/** 0, 1 … last: the steps of a curve. */
export function upTo(last: number): Float64Array {
  return Float64Array.from({ length: last + 1 }, (_, k) => k);
}
