import { ValueError } from '../../errors';
import { reject } from '../../validate';
import { fileBytes } from '../bytes';
import { CR, type Delimiter, LF, QUOTE, SPACE, TAB } from './csvRecords';

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

/** The separator that the first line which is not blank has most of, outside of quotes. */
export function delimiterOf(text: string): Delimiter {
  const candidates = [',', ';', '\t'] as const;
  const codes = candidates.map((one) => one.charCodeAt(0));
  const counts = [0, 0, 0];
  let inQuotes = false;
  let blank = true;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inQuotes = !inQuotes;
    if (inQuotes) continue;
    if (code === LF || code === CR) {
      if (!blank) break;
      // tabs alone
      counts[2] = 0;
      continue;
    }
    const which = codes.indexOf(code);
    if (which >= 0) counts[which]++;
    blank &&= code === SPACE || code === TAB;
  }
  return candidates[counts.indexOf(Math.max(...counts))];
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
