import type { CellRecord } from '../cell';
import { type Column, valueText } from './columns';
import type { ExportFile } from './exportFile';

/** Text that is written at once. */
const CHUNK = 1 << 18;

/** A table with a head; curves are JSON lists. One record is held at a time. */
export async function csvExport(
  file: ExportFile,
  columns: readonly Column[],
  records: AsyncIterable<CellRecord>,
): Promise<void> {
  let text = `${columns.map(({ name }) => field(name)).join(',')}\r\n`;
  for await (const record of records) {
    text += `${columns.map((column) => field(valueText(column.of(record)))).join(',')}\r\n`;
    if (text.length > CHUNK) {
      file.write(Buffer.from(text));
      text = '';
    }
  }
  file.write(Buffer.from(text));
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
