import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { environment } from '../../environment';
import { breathe } from '../../run/drive';
import { exportFile } from '../../sweep/export/exportFile';
import { readManifest } from '../../sweep/storeFiles';
import { indexStore } from '../../sweep/storeIndex';
import { lockHolder } from '../../sweep/storeLock';
import { recordsOf } from '../../sweep/storeRecords';
import { count } from '../../view/format';
import type { SweepTools } from '../sweep';
import { statusOf } from './status';
import { startedFolder, sweepTarget } from './sweepTarget';

interface ReportOptions {
  out?: string;
  png?: boolean;
  quiet?: boolean;
}

const NOTES = `
One HTML file that loads nothing: what ran and what failed, every observable against the first axis of numbers (one line a value of the
second; means over seeds with standard errors; a limit dashed on the same axes), curves, and a table to sort and to save.

Examples:
  $ deeplinear sweep report widths.sweep
  $ deeplinear sweep report widths.yaml --out reports/widths.html --png`;

/** `deeplinear sweep report STUDY|FOLDER`. */
export function addReport(sweep: Command, { signal, onExit }: SweepTools): void {
  sweep
    .command('report')
    .description('Writes one page with the results: plots, a table, failures, the study. Also while the sweep runs.')
    .argument('<sweep>', 'the folder of the sweep, or the study file')
    .addOption(new Option('-o, --out <file>', 'the page (default: name of the sweep, ending in .html)'))
    .addOption(new Option('--png', 'write every plot as PNG also, beside the page'))
    .addOption(new Option('-q, --quiet', 'print nothing but errors'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action(async (path: string, { out, png, quiet }: ReportOptions) => {
      const folder = startedFolder(path);
      if (png) (await import('../../report/requireFonts')).requireFonts('--png');
      const page = out ?? `${basename(folder, '.sweep')}.html`;
      const manifest = readManifest(folder);
      const index = await indexStore(folder, manifest, { growing: lockHolder(folder) !== undefined });
      const status = await statusOf(folder, sweepTarget(path).study);
      await breathe(signal);
      // the plot library takes longer to load than --help may take
      const { sweepReport } = await import('../../sweep/report/sweepReport');
      const { writeSweepReport } = await import('../../sweep/report/writeSweepReport');
      const { studyThen } = await import('../../sweep/report/studyThen');
      const [first] = recordsOf(folder, index);
      const study = studyThen(sweepTarget(path).study, folder, first);
      const report = sweepReport(() => recordsOf(folder, index), {
        created: new Date().toISOString(),
        commands: {
          run: `npx deeplinear sweep run ${basename(manifest.study)}`,
          report: `npx deeplinear sweep report ${basename(folder)}`,
        },
        status,
        environment: environment('portable'),
        ...study,
        title: study.title ?? manifest.name,
      });
      await breathe(signal);
      const files = writeSweepReport(report, page, png === true, (name, ending) => {
        const file = exportFile(name, ending);
        onExit(file.discard);
        return file;
      });
      if (quiet) return;
      const pictures = files.length > 1 ? `${count(files.length - 1, 'picture')} beside it\n` : '';
      const change = report.change ? `${report.change}\n` : '';
      process.stdout.write(
        `${change}${count(report.plots.length, 'plot')}, ${count(report.groups.length, 'row')}\n${files[0]}\n${pictures}`,
      );
    });
}
