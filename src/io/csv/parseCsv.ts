import { ValueError } from '../../errors';
import { knownOptions } from '../../validate';
import { csvTable, type ParseCsvOptions } from './csvTable';

export interface CsvCells {
  /** Names of the columns; none without a header. */
  columns: string[];
  /** Cells, one array a record, all of the same length. */
  records: string[][];
  /** Line of the file on which each record ends (1 is the first). */
  lines: number[];
}

/** What engines take for a record and for a cell of it, about; and what all may take. */
const MEMORY = { record: 64, cell: 40, most: 2 ** 31 };

/**
 * Reads a CSV file as text cells (RFC 4180; also semicolons and tabs, a byte-order mark, blank lines and every kind of line end; white
 * space around cells is not theirs). Tables of up to 2 GiB in memory, where a cell takes 40 bytes and a record 64; `decodeCsv` takes 8
 * for a number.
 * @param file text, or its bytes in UTF-8
 * @param options how to read it.
 * @throws ValueError with the line (and column, where there is one): records of different lengths, or of more than 2^20 cells, names
 *   that are missing, equal or all numbers, quotes that do not match, no UTF-8; a table that takes more.
 */
export function parseCsv(file: string | Uint8Array | ArrayBuffer, options: ParseCsvOptions = {}): CsvCells {
  knownOptions('parseCsv', options, ['delimiter', 'header']);
  let columns: string[] = [];
  const records: string[][] = [];
  const lines: number[] = [];
  let most = 0;
  csvTable(file, options, {
    begin(names, width) {
      columns = names;
      most = Math.floor(MEMORY.most / (MEMORY.record + MEMORY.cell * width));
    },
    record(cells, line) {
      if (records.length === most) {
        throw new ValueError(`file: expected at most ${most} records of ${cells.length} cells, got more`);
      }
      records.push(cells.slice());
      lines.push(line);
    },
  });
  return { columns, records, lines };
}
