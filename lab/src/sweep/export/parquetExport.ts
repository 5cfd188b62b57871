import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type Column, valueText } from './columns';
import type { ExportFile } from './exportFile';

/** A row group ends at so many rows, or so many numbers in its curves. */
const GROUP = { rows: 10_000, numbers: 1_000_000 };

/** A Parquet file: whole numbers, numbers, words, and curves as lists of numbers. One row group is held at a time. */
export async function parquetExport<Row>(
  file: ExportFile,
  columns: readonly Column<Row>[],
  records: AsyncIterable<Row>,
  about: Record<string, string>,
): Promise<void> {
  const buffer = new ByteWriter();
  // after every group what is written goes to the file; places are counted from its beginning
  const flush = () => {
    file.write(new Uint8Array(buffer.buffer, 0, buffer.index));
    buffer.index = 0;
  };
  const output = Object.assign(buffer, { flush });
  const writer = new ParquetWriter({
    writer: output,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)],
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    createdBy: `deeplinear ${about.deeplinear}`,
  });
  let group = columns.map((): unknown[] => []);
  let numbers = 0;
  const end = async () => {
    const rows = group[0].length;
    if (rows > 0) {
      await writer.write({
        columnData: columns.map(({ name }, c) => ({ name, data: group[c], encoding: encodingOf(group[c]) })),
        rowGroupSize: rows,
      });
    }
    group = columns.map(() => []);
    numbers = 0;
  };
  for await (const record of records) {
    for (const [c, column] of columns.entries()) {
      const value = column.of(record);
      if (typeof value === 'object') numbers += value.length;
      group[c].push(parquetValue(column, value));
    }
    if (group[0].length >= GROUP.rows || numbers >= GROUP.numbers) await end();
  }
  await end();
  await writer.finish();
  flush();
}

/** Dictionaries know no −0 beside 0: a column that has one goes without. */
function encodingOf(values: readonly unknown[]): 'PLAIN' | undefined {
  const negative = (value: unknown): boolean => (Array.isArray(value) ? value.some(negative) : Object.is(value, -0));
  return values.some(negative) ? 'PLAIN' : undefined;
}

function parquetValue({ kind }: Pick<Column, 'kind'>, value: ReturnType<Column['of']>): unknown {
  if (value === undefined) return null;
  if (kind === 'text') return valueText(value);
  if (kind === 'curve') return Array.from(value as readonly number[]);
  return value;
}

function schemaOf({ name, kind, gaps }: Omit<Column, 'of'>): SchemaElement[] {
  const repetition_type = gaps ? 'OPTIONAL' : 'REQUIRED';
  if (kind === 'text') return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
  if (kind !== 'curve') return [{ name, type: kind === 'integer' ? 'INT32' : 'DOUBLE', repetition_type }];
  return [
    { name, converted_type: 'LIST', num_children: 1, repetition_type },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  ];
}
