import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '../../inputError';
import { quote } from '../../view/format';
import type { SweepInQueue } from './readQueueStatus';

/** A sweep in the queue as a person names it who does not have its folder. */
export interface NamedSweep {
  name: string;
  is(sweep: Pick<SweepInQueue, 'id' | 'name'>): boolean;
  /** A study says that it should be there; a word may be a mistake. */
  certain: boolean;
}

/** Characters of an id that tell sweeps apart. */
const leastId = 6;

/**
 * By a study file, which need not have its data beside it, or else by the sweep's name or the begin of its id.
 * @throws InputError for a file that names no study.
 */
export async function namedSweep(word: string): Promise<NamedSweep> {
  if (existsSync(word)) {
    const { parse } = await import('yaml');
    const name = nameIn(word, parse);
    if (name === undefined) throw new InputError(`expected a study file with a name, got ${quote(word)}`);
    return { name, is: (sweep) => sweep.name === name, certain: true };
  }
  // a file or folder of another machine
  const bare = basename(word).replace(/\.(ya?ml|json|sweep)$/, '');
  const is = ({ id, name }: Pick<SweepInQueue, 'id' | 'name'>) =>
    name === word || name === bare || (word.length >= leastId && id.startsWith(word));
  return { name: bare, is, certain: false };
}

function nameIn(file: string, parse: (text: string) => unknown): string | undefined {
  try {
    const { name } = parse(readFileSync(file, 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
