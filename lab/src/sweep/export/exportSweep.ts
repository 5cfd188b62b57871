import { InputError } from '../../inputError';
import { breathe } from '../../run/drive';
import type { CellRecord } from '../cell';
import type { AskedValue } from './askedValues';
import { type Column, columnsOf } from './columns';
import { csvExport } from './csvExport';
import { exportFile } from './exportFile';

export const exportFormats = ['csv', 'parquet', 'npz'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  format: ExportFormat;
  /** Path of the file. */
  out: string;
  /** The sweep's records in the order of its cells, from the start each time; the same ones each time. */
  records(): Iterable<CellRecord>;
  /** What the study asks for, where it is known (default: what the cells have). */
  asked?: readonly AskedValue[];
  /** Where the numbers come from; goes into Parquet and npz files. */
  about: Record<string, string>;
  signal: AbortSignal;
  /** Given what takes back what was written, for an end in between. */
  onExit(discard: () => void): void;
}

/**
 * Writes a table of a sweep's results, one row a cell in their order, failed ones included. Records are read twice: for the
 * columns, then for the rows.
 * @throws InputError where there are none, or the file cannot be written.
 */
export async function exportSweep({
  format,
  out,
  records,
  asked,
  about,
  signal,
  onExit,
}: ExportOptions): Promise<{ path: string; columns: Column[]; rows: number }> {
  const { columns, rows } = await columnsOf(watched(records(), signal), asked);
  if (rows === 0) throw new InputError('export: expected a sweep with results, found no cell that is done or failed');
  const file = exportFile(out, format);
  onExit(file.discard);
  try {
    const again = watched(records(), signal);
    if (format === 'csv') await csvExport(file, columns, again);
    // libraries that only these formats need
    else if (format === 'parquet') await (await import('./parquetExport')).parquetExport(file, columns, again, about);
    else await (await import('./npzExport')).npzExport(file, columns, again, about, rows);
    file.publish();
  } finally {
    file.discard();
  }
  return { path: file.path, columns, rows };
}

/** So many records come between looks at the signal. */
const BREATH = 500;

async function* watched(records: Iterable<CellRecord>, signal: AbortSignal): AsyncGenerator<CellRecord> {
  let seen = 0;
  for (const record of records) {
    if (seen++ % BREATH === 0) await breathe(signal);
    yield record;
  }
}
