import { Option } from 'commander';
import { describe, flagOf, placeholder, toNumber } from '../commands/parameterOptions';
import type { LimitEntry, LimitInput, LimitParameter } from './limitEntry';
import { parseJson } from './readInput';

/** One command-line option per parameter of a limit. */
export function limitOptions(parameters: readonly LimitParameter[]): Option[] {
  return parameters.map((parameter) => {
    const { name, type, choices = [] } = parameter;
    const flag = flagOf(name);
    if (type === 'flag') return new Option(flag, describe(parameter));
    const option = new Option(`${flag} <${placeholder(parameter)}>`, describe(parameter));
    if (type === 'choice') return option.choices(choices).argParser((text: string) => text);
    return option.argParser((text: string) => parse(parameter, text));
  });
}

/** The options that commander parsed (undefined where not given). */
export function givenFlags(parameters: readonly LimitParameter[], parsed: Record<string, unknown>): LimitInput {
  return Object.fromEntries(
    parameters.filter(({ name }) => parsed[name] !== undefined).map(({ name }) => [name, parsed[name]]),
  );
}

/** The input of a limit's function: what the file (or else the example) holds, under what flags say. */
export function limitInput({ parameters, example }: LimitEntry, flags: LimitInput, file?: LimitInput): LimitInput {
  const base = file ?? (typeof example === 'function' ? example(flags) : example);
  const replaced = parameters.flatMap(({ name, instead }) => (flags[name] !== undefined && instead ? instead : []));
  const kept = Object.entries(base).filter(([name]) => !replaced.includes(name));
  const input = { ...Object.fromEntries(kept), ...flags };
  for (const { name, type } of parameters) {
    const rates = input[name];
    if (type === 'schedule' && Array.isArray(rates)) input[name] = (step: number) => rates[step];
  }
  return input;
}

function parse({ type, name, single }: LimitParameter, text: string): unknown {
  const flag = flagOf(name);
  if (type === 'json') return parseJson(text, flag);
  if (type === 'word' && /^[a-z]{2}/i.test(text) && !/^inf/i.test(text)) return text;
  if (type === 'integer' || type === 'number' || type === 'word') return number(flag, text);
  const list = text.split(',').map((entry) => number(flag, entry.trim()));
  return single && list.length === 1 ? list[0] : list;
}

function number(flag: string, text: string): number {
  return /^[+-]?Infinity$/i.test(text)
    ? (text.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY
    : toNumber(flag, text);
}
