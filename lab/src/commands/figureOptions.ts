import { Option } from 'commander';
import { InputError } from '../inputError';
import { toNumber } from './parameterOptions';

export const FORMATS = ['svg', 'png', 'html', 'json'];
const DEFAULT = ['svg', 'png', 'json'];

export interface FigureOptions {
  list?: boolean;
  all?: boolean;
  only?: string[];
  quick?: boolean;
  out: string;
  set: string[];
  format: string[];
  dark?: boolean;
  workers?: number;
  json?: boolean;
  quiet?: boolean;
}

/** The options of `deeplinear figure`. */
export function figureOptions(): Option[] {
  const split = (text: string) => text.split(',').map((part) => part.trim());
  const formats = (text: string) => {
    const wrong = split(text).find((name) => !FORMATS.includes(name));
    if (wrong === undefined) return split(text);
    throw new InputError(`--format: expected names among ${FORMATS.join(', ')}, got "${wrong}"`);
  };
  const workers = (text: string) => {
    const given = toNumber('--workers', text);
    if (Number.isInteger(given) && given >= 1) return given;
    throw new InputError(`--workers: expected an integer of at least 1, got ${text}`);
  };
  return [
    new Option('--list', 'list the figures'),
    new Option('--all', 'make every figure, and a page of all (index.html)'),
    new Option('--only <ids>', 'make these figures (ids with commas between), and a page of them').argParser(split),
    new Option('--quick', 'smaller settings: seconds a figure instead of minutes'),
    new Option('--out <folder>', 'where the files go').default('deeplinear-figures'),
    new Option('--set <name=value>', 'another value of a setting, lists with commas; can be repeated')
      .argParser((text: string, before: string[]) => [...before, text])
      .default([], 'none'),
    new Option('--format <names>', `files of each figure, among ${FORMATS.join(', ')}`)
      .argParser(formats)
      .default(DEFAULT, DEFAULT.join(',')),
    new Option('--dark', 'pictures on a dark ground'),
    new Option(
      '--workers <number>',
      'with --all: threads at once; no number depends on it (default: one a core)',
    ).argParser(workers),
    new Option('--json', 'print JSON instead of text'),
    new Option('--quiet', 'print nothing but errors (and what --json asks for)'),
  ];
}
