import type { Redis } from 'ioredis';
import {
  aliveSeconds,
  type CoordinatorRecord,
  keys,
  prefix,
  protocolVersion,
  queueName,
  type SweepRecord,
  type WorkerRecord,
} from './protocol';

/** What `sweep status --queue --json` prints: who works for which sweeps at this moment. */
export interface QueueStatus {
  format: 'deeplinear-queue-status/1';
  /** The server's address, without user and password. */
  server: string;
  workers: WorkerStatus[];
  sweeps: SweepInQueue[];
}

export interface WorkerStatus extends Omit<WorkerRecord, 'protocol' | 'seconds' | 'refused'> {
  /** Cells a second, since it began or since an earlier look. */
  rate: number;
  /** Seconds since its last sign of life, by the server's clock. */
  seen: number;
  /** Seconds since it began. */
  up: number;
  /** Sweeps in the queue that it does not compute, as they are of other code. */
  refuses: { name: string; version: string }[];
}

export interface SweepInQueue extends Omit<SweepRecord, 'protocol'> {
  /** Nobody runs the sweep at this moment: cells in the queue are computed, and their results wait. */
  coordinator?: Omit<CoordinatorRecord, 'rate'> & { seen: number };
  queue: {
    waiting: number;
    /** With a worker. */
    running: number;
    /** Results that wait for the coordinator. */
    finished: number;
    /** Workers were lost with these; who runs the sweep tries them again. */
    lost: number;
  };
  /** Cells a second. */
  rate?: number;
  /** Seconds left at that rate. */
  left?: number;
}

/** Reads everything in a few messages, however many workers there are. */
export async function readQueueStatus(client: Redis, server: string): Promise<QueueStatus> {
  const [workerIds, sweepIds] = await Promise.all([client.smembers(keys.workers), client.smembers(keys.sweeps)]);
  const [workers, coordinators] = await Promise.all([
    beating<WorkerRecord>(client, workerIds.map(keys.worker)),
    beating<CoordinatorRecord>(client, sweepIds.map(keys.coordinator)),
  ]);
  const records = sweepIds.length === 0 ? [] : await client.mget(sweepIds.map(keys.sweep));
  const sweeps: SweepInQueue[] = [];
  for (const [i, id] of sweepIds.entries()) {
    const record = records[i] === null ? undefined : (JSON.parse(records[i]) as SweepRecord);
    if (record?.protocol !== protocolVersion) continue;
    sweeps.push(sweepInQueue(record, coordinators[i], await counts(client, id)));
  }
  return {
    format: 'deeplinear-queue-status/1',
    server,
    workers: workers
      .flatMap((found) => (found?.record.protocol === protocolVersion ? [workerStatus(found, sweeps)] : []))
      .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.process - b.process)),
    sweeps: sweeps.sort((a, b) => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1)),
  };
}

interface Beating<Record> {
  record: Record;
  seen: number;
}

/** Records that are there, each with the seconds since it was written: what it has left to live tells. */
async function beating<Record>(client: Redis, names: string[]): Promise<(Beating<Record> | undefined)[]> {
  const reads = client.pipeline();
  for (const name of names) reads.get(name).pttl(name);
  const replies = (await reads.exec()) ?? [];
  return names.map((_, i) => {
    const [[, text], [, left]] = [replies[2 * i], replies[2 * i + 1]] as [unknown, unknown][];
    if (typeof text !== 'string') return undefined;
    return { record: JSON.parse(text) as Record, seen: Math.max(0, aliveSeconds - Number(left) / 1000) };
  });
}

async function counts(client: Redis, sweep: string): Promise<SweepInQueue['queue']> {
  const queue = `${prefix}:${queueName(sweep)}`;
  const reads = client.pipeline().llen(`${queue}:wait`).llen(`${queue}:active`);
  for (const set of ['prioritized', 'delayed', 'completed', 'failed']) reads.zcard(`${queue}:${set}`);
  const replies = ((await reads.exec()) ?? []).map(([, count]) => Number(count));
  const [wait, running, prioritized, delayed, finished, lost] = replies;
  return { waiting: wait + prioritized + delayed, running, finished, lost };
}

function sweepInQueue(
  { protocol: _, ...sweep }: SweepRecord,
  found: Beating<CoordinatorRecord> | undefined,
  queue: SweepInQueue['queue'],
): SweepInQueue {
  if (!found) return { ...sweep, queue };
  const { rate, ...record } = found.record;
  const missing = sweep.cells - record.done - record.failed;
  const pace = rate ? { rate, left: missing / rate } : {};
  return { ...sweep, coordinator: { ...record, seen: found.seen }, queue, ...pace };
}

function workerStatus({ record, seen }: Beating<WorkerRecord>, sweeps: readonly SweepInQueue[]): WorkerStatus {
  const { protocol: _, seconds: up, refused, ...worker } = record;
  const rate = up > 0 ? (worker.done + worker.failed) / up : 0;
  // a worker remembers those that are over as well
  const refuses = sweeps.filter(({ id }) => refused.includes(id)).map(({ name, version }) => ({ name, version }));
  return { ...worker, rate, seen, up, refuses };
}
