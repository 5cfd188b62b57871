import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../inputError';
import { quote } from '../view/format';

export interface CsvTable {
  columns: string[];
  /** Trimmed cells, one array per record. */
  records: string[][];
  /** Line of the file on which each record ends (1 is the header). */
  lines: number[];
}

/**
 * Reads comma-, semicolon- or tab-separated text whose first line names the columns.
 * @throws InputError with the line (and column, where there is one) of what is wrong.
 */
export function csvTable(text: string, name: string): CsvTable {
  const parsed = parseRecords(text, name);
  if (parsed.length === 0) throw new InputError(`${name}: expected a first line with column names, got an empty file`);
  const columns = parsed[0].record;
  checkHeader(columns, name);
  const rest = parsed.slice(1);
  for (const { record, info } of rest) {
    if (record.length === columns.length) continue;
    const at =
      record.length < columns.length
        ? `column ${quote(columns[record.length])} is missing`
        : `the cell after column ${quote(columns[columns.length - 1])} has no name`;
    throw new InputError(
      `${name}: line ${info.lines}: expected ${columns.length} cells as in the first line, got ${record.length} (${at})`,
    );
  }
  if (rest.length === 0) throw new InputError(`${name}: expected samples below the first line, got none`);
  return { columns, records: rest.map(({ record }) => record), lines: rest.map(({ info }) => info.lines) };
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

function parseRecords(text: string, name: string): Parsed[] {
  const delimiter = delimiterOf(text);
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      throw new InputError(
        `${name}: line ${openQuoteLine(text, delimiter)}: expected a closing quote, got none to the end of the file`,
      );
    }
    const known: Record<string, string> = {
      CSV_INVALID_CLOSING_QUOTE: 'expected the end of the cell after a closing quote',
      INVALID_OPENING_QUOTE: 'expected quotes around a whole cell, got one inside',
    };
    const message = known[error.code];
    throw new InputError(message ? `${name}: line ${error.lines}: ${message}` : `${name}: ${error.message}`);
  }
}

/** The line on which the quote opens that never closes. The parser knows only where the file ends. */
function openQuoteLine(text: string, delimiter: string): number {
  let line = 1;
  let opened = 0;
  let fieldStart = true;
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '\n' || (letter === '\r' && text[i + 1] !== '\n')) line++;
    if (opened > 0) {
      if (letter !== '"') continue;
      if (text[i + 1] === '"') i++;
      else opened = 0;
    } else if (letter === '"' && fieldStart) {
      opened = line;
      fieldStart = false;
    } else {
      fieldStart = letter === delimiter || letter === '\n' || letter === '\r' || (fieldStart && letter === ' ');
    }
  }
  return opened;
}

/** The separator that the first line has most of. */
function delimiterOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

function checkHeader(columns: string[], name: string): void {
  if (columns.every((column) => column !== '' && Number.isFinite(Number(column)))) {
    throw new InputError(`${name}: line 1: expected column names, got only numbers`);
  }
  columns.forEach((column, i) => {
    if (column === '') throw new InputError(`${name}: line 1: expected a name for column ${i + 1}, got an empty cell`);
    if (columns.indexOf(column) !== i) {
      throw new InputError(`${name}: line 1: expected different column names, got ${quote(column)} twice`);
    }
  });
}

/** Decimal notation only: no hexadecimal, no words. */
export const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** @throws InputError with the line and column of a cell that is not a finite number. */
export function toNumber(cell: string, table: CsvTable, path: string, p: number, column: number): number {
  const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InputError(`${where(table, path, p, column)}: expected a number, got ${quote(cell)}`);
}

/** Line and column of a cell, for messages. */
export function where(table: CsvTable, path: string, p: number, column: number): string {
  return `${path}: line ${table.lines[p]}, column ${quote(table.columns[column])}`;
}
