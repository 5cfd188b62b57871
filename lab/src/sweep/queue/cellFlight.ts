import { setImmediate } from 'node:timers/promises';
import type { Job, Queue, QueueEvents } from 'bullmq';
import type { Cell, CellFailure, CellValues } from '../cell';
import { type CellBudget, CellFailed, NotBegun, type Told } from '../executor';
import { jobData, valuesOf } from './cellJobs';
import { fileOf } from './dataSets';
import type { CellJobData, CellJobResult } from './protocol';

export interface FlightOptions {
  queue: Queue<CellJobData, CellJobResult>;
  events: QueueEvents;
  /** BullMQ's priority of a cell: 1 goes first. */
  priority(cell: Cell): number;
  /** Seconds after which a job that is not done is looked for in the queue's lists: a server may have dropped some of it. */
  strayAfter: number;
  /** Whether the server answers at this moment. */
  there(): boolean;
}

/** Cells of one coordinator that are in the queue or in a worker. */
export interface CellFlight {
  readonly size: number;
  /** Until the cell is done, once. Rejects with CellFailed, NotBegun, or the signal's reason. */
  run(cell: Cell, budget: CellBudget, signal: AbortSignal, told: Told): Promise<CellValues>;
  /** From here on only what a worker has begun goes on. */
  withdraw(): void;
  /** Ends every run with this reason, those to come as well. */
  fail(reason: unknown): void;
  /** Looks at every cell: events may have been missed. */
  look(): void;
  /** The server was away: that workers could not say that they live is not the fault of cells in flight, once each. */
  excuse(): void;
  /** Results that came beside the queue, by keys of cells. @returns the keys of those that were wanted. */
  late(results: Record<string, string>): string[];
  /** Hashes of the data sets that cells in flight learn from; '' where one needs none. */
  needs(): Set<string>;
  /** When all that is to be said to the server was said. */
  settled(): Promise<void>;
}

interface InFlight {
  cell: Cell;
  budget: CellBudget;
  told: Told;
  signal: AbortSignal;
  since: number;
  /** The loss of its worker is the server's fault. */
  excused?: boolean;
  resolve(values: CellValues): void;
  reject(reason: unknown): void;
}

/** Cells that go to the server in one message. */
const batch = 256;
/**
 * What the server keeps of a cell is the truth, and events only say when to look: whatever was lost on the way (events, jobs, the
 * whole content of the server) is seen at the next look and put right. A job leaves the server when its result was handed on.
 */
export function cellFlight({ queue, events, priority, strayAfter, there }: FlightOptions): CellFlight {
  const flights = new Map<string, InFlight>();
  const toRemove = new Set<string>();
  const toAdd = new Set<string>();
  const toLook = new Set<string>();
  /** Cells whose worker was lost. */
  const lost = new Set<string>();
  const watched = new WeakSet<AbortSignal>();
  let withdrawing = false;
  let broken: { reason: unknown } | undefined;
  let pumping: Promise<void> | undefined;

  events.on('completed', ({ jobId, returnvalue }) => {
    const result = returnvalue as unknown as CellJobResult;
    // values are the same whenever they came; a failure may be that of an attempt before this one
    if ('values' in result) settle(jobId, result);
    else lookAt(jobId);
  });
  events.on('failed', ({ jobId }) => lookAt(jobId));
  events.on('duplicated', ({ jobId }) => lookAt(jobId));

  return {
    get size() {
      return flights.size;
    },
    run(cell, budget, signal, told) {
      signal.throwIfAborted();
      if (broken) throw broken.reason;
      watch(signal);
      return new Promise((resolve, reject) => {
        flights.set(cell.key, { cell, budget, told, signal, since: performance.now(), resolve, reject });
        toAdd.add(cell.key);
        pump();
      });
    },
    withdraw() {
      withdrawing = true;
      for (const key of toAdd) end(key)?.reject(new NotBegun('withdrawn'));
      this.look();
    },
    fail(reason) {
      broken ??= { reason };
      for (const key of [...flights.keys()]) end(key)?.reject(reason);
    },
    look() {
      for (const key of flights.keys()) toLook.add(key);
      pump();
    },
    excuse() {
      for (const flight of flights.values()) flight.excused = true;
    },
    late(results) {
      const wanted = Object.keys(results).filter((key) => flights.has(key));
      for (const key of wanted) settle(key, JSON.parse(results[key]) as CellJobResult);
      return wanted;
    },
    needs: () => new Set([...flights.values()].map(({ cell }) => fileOf(cell.config)?.sha256 ?? '')),
    settled: async () => pumping,
  };

  /** One listener for all the cells of a signal. */
  function watch(signal: AbortSignal): void {
    if (watched.has(signal)) return;
    watched.add(signal);
    signal.addEventListener('abort', () => {
      for (const [key, flight] of [...flights]) if (flight.signal === signal) end(key)?.reject(signal.reason);
    });
  }

  /** Takes a cell out, once. */
  function end(key: string): InFlight | undefined {
    const flight = flights.get(key);
    flights.delete(key);
    toAdd.delete(key);
    toLook.delete(key);
    return flight;
  }

  function settle(key: string, result: CellJobResult): void {
    const flight = end(key);
    if (!flight) return;
    if (result.worker !== '') flight.told.took?.(result.seconds);
    if ('values' in result) {
      lost.delete(key);
      flight.resolve(valuesOf(result));
    } else flight.reject(new CellFailed(result.failure));
    toRemove.add(key);
    pump();
  }

  function lookAt(key: string): void {
    if (!flights.has(key)) return;
    toLook.add(key);
    pump();
  }

  /** One message after the other: what is removed is gone before it is added again. */
  function pump(): void {
    pumping ??= work().finally(() => {
      pumping = undefined;
    });
  }

  async function work(): Promise<void> {
    for (;;) {
      // results that were handed on are on the disk by then
      await setImmediate();
      const before = toRemove.size + toAdd.size + toLook.size;
      if (before === 0 || !there()) return;
      try {
        await remove(take(toRemove));
        await add(take(toAdd));
        await lookFor(take(toLook));
      } catch {
        // the next look puts it right
        return;
      }
    }
  }

  function take(from: Set<string>): string[] {
    const taken: string[] = [];
    for (const key of from) {
      if (taken.length === batch) break;
      taken.push(key);
    }
    for (const key of taken) from.delete(key);
    return taken;
  }

  async function remove(keys: string[]): Promise<void> {
    try {
      await Promise.all(keys.map((key) => queue.remove(key)));
    } catch (error) {
      for (const key of keys) toRemove.add(key);
      throw error;
    }
  }

  async function add(keys: string[]): Promise<void> {
    const jobs = keys.flatMap((key) => {
      const flight = flights.get(key);
      if (!flight) return [];
      const { cell, budget } = flight;
      const opts = { jobId: key, priority: priority(cell) };
      return [{ name: 'cell', data: jobData(cell, budget, lost.has(key)), opts }];
    });
    if (jobs.length > 0) await queue.addBulk(jobs);
  }

  async function lookFor(keys: string[]): Promise<void> {
    const wanted = keys.filter((key) => flights.has(key));
    const jobs = await Promise.all(wanted.map((key) => queue.getJob(key)));
    await Promise.all(wanted.map((key, i) => found(key, jobs[i])));
  }

  async function found(key: string, job: Job<CellJobData, CellJobResult> | undefined): Promise<void> {
    if (job?.finishedOn && job.returnvalue) return settle(key, job.returnvalue);
    // lost while it waited for its turn
    if (job?.finishedOn && job.data.alone && job.progress === 0 && !withdrawing) return again(key);
    const excused = flights.get(key)?.excused === true && !withdrawing;
    if (job?.finishedOn && excused) return again(key);
    if (job?.finishedOn) return settle(key, { worker: '', seconds: 0, failure: lostFailure(key, job.failedReason) });
    if (withdrawing) {
      // a worker that has it holds its lock; then it is not removed
      if (job && (await queue.remove(key)) === 0) return;
      end(key)?.reject(new NotBegun('withdrawn'));
      return;
    }
    const flight = flights.get(key);
    if (!flight) return;
    if (job && performance.now() - flight.since > 1000 * strayAfter) {
      flight.since = performance.now();
      if ((await job.getState()) === 'unknown') again(key);
    } else if (!job) toAdd.add(key);
  }

  function again(key: string): void {
    const flight = flights.get(key);
    if (!flight) return;
    flight.excused = false;
    toRemove.add(key);
    toAdd.add(key);
  }

  function lostFailure(key: string, reason: string): CellFailure {
    lost.add(key);
    const stalled = /stalled/.test(reason);
    return { reason: 'lost', message: stalled ? 'its worker was lost' : `its worker could not answer: ${reason}` };
  }
}
