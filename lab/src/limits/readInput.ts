import { readFileSync } from 'node:fs';
import { matrix } from 'deeplinear';
import { fileReason, wholeFile } from '../fileReason';
import { InputError } from '../inputError';
import { quote } from '../view/format';
import type { LimitInput } from './limitEntry';

/** The options in a JSON file, or of standard input as '-'. @throws InputError naming the flag or the file. */
export function readInput(path: string): LimitInput {
  const name = path === '-' ? 'standard input' : path;
  let text: string;
  try {
    text = path === '-' ? readFileSync(0, 'utf8') : wholeFile(path).toString('utf8');
  } catch (error) {
    throw new InputError(`--input: expected a readable JSON file, got ${quote(path)} (${fileReason(error)})`);
  }
  const value = parseJson(text, name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${name}: expected an object of options, got ${quote(text.trim())}`);
  }
  return value as LimitInput;
}

/** JSON in which 'Infinity' stands for the number and { rows, cols, data } for a matrix. @throws InputError that starts with `name`. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''), (_, value) => {
      if (value === 'Infinity' || value === '-Infinity') return Number(value);
      const isMatrix = typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.data);
      return isMatrix ? matrix(value.rows, value.cols, value.data) : value;
    });
  } catch (error) {
    // nested so deep that the engine's stack does not do
    if (error instanceof RangeError) throw new InputError(`${name}: expected JSON that is not nested without end`);
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`${name}: expected JSON, got ${quote(text.trim())} (${error.message})`);
  }
}
