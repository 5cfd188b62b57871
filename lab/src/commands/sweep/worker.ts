import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../inputError';
import { count } from '../../view/format';
import type { SweepTools } from '../sweep';
import { checkNumber, openedUrl, queueOption, waitOption } from './queueOptions';

interface WorkerOptions {
  queue: string;
  workers?: number;
  dataDir: string[];
  dataCache: string;
  dataCacheLimit: number;
  idle?: number;
  wait: number;
  grace: number;
  lostAfter: number;
  quiet?: boolean;
}

const NOTES = `
A worker joins and leaves when it likes; nothing but the queue has to be within its reach. It takes cells of every sweep that was
begun with this version of deeplinear and of the lab; others it names and leaves alone.
Ctrl-C finishes the cells that run, or hands them back after the grace; a second Ctrl-C stops at once, and others compute them.
The password can be in DEEPLINEAR_QUEUE_PASSWORD in place of the URL.
Exit codes: 0, 2 for bad input or a server that is away, 130 for Ctrl-C, 143 for SIGTERM.`;

/** `deeplinear sweep worker --queue URL`. */
export function addWorker(sweep: Command, { signal }: SweepTools): void {
  sweep
    .command('worker')
    .description('Computes cells of sweeps that run elsewhere with --queue, on all cores of this machine.')
    .addOption(queueOption('where cells come from and results go').makeOptionMandatory())
    .addOption(new Option('-w, --workers <n>', 'threads (default: one a core)').argParser(Number))
    .addOption(new Option('--data-dir <folder...>', 'folders where data sets may lie').default([], 'none'))
    .addOption(
      new Option('--data-cache <folder>', 'folder for data sets that come through the queue').default(
        join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'deeplinear'),
        'deeplinear in the cache folder of the user',
      ),
    )
    .addOption(
      new Option('--data-cache-limit <MiB>', 'most data sets in that folder; the least recently used go first')
        .argParser(Number)
        .default(10_240),
    )
    .addOption(new Option('--idle <seconds>', 'end after so long without a cell (default: stay)').argParser(Number))
    .addOption(waitOption('most seconds without the server'))
    .addOption(new Option('--grace <seconds>', 'most time for what runs after Ctrl-C').argParser(Number).default(30))
    .addOption(
      new Option('--lost-after <seconds>', 'without a sign of life for so long, its cells go to other workers')
        .argParser(Number)
        .default(15),
    )
    .addOption(new Option('-q, --quiet', 'say nothing'))
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action((options: WorkerOptions) => runWorker(options, signal));
}

async function runWorker(options: WorkerOptions, signal: AbortSignal): Promise<void> {
  const {
    workers: slots = availableParallelism(),
    idle,
    wait,
    grace,
    lostAfter,
    dataDir,
    dataCache,
    dataCacheLimit,
  } = options;
  const url = openedUrl(options.queue);
  if (!Number.isInteger(slots) || slots < 1) {
    throw new InputError(`--workers: expected an integer of at least 1, got ${slots}`);
  }
  if (idle !== undefined) checkNumber('--idle', idle, 'seconds', 0);
  checkNumber('--wait', wait, 'seconds', 1);
  checkNumber('--grace', grace, 'seconds', 0);
  checkNumber('--data-cache-limit', dataCacheLimit, 'MiB', 0);
  checkNumber('--lost-after', lostAfter, 'seconds', 0.5);
  const { openQueueConnection } = await import('../../sweep/queue/queueConnection');
  const { dataSets } = await import('../../sweep/queue/dataSets');
  const { queueWorker } = await import('../../sweep/queue/queueWorker');
  const say = (text: string) => {
    if (!options.quiet) process.stderr.write(`${text}\n`);
  };
  const connection = await openQueueConnection(url);
  try {
    for (const warning of connection.warnings) say(warning);
    say(`worker ${process.pid} with ${count(slots, 'thread')} waits for cells at ${url.shown}`);
    const data = dataSets({ redis: connection.client, folders: dataDir, cache: dataCache, most: dataCacheLimit });
    const work = { connection, slots, dataSets: data, idle, wait, grace, lostAfter, signal, say };
    const { done, failed } = await queueWorker(work);
    say(`worker ${process.pid} ends: ${count(done, 'cell')} done, ${count(failed)} failed`);
    if (signal.aborted) process.exitCode = signal.reason === 'SIGTERM' ? 143 : 130;
  } finally {
    connection.close();
    // a connection that hangs must not keep the process
    setTimeout(() => process.exit(), 2000).unref();
  }
}
