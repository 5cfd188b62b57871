import { InputError } from '../inputError';
import { breathe } from '../run/drive';
import type { Column } from '../sweep/export/columns';
import { csvExport } from '../sweep/export/csvExport';
import { exportFile } from '../sweep/export/exportFile';
import { sizeName } from '../view/format';
import type { SavedRuns } from './readRuns';

export const runFormats = ['csv', 'parquet', 'npz'] as const;
export type RunFormat = (typeof runFormats)[number];

/** One step of one net. */
interface Point {
  size: number;
  seed: number;
  step: number;
  loss: number;
  /** Of the limit, undefined where it ended before. */
  limitLoss?: number;
  /** To the limit, undefined where there was none to be near to. */
  distance?: number;
}

/** So many rows come between looks at the signal. */
const BREATH = 10_000;

/**
 * Writes the curves of all nets as one table, a row a step: size, seed, step, loss, the limit's loss and the distance to the limit.
 * @throws InputError where there is no row, or the file cannot be written.
 */
export async function exportRuns(
  saved: SavedRuns,
  {
    format,
    out,
    command,
    signal,
    onExit,
  }: { format: RunFormat; out: string; command: string; signal: AbortSignal; onExit(discard: () => void): void },
): Promise<{ path: string; rows: number; columns: string[] }> {
  const columns = columnsOf(saved);
  const rows = saved.runs.reduce((sum, { loss }) => sum + loss.length, 0);
  // readers disagree on a Parquet file of none
  if (rows === 0) throw new InputError('export: expected runs with a loss, found none of one step');
  const { deeplinear, dtype } = saved;
  const about = { deeplinear, dtype, made: saved.command, command };
  const file = exportFile(out, format);
  onExit(file.discard);
  try {
    const all = points(saved, signal);
    if (format === 'csv') await csvExport(file, columns, all);
    // libraries that only these formats need
    else if (format === 'parquet')
      await (await import('../sweep/export/parquetExport')).parquetExport(file, columns, all, about);
    else await (await import('../sweep/export/npzExport')).npzExport(file, columns, all, about, rows);
    file.publish();
  } finally {
    file.discard();
  }
  return { path: file.path, rows, columns: columns.map(({ name }) => name) };
}

async function* points({ runs, limitLoss }: SavedRuns, signal: AbortSignal): AsyncGenerator<Point> {
  let seen = 0;
  for (const { size, seed, loss, distance } of runs) {
    for (let step = 0; step < loss.length; step++) {
      if (seen++ % BREATH === 0) await breathe(signal);
      yield { size, seed, step, loss: loss[step], limitLoss: limitLoss[step], distance: distance[step] };
    }
  }
}

function columnsOf({ axis, runs, limitLoss }: SavedRuns): Column<Point>[] {
  const column = (name: string, kind: Column['kind'], of: Column<Point>['of'], gaps = false): Column<Point> => ({
    name,
    kind,
    gaps,
    longest: 0,
    of,
  });
  // Parquet's and NumPy's whole numbers have 32 bits here
  const kindOf = (of: (run: SavedRuns['runs'][number]) => number) =>
    runs.every((run) => (of(run) | 0) === of(run)) ? 'integer' : 'number';
  const shorter = (curve: (run: SavedRuns['runs'][number]) => readonly number[]) =>
    runs.some((run) => curve(run).length < run.loss.length);
  return [
    column(
      sizeName(axis),
      kindOf(({ size }) => size),
      ({ size }) => size,
    ),
    column(
      'seed',
      kindOf(({ seed }) => seed),
      ({ seed }) => seed,
    ),
    column('step', 'integer', ({ step }) => step),
    column('loss', 'number', ({ loss }) => loss),
    column(
      'limitLoss',
      'number',
      (point) => point.limitLoss,
      shorter(() => limitLoss),
    ),
    column(
      'distance',
      'number',
      ({ distance }) => distance,
      shorter(({ distance }) => distance),
    ),
  ];
}
