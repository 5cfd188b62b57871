import { type deeplinearProgram, withSubcommands } from '../../../lab/src/program';
import type { Random } from '../random';

/** Values that nobody means, and places that are no good files (see folder.ts). */
const hostile = [
  ...['NaN', '-1', '0', '-0', '1e400', '-1e400', '1e-400', '0.5', '1e9', '99999999999', '9007199254740993', '1e308'],
  ...['Infinity', 'null', 'undefined', '__proto__', 'constructor', 'toString', 'true', '', ' ', ',', ',,', '.', '..'],
  ...['1,2,,3', '1,1', 'NaN,1', '1,x', '=', 'x=1', '=1', 'a=b=c', '{}', '[]', '[1', '{"a":1}', '[[1,2],[3]]', '"', "'"],
  ...['--', '-', '-x', '../x', '../../', 'missing', 'missing.csv', 'missing.npy', 'missing.json', 'missing.yaml'],
  ...[
    'folder',
    'folder/',
    'folder/photo.jpg',
    'folder/photo.jpg/x',
    'loop',
    'loop/x',
    'nowhere',
    'empty',
    'binary',
    'endless',
  ],
  ...['a'.repeat(300), 'a'.repeat(20_000), '\n', 'a\nb', '\u001b[31m', '☃', '\ud800', '%s', '$HOME', '*'],
  ...['redis://127.0.0.1:1', 'redis://', 'http://127.0.0.1:1', 'unix://missing', 'redis://a:b@127.0.0.1:1/x'],
];

type Command = ReturnType<typeof deeplinearProgram>;
type Option = Command['options'][number];

/** A change of the words of a command. */
export interface WordChange {
  text: string;
  apply(words: readonly string[]): string[];
}

/** The command that `words` name, and its parents. */
function commandOf(program: Command, words: readonly string[]): Command[] {
  const path = [program];
  for (const word of words) {
    const below = path.at(-1)!.commands.find((one) => one.name() === word);
    if (!below) break;
    path.push(below);
  }
  return path;
}

/** Words of a command line that name the command. */
export function depthOf(program: Command, words: readonly string[]): number {
  return commandOf(program, words).length - 1;
}

/** Something else in place of a word, an option more, twice or less. */
export function wordChange(random: Random, program: Command, words: readonly string[]): WordChange {
  const depth = depthOf(program, words);
  const options = commandOf(program, words).at(-1)!.options;
  const value = random.pick(hostile);
  const shown = JSON.stringify(value.slice(0, 60));
  const draw = random.next();
  const at = depth + random.below(words.length - depth);
  if (draw < 0.45 && words.length > depth) {
    const [name, set] = /^([\w.]+)=/.exec(words[at]) ?? [];
    const word = set === undefined || random.chance(0.1) ? value : `${set}=${value}`;
    const text = name === undefined || word === value ? shown : JSON.stringify(word.slice(0, 60));
    return { text: `word ${at} ← ${text}`, apply: (old) => old.map((one, i) => (i === at ? word : one)) };
  }
  if (draw < 0.8 && options.length > 0) {
    const option = random.pick(options);
    const added = optionWords(random, option, value);
    return { text: `with ${added.join(' ').slice(0, 80)}`, apply: (old) => [...old, ...added] };
  }
  if (draw < 0.9 && words.length > depth)
    return { text: `without word ${at}`, apply: (old) => old.filter((_, i) => i !== at) };
  if (draw < 0.96) return { text: `word more: ${shown}`, apply: (old) => [...old, value] };
  const all = withSubcommands(program).flatMap((one) => one.options);
  const stranger = optionWords(random, random.pick(all), value);
  return { text: `with ${stranger.join(' ').slice(0, 80)}`, apply: (old) => [...old, ...stranger] };
}

function optionWords(random: Random, option: Option, value: string): string[] {
  const flag = option.long ?? option.short!;
  const takesValue = option.required || option.optional;
  if (!takesValue) return random.chance(0.05) ? [`${flag}=${value}`] : [flag];
  return random.chance(0.1) ? [flag] : random.chance(0.3) ? [`${flag}=${value}`] : [flag, value];
}
