import { ValueError } from '../../errors';
import { booleanValue, oneOf, show } from '../../validate';
import { csvRecords, type Delimiter, delimiters } from './csvRecords';
import { csvText, delimiterOf } from './csvText';

export interface ParseCsvOptions {
  /** What separates cells: `,` `;` tab or `|`. Default: that of the first three which the first line (that is not blank) has most of. */
  delimiter?: Delimiter;
  /** Whether the first line names the columns. Default true, but a first line of nothing but numbers (also NaN and inf) is refused, unless true is given. */
  header?: boolean;
}

/** Where records go, once the names of the columns are known. */
export interface CsvSink {
  /** @param columns names; none without a header. @param width cells of every record; 0 where there is none */
  begin(columns: string[], width: number): void;
  /** The list is used again for the next one. @param line on which the record ends */
  record(cells: readonly string[], line: number): void;
}

/**
 * Reads a CSV file record by record.
 * @throws ValueError as parseCsv
 */
export function csvTable(file: unknown, options: ParseCsvOptions, sink: CsvSink): void {
  const text = csvText(file);
  const { delimiter = delimiterOf(text), header = true } = options;
  oneOf('delimiter', delimiter, delimiters);
  booleanValue('header', header);
  let columns: string[] | undefined;
  let width = 0;
  csvRecords(text, delimiter, (cells, line) => {
    if (columns === undefined) {
      width = cells.length;
      columns = header ? cells.slice() : [];
      if (header) checkNames(columns, line, options.header === true);
      sink.begin(columns, width);
      if (header) return;
    }
    if (cells.length !== width) throw wrongWidth(cells.length, width, columns, line);
    sink.record(cells, line);
  });
  if (columns !== undefined) return;
  if (header) throw new ValueError('file: expected a first line with column names, got an empty file');
  sink.begin([], 0);
}

function wrongWidth(got: number, width: number, columns: readonly string[], line: number): ValueError {
  const missing = `column ${show(columns[got])} is missing`;
  const nameless = `the cell after column ${show(columns[width - 1])} has no name`;
  const at = columns.length === 0 ? '' : ` (${got < width ? missing : nameless})`;
  return new ValueError(`line ${line}: expected ${width} cells as in the first line, got ${got}${at}`);
}

/** Numbers in words. */
export const OTHER = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

function checkNames(columns: string[], line: number, sure: boolean): void {
  if (!sure && columns.every((column) => column && (OTHER.test(column) || !Number.isNaN(Number(column))))) {
    const counted = columns.every((column, i) => column === `${i}`);
    const hint = counted ? ' (columns that pandas numbered? to_csv(…, header=[…]) names them)' : '';
    throw new ValueError(`line ${line}: expected column names, got only numbers${hint}`);
  }
  const seen = new Set<string>();
  columns.forEach((column, i) => {
    if (column === '') {
      const hint = i === 0 ? ' (an index of pandas? to_csv(…, index=False) leaves it out)' : '';
      throw new ValueError(`line ${line}: expected a name for column ${i + 1}, got an empty cell${hint}`);
    }
    if (seen.has(column))
      throw new ValueError(`line ${line}: expected different column names, got ${show(column)} twice`);
    seen.add(column);
  });
}
