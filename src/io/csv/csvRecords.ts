import { ValueError } from '../../errors';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Cells of a record, at most. */
const MOST_CELLS = 2 ** 20;

export const SPACE = 0x20;
export const TAB = 0x09;
export const QUOTE = 0x22;
export const LF = 0x0a;
export const CR = 0x0d;

/**
 * Reads the records of comma-separated text (RFC 4180): cells in quotes may hold anything, a quote as two; white space around cells is
 * not theirs unless it is in quotes. Lines end with LF, CR LF or CR; blank lines are no records.
 * @param visit is given each record in its order and the line on which it ends (1 is the first). The list of cells is used again.
 * @throws ValueError with the line for a quote inside a cell, something behind one, a quote that never closes, or more than 2^20 cells.
 */
export function csvRecords(text: string, delimiter: Delimiter, visit: (cells: string[], line: number) => void): void {
  const separator = delimiter.charCodeAt(0);
  const cells: string[] = [];
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const isSpace = (code: number) => code === SPACE || (code === TAB && separator !== TAB);
  const isEnd = (code: number) => code === separator || code === LF || code === CR;
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
      if (text.charCodeAt(at) !== QUOTE) break;
      twice = true;
      at++;
    }
    const cell = text.slice(start, at - 1);
    for (let i = 0; i < cell.length; i++) {
      const code = cell.charCodeAt(i);
      if (code === LF || (code === CR && cell.charCodeAt(i + 1) !== LF)) line++;
    }
    return twice ? cell.replaceAll('""', '"') : cell;
  };
  while (at < text.length) {
    while (isSpace(text.charCodeAt(at))) at++;
    let cell: string;
    let inQuotes = false;
    if (text.charCodeAt(at) === QUOTE) {
      inQuotes = true;
      cell = quoted();
      while (isSpace(text.charCodeAt(at))) at++;
      if (at < text.length && !isEnd(text.charCodeAt(at))) wrong(line, 'the end of the cell after a closing quote');
    } else {
      const start = at;
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (isEnd(code)) break;
        if (code === QUOTE) wrong(line, 'quotes around a whole cell, got one inside');
      }
      let end = at;
      while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
      cell = text.slice(start, end);
    }
    if (cells.length === MOST_CELLS) wrong(line, `at most ${MOST_CELLS} cells, got more`);
    cells.push(cell);
    const more = text.charCodeAt(at) === separator;
    if (more) {
      at++;
      // a delimiter at the very end has an empty cell behind it
      if (at < text.length) continue;
      cells.push('');
    }
    if (cells.length > 1 || cell !== '' || inQuotes) visit(cells, line);
    cells.length = 0;
    if (more) break;
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) at++;
    at++;
    line++;
  }
}
