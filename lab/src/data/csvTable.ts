import { type CsvCells, parseCsv, ValueError } from 'deeplinear';
import { InputError } from '../inputError';
import { quote } from '../view/format';

/**
 * Comma-, semicolon- or tab-separated text whose first line names the columns.
 * @throws InputError with the line (and column, where there is one) of what is wrong.
 */
export function csvTable(file: Uint8Array, name: string): CsvCells {
  let table: CsvCells;
  try {
    table = parseCsv(file);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new InputError(`${name}: ${error.message.replace(/^file: /, '')}`);
  }
  if (table.records.length === 0) throw new InputError(`${name}: expected samples below the first line, got none`);
  return table;
}

/** Decimal notation only: no hexadecimal, no words. */
export const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** @throws InputError with the line and column of a cell that is not a finite number. */
export function toNumber(cell: string, table: CsvCells, path: string, p: number, column: number): number {
  const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InputError(`${where(table, path, p, column)}: expected a number, got ${quote(cell)}`);
}

/** Line and column of a cell, for messages. */
export function where(table: CsvCells, path: string, p: number, column: number): string {
  return `${path}: line ${table.lines[p]}, column ${quote(table.columns[column])}`;
}
