import { count, short, visible } from '../../view/format';
import { tableText } from '../../view/resultTable';
import { cellText, durationText, failureText, rateText } from '../progressText';
import { lackText } from './dataSetMissing';
import { shortId } from './protocol';
import type { QueueStatus, SweepInQueue, WorkerStatus } from './readQueueStatus';

/** Failures and workers that are printed; --json has all. */
const mostFailures = 5;
const mostWorkers = 100;

/** The status of a queue for people; `without` is said where no sweep is in it. */
export function queueStatusText(
  { server, workers, sweeps }: QueueStatus,
  without = 'No sweep is in the queue.',
): string {
  const threads = workers.reduce((sum, { slots }) => sum + slots, 0);
  const lines = [
    workers.length > 0
      ? `${server}: ${count(workers.length, 'worker')} with ${count(threads, 'thread')}`
      : `${server}: no worker; start some, on any machine, with: deeplinear sweep worker --queue ${server}`,
  ];
  if (sweeps.length === 0) lines.push('', without);
  for (const sweep of sweeps) lines.push('', ...sweepLines(sweep, server));
  if (workers.length > 0) lines.push('', ...workerLines(workers));
  return `${visibleLines(lines)}\n`;
}

function sweepLines({ id, name, cells, coordinator, queue, rate, left }: SweepInQueue, server: string): string[] {
  const { waiting, running, finished, lost } = queue;
  const places = [
    `${count(waiting)} waiting`,
    `${count(running)} with workers`,
    finished > 0 && `${count(finished, 'result')} on the way`,
    lost > 0 && `${count(lost)} lost with their workers`,
  ];
  const inQueue = `In the queue: ${places.filter(Boolean).join(', ')}.`;
  if (!coordinator) {
    const results = finished > 0 ? ' Results wait there.' : '';
    const message = `Nobody runs it now; go on, from any machine that has its folder, with: deeplinear sweep resume FOLDER --queue ${server}`;
    return [`${name} (${count(cells, 'cell')}, ${id})`, inQueue + results, message];
  }
  const { done, failed, retries, host, process, failures } = coordinator;
  const missing = cells - done - failed;
  const lines = [
    `${name} (${shortId(id)}): ${count(done)} of ${count(cells, 'cell')} done, ${count(failed)} failed, ${count(missing)} missing`,
    `Process ${process} on ${host} runs it${paceText(rate, left)}.`,
    inQueue,
  ];
  if (retries > 0)
    lines.push(`${count(retries, 'attempt')} failed in this run and ${retries === 1 ? 'was' : 'were'} made again.`);
  if (failures.length > 0) lines.push('Latest failures:');
  for (const { index, axes, failure } of failures.slice(-mostFailures)) {
    lines.push(`  ${cellText({ index, axes })}: ${failureText(failure)}`);
  }
  return lines;
}

function paceText(rate: number | undefined, left: number | undefined): string {
  if (rate === undefined) return '';
  return `: ${rateText(rate)}${left !== undefined && left > 0 ? `, about ${durationText(left)} left` : ''}`;
}

function workerLines(workers: WorkerStatus[]): string[] {
  const versions = new Set(workers.map(({ version }) => version));
  const head = ['host', 'process', 'version', 'threads', 'running', 'done', 'failed', 'cells/s', 'MiB', 'last seen'];
  const rows = workers
    .slice(0, mostWorkers)
    .map((worker) => [
      worker.host,
      String(worker.process),
      shortVersion(worker.version),
      count(worker.slots),
      count(worker.running.length),
      count(worker.done),
      count(worker.failed),
      short(worker.rate, 3),
      count(Math.round(worker.memory)),
      `${durationText(worker.seen)} ago`,
    ]);
  const lines = tableText({ head, rows, left: [0, 2] }).split('\n');
  if (workers.length > mostWorkers)
    lines.push(`and ${count(workers.length - mostWorkers, 'other worker')}; --json has all`);
  for (const { host, process, refuses, lacks, leaving, version } of workers) {
    const who = `Worker ${process} on ${host}`;
    if (leaving) lines.push(`${who} finishes what it computes and leaves.`);
    for (const sweep of refuses)
      lines.push(
        `${who} takes no cells of ${sweep.name}: it has deeplinear ${version}, that sweep needs ${sweep.version}.`,
      );
    for (const dataSet of lacks)
      lines.push(`${who} lacks ${lackText(dataSet)}; put it there and name its folder with --data-dir.`);
  }
  if (versions.size > 1) lines.push(`Workers are of ${count(versions.size)} versions.`);
  return lines;
}

/** "0.1.0+12ab34.56cd78": enough to tell two apart. */
function shortVersion(version: string): string {
  return version.replace(/[0-9a-f]{16}/g, (hash) => hash.slice(0, 6));
}

/** Names come from other machines. */
function visibleLines(lines: readonly string[]): string {
  return lines.map(visible).join('\n');
}
