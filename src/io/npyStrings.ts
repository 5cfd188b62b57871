import { reject } from '../validate';
import { zeroBytes } from './bytes';

/** Bytes of a character in a file. */
export const CHARACTER = 4;

/** What an engine takes for a string besides its characters: its place in the list, its head, its padding. */
const HEAD = 64;
/** So many characters become text in one call. */
const PIECE = 4096;
const SHORT = 32;
/** V8 holds strings of 2^29 − 24 halves of characters. */
const LONGEST = 2 ** 28 - 12;

export function checkedText(text: unknown, i: number): string {
  if (typeof text !== 'string') return reject(`data[${i}]`, 'a string', text);
  return text.endsWith('\0') ? reject(`data[${i}]`, 'a string that does not end with NUL, which is lost', text) : text;
}

/** The bytes of strings of one width, that of the longest. */
export function stringBytes(data: readonly string[]) {
  const width = data.reduce((most, text) => Math.max(most, lettersOf(text)), 1);
  const body = zeroBytes('array', CHARACTER * width * data.length);
  const characters = new Uint32Array(body.buffer);
  for (const [i, text] of data.entries()) {
    let at = width * i;
    for (const letter of text) characters[at++] = letter.codePointAt(0)!;
  }
  return { body, code: `U${width}`, size: CHARACTER };
}

function lettersOf(text: string): number {
  let letters = 0;
  for (const _ of text) letters++;
  return letters;
}

/** Bytes of memory that so many strings take beyond their characters. @throws ValueError for longer ones than engines have. */
export function headsOfStrings(count: number, size: number): number {
  if (count > 0 && size > CHARACTER * LONGEST)
    reject('descr', `strings of at most ${LONGEST} characters`, size / CHARACTER);
  return HEAD * count;
}

/** Strings from bytes of this machine's order; NULs at their ends are padding. @throws ValueError for what is no Unicode. */
export function stringsOf(bytes: Uint8Array<ArrayBuffer>, size: number): string[] {
  const characters = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / CHARACTER);
  const width = size / CHARACTER;
  return Array.from({ length: characters.length / width }, (_, i) => {
    const start = width * i;
    let end = start + width;
    while (end > start && characters[end - 1] === 0) end--;
    for (let at = start; at < end; at++) {
      if (characters[at] > 0x10ffff) reject(`data[${i}]`, 'Unicode characters', characters[at]);
    }
    return textOf(characters, start, end);
  });
}

/** Words one character after the other, long texts in pieces: the faster way for each. */
function textOf(characters: Uint32Array, start: number, end: number): string {
  let text = '';
  if (end - start <= SHORT) {
    for (let at = start; at < end; at++) text += String.fromCodePoint(characters[at]);
    return text;
  }
  for (let at = start; at < end; at += PIECE) {
    const piece = characters.subarray(at, Math.min(end, at + PIECE));
    text += String.fromCodePoint.apply(null, piece as unknown as number[]);
  }
  return text;
}
