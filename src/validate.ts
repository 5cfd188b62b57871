/** Argument checks. Every message reads `name: expected …, got …`. */
import { NumericalError, ValueError } from './errors';
import { arrayKind } from './ownArray';

/** Most letters of a value in a message. */
const SHOWN = 200;
/** Most entries of a list, also of an array with holes. */
const MOST_ENTRIES = 2 ** 28;

/** A value in words, short whatever it is: also nested without end, or with getters that throw. */
export function show(value: unknown): string {
  try {
    const text = inWords(value, 2);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  } catch {
    return 'an object that cannot be read';
  }
}

function inWords(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN + 1));
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) {
    if (depth === 0) return 'an array';
    const first = Array.from(value.slice(0, 8), (entry) => inWords(entry, depth - 1));
    return `[${first.join(', ')}${value.length > 8 ? ', …' : ''}]`;
  }
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}(${(value as Float64Array).length ?? value.byteLength})`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null)
    return `an object with keys ${Object.keys(value).slice(0, 12).join(', ') || '(none)'}`;
  return String(value);
}

export function reject(name: string, expected: string, value: unknown): never {
  throw new ValueError(`${name}: expected ${expected}, got ${show(value)}`);
}

export function finite(name: string, value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : reject(name, 'a finite number', value);
}

export function positive(name: string, value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
    ? value
    : reject(name, 'a positive finite number', value);
}

export function nonNegative(name: string, value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : reject(name, 'a non-negative finite number', value);
}

export function integer(name: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  const beyond = typeof value === 'number' && value > most;
  const upper = most < Number.MAX_SAFE_INTEGER || beyond ? ` and at most ${most}` : '';
  return reject(name, `an integer of at least ${least}${upper}`, value);
}

export function seedValue(name: string, value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : reject(name, 'a non-negative integer up to 2^53 − 1', value);
}

export function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  return allowed.includes(value as T) ? (value as T) : reject(name, `one of ${allowed.map(show).join(', ')}`, value);
}

export function booleanValue(name: string, value: unknown): boolean {
  return typeof value === 'boolean' ? value : reject(name, 'true or false', value);
}

/** Whether a value is an array or a typed array that memory can hold again; its entries are still to be checked. */
export function isNumberList(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.length <= MOST_ENTRIES;
  const kind = arrayKind(value);
  return kind !== undefined && !kind.startsWith('Big') && !isGone(value as Float64Array);
}

/**
 * Whether the buffer of a typed array was given away, or shrunk so that it does not reach it any more; also of what only inherits
 * from a typed array, which `instanceof` does not see. The buffer is asked too: once in a million calls optimized code gave a detached
 * array its old length.
 */
export function isGone(list: { readonly length: number; indexOf(entry: never): number }): boolean {
  if (!ArrayBuffer.isView(list)) return true;
  if (list.length > 0) return list.buffer.byteLength === 0;
  try {
    list.indexOf(0 as never);
    return false;
  } catch {
    return true;
  }
}

/** Whether a value is a Float64Array that has its memory. */
export function isFloat64Array(value: unknown): value is Float64Array {
  return arrayKind(value) === 'Float64Array' && !isGone(value as Float64Array);
}

/** Most of what is counted and done one by one in a call that cannot be stopped: some minutes of work. */
export const MOST_COUNT = 1e8;

/** A number of things to do one by one. */
export function count(name: string, value: unknown, least: number): number {
  return integer(name, value, least, MOST_COUNT);
}

/** Refuses results that are no numbers: finite arguments `name` so large or small that something overflowed on the way. */
export function assertNumbers(name: string, ...results: (number | ArrayLike<number>)[]): void {
  for (const result of results) {
    const list = typeof result === 'number' ? [result] : result;
    for (let i = 0; i < list.length; i++) {
      if (Number.isNaN(list[i])) {
        throw new NumericalError(`${name}: expected numbers of a size that float64 can compute with, got an overflow`);
      }
    }
  }
}

/** The same, where results have to be finite. */
export function assertFinite(name: string, ...results: ArrayLike<number>[]): void {
  let strange = 0;
  for (const list of results) for (let i = 0; i < list.length; i++) strange += list[i] - list[i];
  assertNumbers(name, strange);
}

/** A function of the caller's. */
export function callback<F>(name: string, value: F, what = 'a function'): F {
  return typeof value === 'function' ? value : reject(name, what, value);
}

/** An object whose fields are still to be checked. */
export function record(name: string, value: unknown, what = 'an object'): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : reject(name, what, value);
}

/** An array of `length` zeros. @throws ValueError naming `name` where memory does not hold it. */
export function zeros64(name: string, length: number): Float64Array<ArrayBuffer> {
  try {
    return new Float64Array(length);
  } catch {
    return reject(name, 'a number of entries that fits into memory', length);
  }
}

/** Whether a value is a list of numbers and nothing else, holes neither. */
export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (!isNumberList(value)) return false;
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== 'number') return false;
  return true;
}

/**
 * A copy of a list of numbers, each as `check` gives it. Not Float64Array.from, which makes a list of all entries before it looks at
 * the first: an array with holes has no memory for them.
 */
export function checkedNumbers(
  name: string,
  list: ArrayLike<number>,
  check: (name: string, value: number, i: number) => number,
): Float64Array<ArrayBuffer> {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== 'number') check(`${name}[${i}]`, list[i], i);
  const out = zeros64(name, list.length);
  for (let i = 0; i < out.length; i++) out[i] = check(`${name}[${i}]`, list[i], i);
  return out;
}

/** Checks the options by which long work is watched and stopped. */
export function checkWatchers({ onProgress, signal }: { onProgress?: unknown; signal?: AbortSignal }): void {
  if (onProgress !== undefined && typeof onProgress !== 'function') reject('onProgress', 'a function', onProgress);
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') reject('signal', 'an AbortSignal', signal);
}

/** Refuses option names that `where` does not know, so that a typing mistake or an unsupported option is never ignored. */
export function knownOptions(where: string, options: unknown, allowed: readonly string[]): void {
  // a Set, a Date or a FormData has no fields of its own: its contents would pass unread
  if (Object.prototype.toString.call(options) !== '[object Object]') reject(where, 'an options object', options);
  for (const key of Object.keys(options as object)) {
    if (!allowed.includes(key) && (options as Record<string, unknown>)[key] !== undefined) {
      throw new ValueError(`${where}: expected options among ${allowed.join(', ')}, got ${show(key)}`);
    }
  }
}
