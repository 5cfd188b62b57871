import { ValueError } from '../../errors';
import { booleanValue, knownOptions, oneOf, show } from '../../validate';
import { csvRecords, type Delimiter, delimiters } from './csvRecords';
import { csvText, delimiterOf } from './csvText';

export interface ParseCsvOptions {
  /** What separates cells: `,` `;` tab or `|`. Default: that of the first three which the first line has most of. */
  delimiter?: Delimiter;
  /** Whether the first line names the columns. Default true. */
  header?: boolean;
}

export interface CsvCells {
  /** Names of the columns; none without a header. */
  columns: string[];
  /** Cells, one array a record, all of the same length. */
  records: string[][];
  /** Line of the file on which each record ends (1 is the first). */
  lines: number[];
}

/**
 * Reads a CSV file as text cells (RFC 4180; also semicolons and tabs, a byte-order mark, blank lines and every kind of line end; white
 * space around cells is not theirs).
 * @param file text, or its bytes in UTF-8
 * @throws ValueError with the line (and column, where there is one): records of different lengths, names that are missing, equal or all
 *   numbers, quotes that do not match, no UTF-8.
 */
export function parseCsv(file: string | Uint8Array | ArrayBuffer, options: ParseCsvOptions = {}): CsvCells {
  knownOptions('parseCsv', options, ['delimiter', 'header']);
  const text = csvText(file);
  const { delimiter = delimiterOf(text), header = true } = options;
  oneOf('delimiter', delimiter, delimiters);
  booleanValue('header', header);
  const records = csvRecords(text, delimiter);
  if (header && records.length === 0) {
    throw new ValueError('file: expected a first line with column names, got an empty file');
  }
  const columns = header ? records[0].cells : [];
  if (header) checkNames(columns, records[0].line);
  const rest = header ? records.slice(1) : records;
  const width = header ? columns.length : (rest[0]?.cells.length ?? 0);
  for (const { cells, line } of rest) {
    if (cells.length === width) continue;
    const missing = cells.length < width;
    const at = header
      ? missing
        ? ` (column ${show(columns[cells.length])} is missing)`
        : ` (the cell after column ${show(columns[width - 1])} has no name)`
      : '';
    throw new ValueError(`line ${line}: expected ${width} cells as in the first line, got ${cells.length}${at}`);
  }
  return { columns, records: rest.map(({ cells }) => cells), lines: rest.map(({ line }) => line) };
}

function checkNames(columns: string[], line: number): void {
  if (columns.every((column) => column !== '' && Number.isFinite(Number(column)))) {
    throw new ValueError(`line ${line}: expected column names, got only numbers`);
  }
  const seen = new Set<string>();
  columns.forEach((column, i) => {
    if (column === '') throw new ValueError(`line ${line}: expected a name for column ${i + 1}, got an empty cell`);
    if (seen.has(column))
      throw new ValueError(`line ${line}: expected different column names, got ${show(column)} twice`);
    seen.add(column);
  });
}
