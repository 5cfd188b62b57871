import { DeepLinearError, ShapeError, ValueError } from '../errors';
import { reject } from '../validate';

export const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The bytes of a file that somebody gives: a view, or a copy where other threads could change them meanwhile.
 * @throws ValueError for anything else.
 */
export function fileBytes(name: string, file: unknown): Uint8Array<ArrayBuffer> {
  const kind = Object.prototype.toString.call(file);
  // by name: arrays of another realm are no instances of this one's classes
  if (kind === '[object ArrayBuffer]') return viewOf(name, file as ArrayBuffer);
  if (kind === '[object SharedArrayBuffer]') return viewOf(name, file as ArrayBuffer).slice();
  if (!ArrayBuffer.isView(file) || kind !== '[object Uint8Array]') reject(name, 'a Uint8Array or an ArrayBuffer', file);
  const { buffer, byteOffset, byteLength } = file;
  const bytes = viewOf(name, buffer as ArrayBuffer, byteOffset, byteLength);
  return buffer instanceof ArrayBuffer ? bytes : bytes.slice();
}

/** No engine makes a view of a buffer that was given away. */
function viewOf(name: string, buffer: ArrayBuffer, offset?: number, length?: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(buffer, offset, length);
  } catch {
    throw new ValueError(`${name}: expected bytes that are still there, got a buffer that was given away`);
  }
}

/** Zeros. @throws ValueError where they do not fit into memory. */
export function zeroBytes(name: string, count: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(count);
  } catch {
    return reject(name, 'what fits into memory', `${count} bytes`);
  }
}

/** Reverses the bytes of every number, in place. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; size > 1 && at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Puts the name of a part (an entry, a tensor) before the messages of what goes wrong in it. */
export function within<T>(part: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    const Kind = error instanceof ShapeError ? ShapeError : ValueError;
    throw new Kind(`${part}: ${error.message}`);
  }
}

/**
 * Names and values of a Map or of an object of one's own, of whatever page or context.
 * @throws ValueError for anything else (a Promise, say, has no names and would be nothing), and for names that are no well-formed text.
 */
export function namedEntries<T>(
  name: string,
  entries: ReadonlyMap<string, T> | Readonly<Record<string, T>>,
): [string, T][] {
  const list = isMap(entries) ? [...Map.prototype.entries.call(entries)] : Object.entries(ownObject(name, entries));
  for (const [key] of list) {
    if (typeof key !== 'string') reject(`a name in ${name}`, 'a text', key);
    if (/\p{Surrogate}/u.test(key)) reject(`a name in ${name}`, 'whole characters', key);
  }
  return list as [string, T][];
}

/** An object that no built-in class made. */
function ownObject(name: string, value: unknown): object {
  const isOwn = Object.prototype.toString.call(value) === '[object Object]';
  const isModule = () => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
  return isOwn || isModule() ? (value as object) : reject(name, 'a Map or an object of named values', value);
}

/** Whether it is a Map itself: copies and proxies inherit its methods, which throw. */
function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  try {
    Map.prototype.has.call(value, '');
    return true;
  } catch {
    return false;
  }
}
