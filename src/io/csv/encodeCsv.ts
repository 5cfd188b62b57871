import { ShapeError } from '../../errors';
import { asMatrix, type Matrix } from '../../matrix';
import { isNumberList, knownOptions, oneOf, reject } from '../../validate';
import { isList } from '../arrayValue';
import { namedEntries } from '../bytes';
import { type Delimiter, delimiters } from './csvRecords';

export type CsvCell = number | bigint | string;

export interface EncodeCsvOptions {
  /** Names of the columns of a matrix or of records, for the first line. Default: no such line. */
  columns?: readonly string[];
  /** What separates cells: `,` `;` tab or `|`. Default ','. */
  delimiter?: Delimiter;
}

/**
 * A CSV file's text (RFC 4180: lines end with CR LF). Numbers are the shortest decimals that read back to the same float64, also −0,
 * NaN and Infinity; cells that need quotes, or hold any separator, get them.
 * @param table a matrix, an array of records (arrays of numbers and texts), or columns by name (lists of one length).
 * @param options names of columns and the delimiter.
 * @throws ShapeError for columns or records of different lengths; ValueError for cells that are neither number nor text.
 */
export function encodeCsv(
  table:
    | Matrix
    | readonly (readonly CsvCell[])[]
    | Readonly<Record<string, ArrayLike<CsvCell>>>
    | ReadonlyMap<string, ArrayLike<CsvCell>>,
  options: EncodeCsvOptions = {},
): string {
  knownOptions('encodeCsv', options, ['columns', 'delimiter']);
  const { columns, delimiter = ',' } = options;
  oneOf('delimiter', delimiter, delimiters);
  const { names, rows, width, cell } = tableOf(table, columns);
  const line = (cellAt: (column: number) => string) => {
    const cells = Array.from({ length: width }, (_, c) => quoted(cellAt(c)));
    // a blank line is no record
    return width === 1 && cells[0] === '' ? '""' : cells.join(delimiter);
  };
  const lines = names ? [line((c) => names[c])] : [];
  for (let row = 0; row < rows; row++) lines.push(line((c) => cellText(cell(row, c), row, c)));
  try {
    return lines.map((text) => `${text}\r\n`).join('');
  } catch {
    return reject('table', 'what fits into one text', `${rows} rows`);
  }
}

interface Table {
  names?: readonly string[];
  rows: number;
  width: number;
  cell(row: number, column: number): unknown;
}

function tableOf(table: unknown, columns: unknown): Table {
  if (Array.isArray(table)) {
    const width = isNumberList(table[0]) ? table[0].length : 0;
    // forEach would pass over the holes
    for (let i = 0; i < table.length; i++) {
      const record = table[i];
      if (!isNumberList(record)) reject(`table[${i}]`, 'an array of numbers and texts', record);
      if (record.length !== width)
        throw new ShapeError(`table[${i}]: expected ${width} cells as in the first record, got ${record.length}`);
    }
    const names = namesOf(columns, table.length > 0 ? width : undefined);
    return { names, rows: table.length, width: names?.length ?? width, cell: (row, c) => table[row][c] };
  }
  if (typeof table === 'object' && typeof (table as Partial<Matrix> | null)?.rows === 'number') {
    const { rows, cols, data } = asMatrix(table as Matrix, 'table');
    return { names: namesOf(columns, cols), rows, width: cols, cell: (row, c) => data[row * cols + c] };
  }
  const entries = namedEntries('table', table as Record<string, ArrayLike<CsvCell>>);
  if (columns !== undefined) reject('columns', 'nothing beside columns by name', columns);
  const names = namesOf(
    entries.map(([name]) => name),
    undefined,
  );
  const first: unknown = entries[0]?.[1];
  const rows = isList(first) ? first.length : 0;
  for (const [name, list] of entries) {
    if (!isList(list)) reject(`table[${JSON.stringify(name)}]`, 'a list', list);
    if (list.length !== rows)
      throw new ShapeError(
        `table[${JSON.stringify(name)}]: expected ${rows} cells as in the first column, got ${list.length}`,
      );
  }
  return { names, rows, width: entries.length, cell: (row, c) => entries[c][1][row] };
}

/** Names for the first line: texts, all different and none empty, as those who read the file expect. */
function namesOf(columns: unknown, width: number | undefined): string[] | undefined {
  if (columns === undefined) return undefined;
  if (!Array.isArray(columns)) return reject('columns', 'an array of names', columns);
  if (width !== undefined && columns.length !== width)
    throw new ShapeError(`columns: expected ${width} names, got ${columns.length}`);
  const seen = new Set<unknown>();
  for (const [i, name] of columns.entries()) {
    if (typeof name !== 'string' || name === '' || seen.has(name)) reject(`columns[${i}]`, 'a name of its own', name);
    seen.add(name);
  }
  return columns;
}

function cellText(cell: unknown, row: number, column: number): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'bigint') return String(cell);
  if (typeof cell === 'number') return Object.is(cell, -0) ? '-0' : String(cell);
  return reject(`table: row ${row}, column ${column}`, 'a number or a text', cell);
}

/** In quotes where the text would be read as something else: also white space at its ends, and what begins like a byte-order mark. */
/** Cells with another separator get quotes, too: readers that guess count them. */
function quoted(text: string): string {
  const plain = !/[",;|\t\r\n]|^[ \uFEFF]| $/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
