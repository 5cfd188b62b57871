import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueConnection } from './queueConnection';
import { type QueueStatus, readQueueStatus } from './readQueueStatus';
import { within } from './within';

export interface WatchOptions {
  connection: QueueConnection;
  stream: Pick<NodeJS.WriteStream, 'write' | 'columns' | 'rows'>;
  /** What is shown of a status. */
  text(status: QueueStatus): Promise<string> | string;
  /** Aborted: it ends, and what was shown last stays. */
  signal: AbortSignal;
  /** Between looks. Default 2. */
  seconds?: number;
}

/** Seconds for an answer of the server. */
const patience = 10;
/** Seconds over which rates are taken. */
const window = 30;

/** Shows the status of a queue on a terminal, again and again in the same place, until the signal comes. */
export async function watchQueue({ connection, stream, text, signal, seconds = 2 }: WatchOptions): Promise<void> {
  const { client, url, reason, trouble } = connection;
  const looks: { time: number; status: QueueStatus }[] = [];
  let shown = 0;
  while (!signal.aborted) {
    draw(await look());
    await sleep(1000 * seconds, undefined, { signal }).catch(() => {});
  }

  async function look(): Promise<string> {
    try {
      if (client.status !== 'ready') throw new Error(trouble() ?? 'no connection');
      const status = await within(patience, readQueueStatus(client, url.shown));
      const time = performance.now();
      looks.push({ time, status });
      while (time - looks[0].time > 1000 * window) looks.shift();
      return await text(recentRates(status, looks[0].status));
    } catch (error) {
      return `${url.shown} does not answer: ${reason(error)}; waiting for it\n`;
    }
  }

  /** Over what stood there before, as much as there is room for. */
  function draw(whole: string): void {
    const { columns = 80, rows = 24 } = stream;
    const lines = whole.trimEnd().split('\n');
    const fitting = lines.length < rows ? lines : [...lines.slice(0, rows - 2), '…'];
    const cut = fitting.map((line) => (line.length <= columns ? line : `${line.slice(0, columns - 1)}…`));
    const up = shown > 0 ? `\x1b[${shown}A` : '';
    stream.write(`${up}\x1b[J${cut.join('\n')}\n`);
    shown = cut.length;
  }
}

/** Rates of workers since an earlier look at them, where there was one. */
export function recentRates(status: QueueStatus, before: QueueStatus): QueueStatus {
  const earlier = new Map(before.workers.map((worker) => [worker.id, worker]));
  const workers = status.workers.map((worker) => {
    const then = earlier.get(worker.id);
    const seconds = then ? worker.up - then.up : 0;
    if (!then || seconds <= 0) return worker;
    return { ...worker, rate: (worker.done + worker.failed - then.done - then.failed) / seconds };
  });
  return { ...status, workers };
}
