import type { Plain } from '../cell';

/** A copy of `parts` with values put at dotted paths; only what lies on the paths is copied. */
export function withValues(parts: Plain, paths: readonly string[], values: readonly Plain[]): Plain {
  let result = parts;
  for (const [i, path] of paths.entries()) result = put(result, path.split('.'), values[i]);
  return result;
}

function put(parts: Plain, [key, ...rest]: string[], value: Plain): Plain {
  const own = typeof parts === 'object' && parts !== null && !Array.isArray(parts) ? parts : {};
  const inside = Object.hasOwn(own, key) ? (own as { readonly [key: string]: Plain })[key] : {};
  return { ...own, [key]: rest.length === 0 ? value : put(inside, rest, value) };
}
