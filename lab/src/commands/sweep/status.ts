import { type Command, Option } from 'commander';
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
import { startedFolder, sweepTarget } from './sweepTarget';

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

/** `deeplinear sweep status STUDY|FOLDER`. */
export function addStatus(sweep: Command, _: SweepTools): void {
  sweep
    .command('status')
    .description(
      'Says how far a sweep is, also while it runs: counts, failures with their reasons, damaged records, rate.',
    )
    .argument('<sweep>', 'the folder of the sweep, or the study file')
    .addOption(
      new Option('-o, --out <folder>', 'folder of the results (default: name of the study file, ending in .sweep)'),
    )
    .addOption(new Option('--json', 'print the status as JSON'))
    .helpOption('-h, --help', 'show this help')
    .action(async (path: string, { out, json }: { out?: string; json?: boolean }) => {
      const status = await statusOf(startedFolder(path, out), sweepTarget(path, out).study);
      process.stdout.write(json ? jsonText(status) : statusText(status));
    });
}

export async function statusOf(folder: string, file?: string): Promise<SweepStatus> {
  const manifest = readManifest(folder);
  const holder = lockHolder(folder);
  const index = await indexStore(folder, manifest, { growing: holder !== undefined });
  const tally = new ProgressTally();
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
