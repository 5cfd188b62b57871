import { ValueError } from '../../errors';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export interface CsvRecord {
  cells: string[];
  /** On which it ends; 1 is the first. */
  line: number;
}

/**
 * Records of comma-separated text (RFC 4180): cells in quotes may hold anything, a quote as two; white space around cells is not theirs
 * unless it is in quotes. Lines end with LF, CR LF or CR; blank lines are no records.
 * @throws ValueError with the line for a quote inside a cell, something behind one, or a quote that never closes.
 */
export function csvRecords(text: string, delimiter: Delimiter): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const isSpace = (letter: string) => letter === ' ' || (letter === '\t' && delimiter !== '\t');
  const isEnd = (letter: string) => letter === delimiter || letter === '\n' || letter === '\r';
  const wrong = (where: number, what: string): never => {
    throw new ValueError(`line ${where}: expected ${what}`);
  };
  /** Goes behind the closing quote. */
  const quoted = (): string => {
    const opened = line;
    const start = ++at;
    let twice = false;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) wrong(opened, 'a closing quote, got none to the end of the file');
      at = quote + 1;
      if (text[at] !== '"') break;
      twice = true;
      at++;
    }
    const cell = text.slice(start, at - 1);
    for (let i = 0; i < cell.length; i++) {
      if (cell[i] === '\n' || (cell[i] === '\r' && cell[i + 1] !== '\n')) line++;
    }
    return twice ? cell.replaceAll('""', '"') : cell;
  };
  while (at < text.length) {
    while (at < text.length && isSpace(text[at])) at++;
    let cell: string;
    let inQuotes = false;
    if (text[at] === '"') {
      inQuotes = true;
      cell = quoted();
      while (at < text.length && isSpace(text[at])) at++;
      if (at < text.length && !isEnd(text[at])) wrong(line, 'the end of the cell after a closing quote');
    } else {
      const start = at;
      while (at < text.length && !isEnd(text[at])) {
        if (text[at] === '"') wrong(line, 'quotes around a whole cell, got one inside');
        at++;
      }
      let end = at;
      while (end > start && isSpace(text[end - 1])) end--;
      cell = text.slice(start, end);
    }
    cells.push(cell);
    const more = text[at] === delimiter;
    if (more) {
      at++;
      // a delimiter at the very end has an empty cell behind it
      if (at < text.length) continue;
      cells.push('');
    }
    if (cells.length > 1 || cell !== '' || inQuotes) records.push({ cells, line });
    cells = [];
    if (more) break;
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    line++;
  }
  return records;
}
