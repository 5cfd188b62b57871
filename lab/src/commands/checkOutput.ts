import { runtime } from 'deeplinear';
import { environment } from '../environment';
import { InputError } from '../inputError';
import { jsonText } from '../report/jsonText';
import { type ReportFolder, reportFolder } from '../report/reportFolder';
import type { CheckRecord, CheckReport } from '../run/checkReport';
import { breathe } from '../run/drive';
import { checkSummary } from '../view/checkSummary';
import { checkTableText } from '../view/checkTable';
import { checkText } from '../view/checkText';
import { count, secondsText } from '../view/format';
import { wrap } from '../view/wrap';

/** Where the findings go. */
export interface Output {
  json?: boolean;
  quiet?: boolean;
  report?: string | true;
  /** Figures of the report as files of their own. */
  png?: boolean;
}

/** What ends a command early calls it. */
export type OnExit = (cleanUp: () => void) => void;

/** The folder of --report, where it was asked for. */
export async function openFolder({ report, png }: Output, onExit: OnExit): Promise<ReportFolder | undefined> {
  if (report === undefined) {
    if (png) throw new InputError('--png: expected --report beside it, whose figures it writes');
    return undefined;
  }
  if (png) (await import('../report/requireFonts')).requireFonts('--png');
  const folder = reportFolder(report === true ? 'deeplinear-check' : report, '--report');
  onExit(folder.discard);
  return folder;
}

/** Writes the report, prints, and sets the exit code. */
export async function finish(
  checks: CheckRecord[],
  command: string,
  started: number,
  { json, quiet, png }: Output,
  folder: ReportFolder | undefined,
  signal: AbortSignal,
): Promise<void> {
  const report: CheckReport = {
    format: 'deeplinear-check/1',
    created: new Date().toISOString(),
    command,
    checks,
    summary: checkSummary(checks),
    seconds: (performance.now() - started) / 1000,
    environment: environment(runtime().build),
  };
  if (folder) {
    // The plot library takes longer to load than --help may take, and is needed only now.
    const { writeCheckReport } = await import('../report/writeCheckReport');
    writeCheckReport(folder, report, png);
    await breathe(signal);
    folder.publish();
  }
  if (json) process.stdout.write(jsonText(report));
  else if (!quiet)
    process.stdout.write(
      `${text(report, process.stdout.columns)}\n${folder ? `Report: ${folder.path}/report.html\n` : ''}`,
    );
  if (checks.some(({ found }) => found === undefined || found.verdict === 'disagrees')) process.exitCode = 1;
}

function text({ checks, summary, seconds }: CheckReport, columns: number | undefined): string {
  if (checks.length === 1) return checkText(checks[0], summary, columns);
  return [
    '',
    checkTableText(checks, columns),
    '',
    ...summary.map((line) => wrap(line, columns ?? Number.POSITIVE_INFINITY)),
    '',
    `${count(checks.length, 'check')} in ${secondsText(seconds)}.`,
  ].join('\n');
}
