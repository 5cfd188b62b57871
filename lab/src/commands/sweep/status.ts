import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../inputError';
import { jsonText } from '../../report/jsonText';
import type { CellFailure, CellRecord } from '../../sweep/cell';
import { readNote } from '../../sweep/progressNote';
import { ProgressTally, type Tally } from '../../sweep/progressTally';
import { bestText, cellText, durationText, failureText, rateText } from '../../sweep/progressText';
import { readManifest } from '../../sweep/storeFiles';
import { type DamagedPart, indexStore } from '../../sweep/storeIndex';
import { lockHolder } from '../../sweep/storeLock';
import { recordsOf } from '../../sweep/storeRecords';
import { type StudyChange, studyChange } from '../../sweep/storeStudy';
import { count } from '../../view/format';
import type { SweepTools } from '../sweep';
import { openedUrl, queueOption } from './queueOptions';
import { isHere, startedFolder, sweepTarget } from './sweepTarget';

/** What `sweep status --json` prints. */
export interface SweepStatus {
  format: 'deeplinear-sweep-status/1';
  name: string;
  folder: string;
  cells: number;
  done: number;
  failed: number;
  missing: number;
  failures: {
    reason: CellFailure['reason'];
    message: string;
    cells: number;
    first: Pick<CellRecord, 'index' | 'axes'>;
  }[];
  damaged: readonly DamagedPart[];
  /** What became of the study's file since the last run. */
  study?: StudyChange;
  /** Process that runs the sweep now, and how far it is. */
  running?: { process: number; progress?: Tally };
  /** Mean seconds of a cell. */
  seconds?: number;
  best?: Tally['best'];
}

const NOTES = `
With --queue, on a terminal, it shows workers, rates and failures until Ctrl-C, every other second anew; without a sweep, of all sweeps
in the queue. There it needs no folder: a sweep that runs elsewhere is known by its study file, its name or the begin of its id. The password can be in DEEPLINEAR_QUEUE_PASSWORD in place of the URL.`;

/** `deeplinear sweep status STUDY|FOLDER`. */
export function addStatus(sweep: Command, { signal }: SweepTools): void {
  sweep
    .command('status')
    .description(
      'Says how far a sweep is, also while it runs: counts, failures with their reasons, damaged records, rate.',
    )
    .argument('[sweep]', 'the folder of the sweep, or the study file; with --queue also its name there, or nothing')
    .addOption(
      new Option('-o, --out <folder>', 'folder of the results (default: name of the study file, ending in .sweep)'),
    )
    .addOption(queueOption('show who works for it through this queue'))
    .addOption(new Option('--once', 'with --queue: print it once, also on a terminal'))
    .addOption(new Option('--json', 'print the status as JSON, once'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action(async (path: string | undefined, { out, queue, ...how }: StatusOptions) => {
      if (path === undefined && (queue === undefined || out !== undefined))
        throw new InputError(
          'expected the folder of a sweep or a study file, or --queue for all sweeps there; got nothing',
        );
      if (queue !== undefined && path !== undefined && !isHere(path, out)) {
        const url = openedUrl(queue);
        const { namedSweep } = await import('../../sweep/queue/namedSweep');
        const { showQueue } = await import('./showQueue');
        return showQueue(url, { named: await namedSweep(path) }, how, signal);
      }
      const folder = path === undefined ? undefined : startedFolder(path, out);
      const read = () => statusOf(folder!, sweepTarget(path!, out).study);
      if (queue !== undefined) {
        const { showQueue } = await import('./showQueue');
        return showQueue(openedUrl(queue), { local: folder === undefined ? undefined : { folder, read } }, how, signal);
      }
      const status = await read();
      process.stdout.write(how.json ? jsonText(status) : statusText(status));
    });
}

interface StatusOptions {
  out?: string;
  queue?: string;
  once?: boolean;
  json?: boolean;
}

export async function statusOf(folder: string, file?: string): Promise<SweepStatus> {
  const manifest = readManifest(folder);
  const holder = lockHolder(folder);
  const index = await indexStore(folder, manifest, { growing: holder !== undefined });
  // reads the study, which takes its reader of YAML
  const { askedOfStudy } = await import('../../sweep/export/askedValues');
  const asked = askedOfStudy(folder, file ?? join(folder, manifest.study));
  const tally = new ProgressTally(asked.map(({ name }) => name));
  const failures = new Map<string, SweepStatus['failures'][number]>();
  let seconds = 0;
  for (const record of recordsOf(folder, index)) {
    tally.remember(record);
    if ('values' in record) {
      seconds += record.seconds;
      continue;
    }
    const text = failureText(record.failure);
    const known = failures.get(text);
    if (known) known.cells++;
    // messages may hold numbers that differ from cell to cell
    else if (failures.size < 1000) {
      failures.set(text, { ...record.failure, cells: 1, first: { index: record.index, axes: record.axes } });
    }
  }
  const { cells, done, failed, damaged } = index;
  return {
    format: 'deeplinear-sweep-status/1',
    name: manifest.name,
    folder,
    cells,
    done,
    failed,
    missing: cells - done - failed,
    failures: [...failures.values()].sort((a, b) => b.cells - a.cells),
    damaged,
    study: studyChange(folder, file),
    running: holder === undefined ? undefined : { process: holder, progress: readNote(folder) },
    seconds: done > 0 ? seconds / done : undefined,
    best: tally.now(index).best,
  };
}

/** Kinds of failures that are printed; --json has all. */
const shownFailures = 10;

export function statusText(status: SweepStatus): string {
  const { folder, cells, done, failed, missing, failures, damaged, study, running, seconds, best } = status;
  const lines = [
    `${folder}: ${count(done)} of ${count(cells, 'cell')} done, ${count(failed)} failed, ${count(missing)} missing`,
  ];
  if (running) lines.push(runningText(running));
  if (seconds !== undefined) lines.push(`A cell takes ${durationText(seconds)} on average.`);
  if (best) lines.push(`${bestText(best)}`);
  if (failures.length > 0) lines.push('', 'Failures:');
  for (const { cells: times, first, ...failure } of failures.slice(0, shownFailures)) {
    lines.push(`  ${count(times, 'cell')}, the first ${cellText(first)}: ${failureText(failure)}`);
  }
  if (failures.length > shownFailures)
    lines.push(`  and ${count(failures.length - shownFailures)} other messages; --json has all`);
  if (damaged.length > 0) lines.push('', 'Damaged records; resume computes their cells again:');
  for (const { file, line, reason } of damaged) lines.push(`  ${file}, line ${line}: ${reason}`);
  if (study === 'changed')
    lines.push(
      '',
      `The study's file was changed since the last run; deeplinear sweep plan ${folder} says what that means.`,
    );
  if (!running && study !== 'changed' && missing > 0) lines.push('', `Go on with: deeplinear sweep resume ${folder}`);
  else if (!running && study !== 'changed' && failed > 0)
    lines.push('', `Try the failed cells again: deeplinear sweep resume ${folder} --retry-failed`);
  return `${lines.join('\n')}\n`;
}

function runningText({ process, progress }: NonNullable<SweepStatus['running']>): string {
  const { rate, left } = progress ?? {};
  const pace = rate === undefined ? '' : `: ${rateText(rate)}, about ${durationText(left ?? 0)} left`;
  return `Process ${process} is running it${pace}.`;
}
