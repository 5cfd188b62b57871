import { Option } from 'commander';
import type { Parameter, ParameterValues } from 'deeplinear';
import { InputError } from '../inputError';
import { quote } from '../view/format';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The flag of a parameter: initialScales becomes --initial-scales. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** One command-line option per parameter of an experiment, with its doc, default and choices. */
export function parameterOptions(parameters: readonly Parameter[]): Option[] {
  return parameters.map((parameter) => {
    const option = new Option(`${flagOf(parameter.name)} <${placeholder(parameter)}>`, describe(parameter));
    if (parameter.type === 'choice') return option.choices(parameter.choices ?? []).argParser((text: string) => text);
    return option.argParser((text: string) => parse(parameter, text));
  });
}

/** The options that commander parsed, as values of the experiment's parameters (undefined where not given). */
export function parameterValues(parameters: readonly Parameter[], parsed: Record<string, unknown>): ParameterValues {
  return Object.fromEntries(
    parameters.filter(({ name }) => parsed[name] !== undefined).map(({ name }) => [name, parsed[name]]),
  ) as ParameterValues;
}

/** One number for a parameter of all layers means that number for every layer, as in the library. */
export function perLayer(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  const lists = parameters.filter(({ type }) => type === 'numbers').map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      lists.includes(name) && Array.isArray(value) && value.length === 1 ? value[0] : value,
    ]),
  );
}

/** What stands for the value in help. */
export function placeholder({ type, name }: { type: string; name: string }): string {
  if (type === 'choice' || type === 'word') return name;
  if (type === 'json') return 'json';
  return type === 'integer' || type === 'number' ? 'number' : 'list';
}

/** The line of help: what it is, and its default. */
export function describe({ doc, default: value }: { doc: string; default?: unknown }): string {
  if (value === undefined) return doc;
  return `${doc} (default: ${Array.isArray(value) ? value.join(',') : value})`;
}

function parse({ type, name }: Parameter, text: string): number | number[] {
  if (type === 'integer' || type === 'number') return toNumber(flagOf(name), text);
  return text.split(',').map((entry) => toNumber(flagOf(name), entry.trim()));
}

/** @throws InputError naming the flag. */
export function toNumber(flag: string, text: string): number {
  if (!NUMBER.test(text)) throw new InputError(`${flag}: expected a number, got ${quote(text)}`);
  return Number(text);
}
