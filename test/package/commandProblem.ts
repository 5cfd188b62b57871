import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deeplinearProgram, withSubcommands } from '../../lab/src/program';
import { root } from './codeBlocks';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Commands of npm itself. */
const NPM = ['ci', 'test', 'start', 'install', 'pack', 'audit', 'publish', 'i', 'run'];

/** Words that stand for what a reader puts there: NAME, FILE, …, <id>. */
const isPlaceholder = (word: string) => /^[A-Z][A-Z_]*$|…|\.\.\.|^</.test(word);

/** Why a command cannot be meant, without running it; undefined where nothing speaks against it. */
export function commandProblem(command: string): string | undefined {
  for (const part of command.split(/\s(?:&&|\|\|?|;)\s/)) {
    const words = wordsOf(part.replace(/\s2?>>?\s?\S+/g, ''));
    while (/^\w+=/.test(words[0] ?? '')) words.shift();
    const problem = partProblem(words);
    if (problem) return `${part}: ${problem}`;
  }
  return undefined;
}

function partProblem([tool, ...rest]: string[]): string | undefined {
  if (tool === 'npx') return npxProblem(rest.filter((word) => word !== '--yes'));
  if (tool === 'deeplinear') return deeplinearProblem(rest);
  if (tool !== 'npm') return undefined;
  const [verb, script] = rest.filter((word) => !word.startsWith('--workspace'));
  if (!NPM.includes(verb)) return `expected one of ${NPM.join(', ')} after npm`;
  if (verb === 'run' && !isPlaceholder(script) && scripts[script] === undefined) return `there is no script ${script}`;
  return undefined;
}

function npxProblem([tool, ...rest]: string[]): string | undefined {
  if (tool === 'deeplinear') return deeplinearProblem(rest);
  if (tool !== 'tsx' && tool !== 'vitest') return undefined;
  const file = rest.find((word) => /\.(ts|mjs)$/.test(word) && !word.startsWith('--'));
  return file === undefined || existsSync(join(root, file)) ? undefined : `there is no file ${file}`;
}

/** The command line, whose commands do nothing. */
const program = deeplinearProgram(new AbortController().signal, () => {});
for (const command of withSubcommands(program)) {
  command.action(() => {});
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} });
}

/** Reads the words as the command line does. */
function deeplinearProblem(words: string[]): string | undefined {
  if (words.some(isPlaceholder)) return undefined;
  try {
    program.parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    // it shows help, and that is all
    return /^commander\.(help|version)/.test(code) ? undefined : message;
  }
}

/** Words of a shell command; quotes hold several together. */
function wordsOf(command: string): string[] {
  return (command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) => word.replace(/['"]/g, ''));
}
