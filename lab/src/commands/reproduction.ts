import type { DataOptions } from '../data/readDataset';
import { flagOf } from './parameterOptions';

/** The command that repeats a run exactly, with every value spelled out, so that later defaults do not matter. */
export function reproduction(
  command: readonly string[],
  parameters: readonly { name: string }[],
  values: Record<string, unknown>,
  { data, target, classes, test, arrays }: Partial<DataOptions> = {},
): string {
  const words = ['npx', 'deeplinear', ...command];
  if (data !== undefined) words.push('--data', data);
  if (target !== undefined) words.push('--target', target);
  if (arrays !== undefined) words.push('--arrays', arrays);
  if (classes) words.push('--classes');
  if (test !== undefined) words.push('--test', String(test));
  for (const { name } of parameters) {
    const value = values[name];
    if (value === true) words.push(flagOf(name));
    else if (value !== undefined) words.push(flagOf(name), Array.isArray(value) ? value.join(',') : String(value));
  }
  return words.map(quoted).join(' ');
}

/** One word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./,:=+@%-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}
