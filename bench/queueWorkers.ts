/** Workers of a benchmark, in a process of their own: `tsx bench/queueWorkers.ts URL WORKERS SLOTS threads|here`; ends when its input does. */
import { setMaxListeners } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProcess } from '../lab/src/sweep/inProcess';
import { poolExecutor } from '../lab/src/sweep/poolExecutor';
import { dataSets } from '../lab/src/sweep/queue/dataSets';
import { openQueueConnection } from '../lab/src/sweep/queue/queueConnection';
import { queueUrl } from '../lab/src/sweep/queue/queueUrl';
import { queueWorker } from '../lab/src/sweep/queue/queueWorker';
import { benchVersion } from './queueCells';
import { runCell } from './sweepCells';

const [url, workers, slots, place] = process.argv.slice(2);
const code = new URL('./sweepCells.ts', import.meta.url).href;
const stop = new AbortController();
setMaxListeners(0, stop.signal);
process.stdin.on('end', () => stop.abort()).resume();

async function work(): Promise<void> {
  const connection = await openQueueConnection(queueUrl(url));
  try {
    await queueWorker({
      connection,
      slots: Number(slots),
      version: benchVersion,
      executor: () => (place === 'threads' ? poolExecutor({ workers: Number(slots), code }) : inProcess(runCell)),
      dataSets: dataSets({ redis: connection.client, cache: join(tmpdir(), 'deeplinear-bench-cache') }),
      wait: 60,
      grace: 0,
      signal: stop.signal,
      say: () => {},
    });
  } finally {
    connection.close();
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));
process.exit();
