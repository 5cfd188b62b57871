import type { Plain } from '../cell';

/** JSON of plain data with sorted keys and no white space: the same text for the same data. */
export function canonicalJson(value: Plain | undefined): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry as Plain)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = value as { readonly [key: string]: Plain };
  const keys = Object.keys(entries)
    .filter((key) => entries[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(entries[key])}`).join(',')}}`;
}
