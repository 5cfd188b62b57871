import { encodeCsv } from 'deeplinear';
import { type Column, valueText } from './columns';
import type { ExportFile } from './exportFile';

/** Text that is written at once. */
const CHUNK = 1 << 18;

/** A table with a head; curves are JSON lists. One record is held at a time. */
export async function csvExport<Row>(
  file: ExportFile,
  columns: readonly Column<Row>[],
  records: AsyncIterable<Row>,
): Promise<void> {
  let text = encodeCsv([columns.map(({ name }) => name)]);
  for await (const record of records) {
    text += encodeCsv([columns.map((column) => valueText(column.of(record)))]);
    if (text.length > CHUNK) {
      file.write(Buffer.from(text));
      text = '';
    }
  }
  file.write(Buffer.from(text));
}
