import type { CellFailure } from './cell';

/** Messages of the engine and of the library where memory does not suffice. */
const memoryMessage = /allocation failed|invalid (typed )?array (buffer )?length|MiB do not fit/i;

/** What an error of a cell means: another attempt may find memory, but not other numbers. */
export function failureOf({ name, message }: { name: string; message: string }): CellFailure {
  const memory = name === 'OutOfMemory' || memoryMessage.test(message);
  return { reason: memory ? 'memory' : 'threw', message: message.slice(0, 2000) };
}

export function timedOut(seconds: number): CellFailure {
  return { reason: 'timeout', message: `not done after ${seconds} s` };
}
