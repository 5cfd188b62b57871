/** What a curve of arrays may take on the JavaScript heap, and what an array takes beside its entries. */
const MOST_BYTES = 2 ** 31;
const ARRAY_BYTES = 256;

/** Steps of a curve that keeps `entries` numbers of each, in `arrays` arrays, without filling the heap: that would end the process. */
export function mostOnHeap(entries: number, arrays = 1): number {
  return Math.floor(MOST_BYTES / (8 * entries + arrays * ARRAY_BYTES));
}
