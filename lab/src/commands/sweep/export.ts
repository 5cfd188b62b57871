import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { formatOf } from '../../export/formatOf';
import { type ExportFormat, exportFormats, exportSweep } from '../../sweep/export/exportSweep';
import { readManifest } from '../../sweep/storeFiles';
import { indexStore } from '../../sweep/storeIndex';
import { lockHolder } from '../../sweep/storeLock';
import { recordsOf } from '../../sweep/storeRecords';
import { codeVersion } from '../../sweep/study/codeVersion';
import { count } from '../../view/format';
import type { SweepTools } from '../sweep';
import { startedFolder, sweepTarget } from './sweepTarget';

interface ExportCommandOptions {
  format?: ExportFormat;
  out?: string;
  quiet?: boolean;
}

const NOTES = `
One row a cell, in the study's order: index, key, axes, observables, and of a cell that failed reason and message; attempts and seconds.
  csv      curves are lists in one field, as JSON
  parquet  curves are lists of numbers; written group by group, whatever the size
  npz      one NumPy array a column; curves are rows of a matrix, padded with NaN

Examples:
  $ deeplinear sweep export widths.sweep
  $ deeplinear sweep export widths.sweep --format parquet
  $ deeplinear sweep export widths.yaml --out results/widths.npz`;

/** `deeplinear sweep export STUDY|FOLDER`. */
export function addExport(sweep: Command, { signal, onExit }: SweepTools): void {
  sweep
    .command('export')
    .description('Writes the results as one table: CSV, Parquet or NumPy arrays. Also while the sweep runs.')
    .argument('<sweep>', 'the folder of the sweep, or the study file')
    .addOption(
      new Option('-f, --format <format>', "csv, parquet or npz (default: by the ending of --out, else 'csv')").choices(
        exportFormats,
      ),
    )
    .addOption(new Option('-o, --out <file>', "the table's file (default: name of the sweep with the format's ending)"))
    .addOption(new Option('-q, --quiet', 'print nothing but errors'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action(async (path: string, options: ExportCommandOptions) => {
      const folder = startedFolder(path);
      const format = formatOf(exportFormats, options, 'a sweep');
      const out = options.out ?? `${basename(folder, '.sweep')}.${format}`;
      const manifest = readManifest(folder);
      // reads the study, which takes its reader of YAML
      const { askedOfStudy } = await import('../../sweep/export/askedValues');
      // what is there now: both passes see the same records
      const index = await indexStore(folder, manifest, { growing: lockHolder(folder) !== undefined });
      const {
        path: written,
        columns,
        rows,
      } = await exportSweep({
        format,
        out,
        records: () => recordsOf(folder, index),
        asked: askedOfStudy(folder, sweepTarget(path).study),
        about: {
          deeplinear: codeVersion(),
          study: manifest.name,
          fingerprint: manifest.fingerprint,
          command: `npx deeplinear sweep export ${basename(folder)} --format ${format}`,
        },
        signal,
        onExit,
      });
      if (options.quiet) return;
      const missing = manifest.cells - rows;
      const lacks = missing > 0 ? `; ${count(missing)} of ${count(manifest.cells, 'cell')} have no result yet` : '';
      process.stdout.write(`${count(rows, 'row')}, ${count(columns.length, 'column')}${lacks}\n${written}\n`);
    });
}
