import type { Plain } from '../cell';

/** JSON of plain data with sorted keys and no white space: the same text for the same data. */
export function canonicalJson(value: Plain | undefined): string {
  return JSON.stringify(sorted(value ?? null));
}

/** A copy with the keys of every object in order, without those of no value; −0 becomes 0. */
export function sorted(value: Plain): Plain {
  if (typeof value === 'number') return value + 0;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const from = value as { readonly [key: string]: Plain };
  const keys = Object.keys(from).sort();
  // entries, not assignments: `copy['__proto__'] = …` would set the prototype and lose the key
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, sorted(from[key])]])));
}
