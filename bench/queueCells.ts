import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, CellConfig } from '../lab/src/sweep/cell';
import { coordinate } from '../lab/src/sweep/coordinate';
import { protocolVersion, sweepId } from '../lab/src/sweep/queue/protocol';
import { openQueueConnection } from '../lab/src/sweep/queue/queueConnection';
import { queueExecutor } from '../lab/src/sweep/queue/queueExecutor';
import { queueUrl } from '../lab/src/sweep/queue/queueUrl';
import { openStore } from '../lab/src/sweep/store';
import { readManifest } from '../lab/src/sweep/storeFiles';

/** In place of the version of the code: what these workers compute is no cell of the lab. */
export const benchVersion = 'bench';

/** A cell as it was done: when it began, by the clock of this machine, how long it took, and in which process. */
export interface DoneCell {
  began: number;
  seconds: number;
  process: number;
}

export interface QueueRun {
  cells: DoneCell[];
  /** Of the first begin and the last result, milliseconds by the clock of this machine. */
  first: number;
  last: number;
}

export interface RunOnQueueOptions {
  url: string;
  cells: number;
  config: CellConfig;
  /** Called after every result with the number of those that are there; true ends the run. */
  onResult?(done: number): boolean | undefined;
}

/** Runs cells through a queue, into a store that is removed. */
export async function runOnQueue({ url, cells: count, config, onResult }: RunOnQueueOptions): Promise<QueueRun> {
  const name = randomUUID();
  function* cells(): Generator<Cell> {
    for (let index = 0; index < count; index++) {
      const key = createHash('sha256').update(`${name} ${index}`).digest('hex');
      yield { index, key, axes: { index }, config: { index, ...config } };
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-bench-'));
  const store = await openStore(folder, { name: 'bench', file: join(folder, 'bench.yaml'), cells });
  const connection = await openQueueConnection(queueUrl(url));
  const id = sweepId(readManifest(folder).fingerprint);
  const sweep = { protocol: protocolVersion, id, name: 'bench', version: benchVersion, cells: count };
  const executor = queueExecutor({ connection, sweep, wait: 60 });
  const stop = new AbortController();
  const done: DoneCell[] = [];
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  try {
    await coordinate({
      cells: cells(),
      store,
      executor,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.event !== 'end' || !('values' in event.record)) return;
        const { began, seconds, process } = event.record.values as unknown as DoneCell;
        first = Math.min(first, began);
        last = Date.now();
        // as nothing of a run may add up in memory that is measured
        if (onResult?.(store.done)) stop.abort();
        else if (!onResult) done.push({ began, seconds, process });
      },
    });
  } finally {
    await executor.close();
    connection.close();
    store.close();
    rmSync(folder, { recursive: true });
  }
  return { cells: done, first, last };
}

/** Worker processes until `close`. */
export function startWorkers(url: string, processes: number, ...how: (string | number)[]): { close(): Promise<void> } {
  const script = join(import.meta.dirname, 'queueWorkers.ts');
  const started = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['--import', 'tsx', script, url, ...how.map(String)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    }),
  );
  return {
    async close() {
      await Promise.all(started.map(ended));
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin!.end();
  });
}
