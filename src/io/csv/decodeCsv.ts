import { ValueError } from '../../errors';
import { type Matrix, matrix } from '../../matrix';
import { knownOptions, reject, show } from '../../validate';
import { type ParseCsvOptions, parseCsv } from './parseCsv';

export interface DecodeCsvOptions extends ParseCsvOptions {
  /** The number of an empty cell, such as NaN. Default: empty cells are refused. */
  empty?: number;
}

/** A table of numbers. */
export interface CsvTable {
  /** Names of the columns; none without a header. */
  columns: string[];
  /** One row a record. */
  matrix: Matrix;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const OTHER = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/**
 * Reads a CSV file of numbers, as `parseCsv` reads its cells: decimal notation to the nearest float64, NaN, inf and Infinity.
 * @throws ValueError with line and column of what is no number or none that float64 holds.
 */
export function decodeCsv(file: string | Uint8Array | ArrayBuffer, options: DecodeCsvOptions = {}): CsvTable {
  knownOptions('decodeCsv', options, ['delimiter', 'header', 'empty']);
  const { empty, ...cells } = options;
  if (empty !== undefined && typeof empty !== 'number') reject('empty', 'a number', empty);
  const { columns, records, lines } = parseCsv(file, cells);
  const width = columns.length || (records[0]?.length ?? 0);
  const table = matrix(records.length, width);
  records.forEach((record, row) => {
    record.forEach((cell, c) => {
      const value = cell === '' && empty !== undefined ? empty : csvNumber(cell);
      if (value === undefined) {
        const column = columns.length > 0 ? show(columns[c]) : c + 1;
        throw new ValueError(`line ${lines[row]}, column ${column}: expected a number, got ${show(cell)}`);
      }
      table.data[row * width + c] = value;
    });
  });
  return { columns, matrix: table };
}

/** Undefined for what is no number. */
function csvNumber(cell: string): number | undefined {
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return Number.isFinite(value) ? value : undefined;
  }
  const other = OTHER.exec(cell);
  if (!other) return undefined;
  if (other[2]) return Number.NaN;
  return other[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
