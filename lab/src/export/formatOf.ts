import { extname } from 'node:path';
import { InputError } from '../inputError';

/**
 * The format that --format and --out ask for: that named, that of the ending, else the first of those known.
 * @throws InputError for a format that `source` cannot have, an ending that says none, or another one than --format.
 */
export function formatOf<T extends string>(
  known: readonly T[],
  { format, out }: { format?: string; out?: string },
  source: string,
): T {
  const find = (name: string | undefined) => known.find((one) => one === name);
  const named = find(format);
  if (format !== undefined && named === undefined) {
    throw new InputError(`--format: expected ${listed(known)} for ${source}, got ${format}`);
  }
  if (out === undefined) return named ?? known[0];
  const ending = extname(out).slice(1).toLowerCase();
  const byEnding = find(ending);
  const chosen = named ?? byEnding;
  if (chosen === undefined) {
    const endings = known.map((one) => `.${one}`);
    throw new InputError(`--out: expected a file ending in ${listed(endings)}, or --format beside it, got "${out}"`);
  }
  if (byEnding === undefined || byEnding === chosen) return chosen;
  throw new InputError(`--format: expected ${byEnding}, as --out ends in .${ending}, or another ending, got ${chosen}`);
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words[words.length - 1]].filter((part) => part !== '').join(' or ');
}
