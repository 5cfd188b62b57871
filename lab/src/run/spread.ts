import type { Spread } from './result';

/** Mean and sample standard deviation of numbers that are there; undefined for none. */
export function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const present = values.filter((value): value is number => value !== undefined);
  if (present.length === 0) return undefined;
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const square = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: present.length > 1 ? Math.sqrt(square / (present.length - 1)) : Number.NaN };
}
