/** Where a value holds numbers, and the same value with another number there. */
export type NumberPlace = readonly (string | number)[];

/** Numbers of arrays and typed arrays: the first and the last one only. */
export function placesOfNumbers(value: unknown, at: NumberPlace = [], depth = 5): NumberPlace[] {
  if (typeof value === 'number') return [at];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) || value instanceof Float64Array || value instanceof Float32Array) {
    const ends = [...new Set([0, value.length - 1])].filter((i) => i >= 0);
    return ends.flatMap((i) => placesOfNumbers(value[i], [...at, i], depth - 1));
  }
  const prototype = Object.getPrototypeOf(value);
  // Nets, workspaces and what else has a state are no numbers.
  if ((prototype !== Object.prototype && prototype !== null) || 'spec' in value) return [];
  return Object.entries(value).flatMap(([key, entry]) => placesOfNumbers(entry, [...at, key], depth - 1));
}

/** A copy along the way; everything else is shared. */
export function withNumber(value: unknown, [key, ...rest]: NumberPlace, number: number): unknown {
  if (key === undefined) return number;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const copy = (value as unknown[]).slice();
    copy[key as number] = withNumber(copy[key as number], rest, number);
    return copy;
  }
  const old = value as Record<string, unknown>;
  return { ...old, [key]: withNumber(old[key], rest, number) };
}
