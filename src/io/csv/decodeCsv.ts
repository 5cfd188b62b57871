import { ValueError } from '../../errors';
import { type Matrix, matrix } from '../../matrix';
import { knownOptions, reject, show } from '../../validate';
import { zeroBytes } from '../bytes';
import { csvTable, OTHER, type ParseCsvOptions } from './csvTable';

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

/**
 * Reads a CSV file of numbers, as `parseCsv` reads its cells: decimal notation to the nearest float64, NaN, inf and Infinity.
 * @throws ValueError with line and column of what is no number or none that float64 holds.
 */
export function decodeCsv(file: string | Uint8Array | ArrayBuffer, options: DecodeCsvOptions = {}): CsvTable {
  knownOptions('decodeCsv', options, ['delimiter', 'header', 'empty']);
  const { empty, ...cells } = options;
  if (empty !== undefined && typeof empty !== 'number') reject('empty', 'a number', empty);
  let columns: string[] = [];
  let width = 0;
  let values = new Float64Array(0);
  let used = 0;
  csvTable(file, cells, {
    begin(names, count) {
      columns = names;
      width = count;
    },
    record(record, line) {
      if (used + width > values.length) {
        values = resized(values, used, 2 * (used + width));
      }
      record.forEach((cell, c) => {
        const value = cell === '' && empty !== undefined ? empty : csvNumber(cell);
        if (value === undefined) {
          const column = columns.length > 0 ? show(columns[c]) : c + 1;
          throw new ValueError(`line ${line}, column ${column}: expected a number, got ${show(cell)}`);
        }
        values[used++] = value;
      });
    },
  });
  const rows = width > 0 ? used / width : 0;
  return { columns, matrix: matrix(rows, width, resized(values, used, used)) };
}

/** The first numbers, in an array of its own. */
function resized(values: Float64Array, used: number, length: number): Float64Array<ArrayBuffer> {
  const other = new Float64Array(zeroBytes('file', 8 * length).buffer);
  other.set(values.subarray(0, used));
  return other;
}

/** Undefined for what is no number. */
function csvNumber(cell: string): number | undefined {
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return Number.isFinite(value) ? value : undefined;
  }
  const other = OTHER.exec(cell);
  return other ? Number(other[1] + (other[2] ?? 'Infinity')) : undefined;
}
