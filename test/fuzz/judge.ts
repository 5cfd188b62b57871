import type { Finding } from '../../src/index';
import { FromOutside } from './hostileValues';

/** How a case ended: what it gave, or what it threw. */
export type Outcome = { value: unknown } | { error: unknown };

export interface Judged {
  args: readonly unknown[];
  /** What messages may begin with: names of parameters and of the function. Files have parts of any name. */
  names?: readonly string[];
  /** Whether NaN or infinities, or code of the caller, went in. */
  strange: boolean;
  /** Fields that are NaN where nothing was changed. */
  baseline: ReadonlySet<string>;
  /** Errors that are the library's. */
  isTyped(error: unknown): boolean;
}

/** What is wrong with an outcome; undefined where nothing is. */
export function judge(outcome: Outcome, { args, names, strange, baseline, isTyped }: Judged): string | undefined {
  if ('error' in outcome) {
    const { error } = outcome;
    if (error instanceof FromOutside || isEnginesWordOnCallersProxy(error)) return undefined;
    if (isCallersFunction(error)) return undefined;
    if (!isTyped(error))
      return `untyped: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    const { message } = error as Error;
    if (message.length > 2000) return `endless: a message of ${message.length} characters: ${message.slice(0, 80)}`;
    // an overflow is told by the intermediate result that it is seen in
    if ((error as Error).name === 'NumericalError' || (strange && /expected finite entries/.test(message)))
      return undefined;
    return !names || isNamed(message, [...names, ...keysOf(args)]) ? undefined : `unnamed: ${message}`;
  }
  // files may hold NaN
  if (strange || !names) return undefined;
  const quiet = [...fieldsWithNaN(outcome.value)].filter((field) => !maybeNaN.has(field) && !baseline.has(field));
  return quiet.length > 0 ? `quiet NaN in ${quiet.join()}` : undefined;
}

/** A class is a function that throws when it is called; so is `filter` of an object that inherits it from a typed array. */
function isCallersFunction(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /Class constructor \w+ cannot be invoked|this is not a typed array/.test(error.message)
  );
}

/** A revoked proxy throws by itself, before anybody could look at it. */
function isEnginesWordOnCallersProxy(error: unknown): boolean {
  return error instanceof TypeError && /proxy that has been revoked/.test(error.message);
}

/** Whether the message begins with the name of an argument or a field of one. */
function isNamed(message: string, names: readonly string[]): boolean {
  const [root = ''] = /[\w$]+/.exec(message) ?? [];
  return message.includes(': ') && names.includes(root);
}

/** Names of fields at any depth. */
export function keysOf(value: unknown, depth = 5, keys: string[] = []): string[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth === 0) return keys;
  try {
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (!Array.isArray(value)) keys.push(key);
      if (keys.length < 300) keysOf((descriptor as PropertyDescriptor).value, depth - 1, keys);
    }
  } catch {
    // a proxy that throws has no names
  }
  return keys;
}

/** Fields whose documentation says when they are NaN. */
const maybeNaN = new Set([
  'deviationError',
  'distanceError',
  'cStar',
  'lateRate',
  'exponent',
  'exponentInterval',
  'regret',
]);

/** Names of the fields of a result that hold NaN. */
export function fieldsWithNaN(value: unknown, depth = 5, name = 'result', found = new Set<string>()): Set<string> {
  if (typeof value === 'number' && Number.isNaN(value)) found.add(name);
  if (typeof value !== 'object' || value === null || depth === 0) return found;
  if (value instanceof Float64Array || value instanceof Float32Array) {
    if (value.some(Number.isNaN)) found.add(name);
  } else if (!ArrayBuffer.isView(value)) {
    for (const [key, entry] of Object.entries(value)) {
      // a finding of too few simulations has no value
      if (key === 'value' && (value as Partial<Finding>).verdict === 'underpowered') continue;
      fieldsWithNaN(entry, depth - 1, Array.isArray(value) ? name : key, found);
    }
  }
  return found;
}
