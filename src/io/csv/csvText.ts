import { ValueError } from '../../errors';
import { reject } from '../../validate';
import { fileBytes } from '../bytes';
import type { Delimiter } from './csvRecords';

/** What V8 holds as one text. */
const MOST_TEXT = 2 ** 29 - 25;

/** The text of a CSV file. @throws ValueError for what is no UTF-8, with the byte. */
export function csvText(file: unknown): string {
  if (typeof file === 'string') return file;
  const bytes = fileBytes('file', file);
  if (bytes.length > MOST_TEXT) reject('file', `at most ${MOST_TEXT} bytes of text`, bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ValueError('file: expected text in UTF-8, got UTF-16 (save it as UTF-8)');
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new ValueError(`file: expected text, got a binary file (byte ${zero + 1} is zero)`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ValueError(`file: expected text in UTF-8, got another encoding (by byte ${firstWrong(bytes) + 1})`);
  }
}

/** The separator that the first line has most of. */
export function delimiterOf(text: string): Delimiter {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string) => first.split(separator).length;
  return ([',', ';', '\t'] as const).reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Halves the stretch in which the first byte is that is no UTF-8. */
function firstWrong(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      // a character may go on behind the end
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
