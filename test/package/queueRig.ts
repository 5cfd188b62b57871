import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell, CellConfig, CellRecord, CellValues } from '../../lab/src/sweep/cell';
import type { RunCell } from '../../lab/src/sweep/cellJob';
import { type CellEvent, type CoordinateInput, coordinate } from '../../lab/src/sweep/coordinate';
import type { Executor } from '../../lab/src/sweep/executor';
import { inProcess } from '../../lab/src/sweep/inProcess';
import { dataSets } from '../../lab/src/sweep/queue/dataSets';
import { protocolVersion, sweepId } from '../../lab/src/sweep/queue/protocol';
import { openQueueConnection, type QueueConnection } from '../../lab/src/sweep/queue/queueConnection';
import { type QueueExecutorOptions, queueExecutor } from '../../lab/src/sweep/queue/queueExecutor';
import { queueUrl } from '../../lab/src/sweep/queue/queueUrl';
import { type QueueWorkerOptions, queueWorker, type WorkerSummary } from '../../lab/src/sweep/queue/queueWorker';
import { openStore, readRecords } from '../../lab/src/sweep/store';
import { readManifest } from '../../lab/src/sweep/storeFiles';

/** Cells of a name, to be computed by a function of the test. */
export function cellsNamed(name: string, count: number, config: (index: number) => CellConfig = () => ({})): Cell[] {
  return Array.from({ length: count }, (_, index) => {
    const key = createHash('sha256').update(`${name} ${index}`).digest('hex');
    return { index, key, axes: { index }, config: { index, ...config(index) } };
  });
}

export interface RigWorker {
  said: string[];
  /** As Ctrl-C. */
  stop(): void;
  ended: Promise<WorkerSummary>;
}

export interface RigSweepOptions {
  cells: Cell[];
  name?: string;
  version?: string;
  folder?: string;
  wait?: number;
  priority?: QueueExecutorOptions['priority'];
  budget?: CoordinateInput['budget'];
  retryFailed?: boolean;
  signal?: AbortSignal;
  onEvent?(event: CellEvent): void;
}

export interface RigSweep {
  folder: string;
  said: string[];
  executor: Promise<Executor>;
  /** Rejects as coordinate does. */
  ended: Promise<CellRecord[]>;
}

export interface QueueRig {
  worker(runCell: RunCell, options?: Partial<QueueWorkerOptions>): RigWorker;
  sweep(options: RigSweepOptions): RigSweep;
  connect(): Promise<QueueConnection>;
  /** Until so many cells wait in all queues of the server. */
  queued(cells: number): Promise<void>;
  /** Ends all that was begun. */
  clear(): Promise<void>;
}

/** Coordinators and workers of one process on a server of the test, with heart-beats of a tenth of a second. */
export function queueRig(url: string): QueueRig {
  const beat = 0.1;
  const folders: string[] = [];
  const connections: QueueConnection[] = [];
  const workers: RigWorker[] = [];
  const stops: AbortController[] = [];
  const connect = async () => {
    const connection = await openQueueConnection(queueUrl(url));
    connections.push(connection);
    return connection;
  };
  return {
    connect,
    worker(runCell, options = {}) {
      const stop = new AbortController();
      const said: string[] = [];
      const run = async () => {
        const connection = await connect();
        const own = { connection, slots: 2, version: 'here', lostAfter: 0.5, wait: 60, grace: 1, beat };
        const data = dataSets({ redis: connection.client, cache: join(tmpdir(), 'deeplinear-rig-cache') });
        const executor = () => inProcess(runCell);
        const say = (text: string) => said.push(text);
        return queueWorker({ ...own, dataSets: data, executor, signal: stop.signal, say, ...options });
      };
      const worker = { said, stop: () => stop.abort('SIGINT'), ended: run() };
      worker.ended.catch(() => {});
      workers.push(worker);
      return worker;
    },
    sweep({ cells, name = 'rig', version = 'here', wait = 60, priority, budget, retryFailed, ...options }) {
      const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'deeplinear-rig-'));
      if (options.folder === undefined) folders.push(folder);
      const said: string[] = [];
      const stop = new AbortController();
      stops.push(stop);
      const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
      const open = async () => {
        const store = await openStore(folder, { name, file: join(folder, 'rig.yaml'), cells: () => cells });
        const { fingerprint } = readManifest(folder);
        const sweep = { protocol: protocolVersion, id: sweepId(fingerprint), name, version, cells: cells.length };
        const say = (text: string) => void said.push(text);
        const executor = queueExecutor({ connection: await connect(), sweep, wait, beat, priority, say });
        return { store, executor };
      };
      const opened = open();
      const run = async () => {
        const { store, executor } = await opened;
        const { onEvent } = options;
        try {
          await coordinate({ cells, store, executor, budget, backOff: 0.05, retryFailed, signal, onEvent });
        } finally {
          await executor.close();
          store.close();
        }
        const records: CellRecord[] = [];
        for await (const record of readRecords(folder)) records.push(record);
        return records;
      };
      const ended = run();
      ended.catch(() => {});
      return { folder, said, executor: opened.then(({ executor }) => executor), ended };
    },
    async queued(cells) {
      const { client } = await connect();
      await until(async () => {
        const lists = await client.keys('*:prioritized');
        const counts = await Promise.all(lists.map((list) => client.zcard(list)));
        return counts.reduce((sum, count) => sum + count, 0) === cells;
      });
    },
    async clear() {
      for (const stop of stops) stop.abort();
      for (const worker of workers) worker.stop();
      await Promise.allSettled(workers.map(({ ended }) => ended));
      for (const connection of connections) connection.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      for (const list of [stops, workers, connections, folders]) list.length = 0;
    },
  };
}

/** The values of all cells in their order; undefined where one failed. */
export function valuesOf(records: CellRecord[]): (CellValues | undefined)[] {
  return [...records]
    .sort((a, b) => a.index - b.index)
    .map((record) => ('values' in record ? record.values : undefined));
}

export const square: RunCell = async ({ index }) => ({ square: (index as number) ** 2 });

/** A tenth of a second. */
export const slowSquare: RunCell = async (config, tools) => {
  for (let i = 0; i < 10; i++) {
    await sleep(10);
    tools.onProgress(i / 10);
    tools.signal.throwIfAborted();
  }
  return square(config, tools);
};

export function squares(count: number): CellValues[] {
  return Array.from({ length: count }, (_, i) => ({ square: i ** 2 }));
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}
