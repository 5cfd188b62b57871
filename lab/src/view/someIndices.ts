/** The first and the last index of a list and others between, evenly; `most` at the most. */
export function someIndices(length: number, most: number): number[] {
  const count = Math.min(length, most);
  if (count < 2) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}
