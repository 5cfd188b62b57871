import { encodeNpz, type NpyArrayLike } from 'deeplinear';
import { InputError } from '../../inputError';
import { type Column, valueText } from './columns';
import type { ExportFile } from './exportFile';

/** All arrays are in memory at once; what readers of such files expect at most. */
const MOST_BYTES = 2 ** 30;
/** Text that is only counted at its end. */
const BYTES_OF_TEXT = 64;

/**
 * One array a column: whole numbers (int32), numbers (float64, NaN where a cell has none), words, and curves as rows of one matrix,
 * padded with NaN. Names of arrays are those of the columns; `about` is one word of JSON.
 * @throws InputError where they would not fit into memory.
 */
export async function npzExport<Row>(
  file: ExportFile,
  columns: readonly Column<Row>[],
  records: AsyncIterable<Row>,
  about: Record<string, string>,
  rows: number,
): Promise<void> {
  const bytes = columns.reduce((sum, column) => sum + rows * bytesOf(column), 0);
  if (bytes > MOST_BYTES) {
    throw new InputError(
      `--format: npz would hold ${(bytes / 2 ** 30).toFixed(1)} GiB in memory (at most ${MOST_BYTES / 2 ** 30}); parquet and csv have no such limit`,
    );
  }
  const arrays = columns.map((column) => emptyArray(column, rows));
  let row = 0;
  for await (const record of records) {
    for (const [c, column] of columns.entries()) put(arrays[c], column, row, column.of(record));
    row++;
  }
  const named = new Map<string, NpyArrayLike>();
  for (const [c, column] of columns.entries()) {
    const shape = column.kind === 'curve' ? [rows, column.longest] : [rows];
    named.set(column.name, { data: arrays[c], shape, dtype: column.kind === 'text' ? 'string' : undefined });
  }
  named.set('about', { data: [JSON.stringify(about)], shape: [], dtype: 'string' });
  file.write(encodeNpz(named, { compress: true }));
}

type Entries = Int32Array | Float64Array | string[];

function emptyArray({ kind, gaps, longest }: Omit<Column, 'of'>, rows: number): Entries {
  if (kind === 'text') return new Array<string>(rows).fill('');
  if (kind === 'integer' && !gaps) return new Int32Array(rows);
  return new Float64Array(kind === 'curve' ? rows * longest : rows).fill(Number.NaN);
}

function put(array: Entries, column: Omit<Column, 'of'>, row: number, value: ReturnType<Column['of']>): void {
  if (value === undefined) return;
  // NumPy takes NUL at the end for padding
  if (column.kind === 'text') array[row] = valueText(value).replace(/\0+$/, '');
  else if (typeof value === 'object') (array as Float64Array).set(value, row * column.longest);
  else array[row] = value as number;
}

function bytesOf({ kind, longest }: Omit<Column, 'of'>): number {
  if (kind === 'text') return BYTES_OF_TEXT;
  return 8 * (kind === 'curve' ? longest : 1);
}
