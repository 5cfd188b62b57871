import type { Parameter } from 'deeplinear';
import { sizeName } from '../view/format';
import { flagOf } from './parameterOptions';

/** The library names parameters; the person typed flags. Puts the flag in place of the name at the start of a message. */
export function flagged(message: string, parameters: readonly Pick<Parameter, 'name'>[], axis?: string): string {
  const word = /^\w+/.exec(message)?.[0] ?? '';
  const name = axis !== undefined && word === sizeName(axis) ? axis : word;
  const known = parameters.some((parameter) => parameter.name === name);
  return known ? message.replace(/^\w+/, flagOf(name)) : message;
}
