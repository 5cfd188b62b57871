import type { Job, Worker } from 'bullmq';
import { CellFailed, type Executor } from '../executor';
import type { AloneGate } from './aloneGate';
import { configOf, failureResult, valuesResult } from './cellJobs';
import { DataSetMissing } from './dataSetMissing';
import type { CellHere, DataSets } from './dataSets';
import {
  type CellJobData,
  type CellJobResult,
  keys,
  lateSeconds,
  prefix,
  queueName,
  type SweepRecord,
} from './protocol';
import type { QueueConnection } from './queueConnection';

/** What a worker has of its own, for all the sweeps that it works for. */
export interface WorkerParts {
  connection: QueueConnection;
  /** Id of the worker. */
  id: string;
  slots: number;
  /** Seconds without a sign of life after which a worker's cells go to others. */
  lostAfter: number;
  dataSets: DataSets;
  /** Where cells run whose budget is so many MiB. */
  executor(memory: number | undefined): Executor;
  gate: AloneGate;
  /** Cells at work. */
  running: Set<RunningCell>;
  onEnd(result: CellJobResult): void;
  /** The cell has to go elsewhere, and so have the others of its sweep for some time. */
  onLacking(error: DataSetMissing): void;
  /** This machine cannot compute any cell. */
  onBroken(error: unknown): void;
}

export interface RunningCell {
  sweep: string;
  index: number;
  fraction: number;
  /** performance.now() of its begin. */
  started: number;
  job: Job<CellJobData, CellJobResult>;
}

/** A worker's part in one sweep. */
export interface SweepShare {
  readonly sweep: SweepRecord;
  /** Takes at most so many cells at a time. */
  limit(cells: number): void;
  /** Takes no more; resolves when what runs is done. */
  leave(): Promise<void>;
  /** Stops what runs: it goes back into the queue. */
  handBack(): void;
}

/** Seconds for which a worker leaves a sweep alone whose data set it could not have. */
const lackPause = 30;

/** Seconds of work from which on a result is worth a question whether BullMQ will take it. */
const worthAsking = 0.2;

/** Takes cells of one sweep from the queue and computes them. */
export function sweepShare(sweep: SweepRecord, parts: WorkerParts): SweepShare {
  const { connection, id, slots, lostAfter, dataSets, running, gate } = parts;
  const { bullmq, client } = connection;
  const stop = new AbortController();
  /** Results that BullMQ did not take: their cells may come here once more. */
  const late = new Map<string, CellJobResult>();
  let pause: NodeJS.Timeout | undefined;
  const worker: Worker<CellJobData, CellJobResult> = new bullmq.Worker(queueName(sweep.id), compute, {
    connection: client,
    prefix,
    skipVersionCheck: true,
    name: id,
    concurrency: slots,
    drainDelay: 5,
    runRetryDelay: 1000,
    lockDuration: 1000 * lostAfter,
    stalledInterval: 500 * lostAfter,
    // who runs the sweep tries again, after a pause and not for ever
    maxStalledCount: 0,
  });
  // told by the connection; without a listener they would end the process
  worker.on('error', () => {});
  return {
    sweep,
    limit(cells) {
      if (worker.concurrency !== cells) worker.concurrency = cells;
    },
    async leave() {
      clearTimeout(pause);
      await worker.close();
    },
    handBack: () => stop.abort(),
  };

  async function compute(job: Job<CellJobData, CellJobResult>, token?: string): Promise<CellJobResult> {
    const { index, budget, alone } = job.data;
    const cell: RunningCell = { sweep: sweep.id, index, fraction: 0, started: performance.now(), job };
    const seconds = () => (performance.now() - cell.started) / 1000;
    const progress = (fraction: number) => {
      // a thread has begun with it
      if (fraction === 0) cell.started = performance.now();
      cell.fraction = fraction;
    };
    const taken = performance.now();
    const known = late.get(job.id!);
    if (known) return known;
    let here: CellHere | undefined;
    running.add(cell);
    try {
      here = await dataSets.here(configOf(job.data), sweep.id, stop.signal);
      const { config } = here;
      const run = async () => {
        // so that cells which wait for their turn are not blamed for the death of the worker
        if (alone) await job.updateProgress({ begun: true });
        cell.started = performance.now();
        const given = { index, key: job.id!, axes: {}, config };
        return parts.executor(budget.memory).run(given, budget, stop.signal, { progress });
      };
      const values = await (alone ? gate.alone(run) : gate.beside(run));
      const result = valuesResult(values, seconds(), id);
      if (performance.now() - taken > 1000 * worthAsking) await leaveLate(job, result, token);
      return ended(result);
    } catch (error) {
      if (error instanceof CellFailed) {
        const { reason, message } = error.failure;
        return ended(failureResult({ reason, message: here!.message(message) }, seconds(), id));
      }
      if (error instanceof DataSetMissing) {
        parts.onLacking(error);
        rest();
      } else if (!stop.signal.aborted) parts.onBroken(error);
      await job.moveToWait(token);
      throw new bullmq.WaitingError();
    } finally {
      running.delete(cell);
    }
  }

  /** BullMQ takes results from who holds the job alone; a worker that was cut off from the server for long does not. */
  async function leaveLate(job: Job, result: CellJobResult, token?: string): Promise<void> {
    if ((await client.get(worker.toKey(`${job.id}:lock`))) === token) return;
    late.set(job.id!, result);
    const key = keys.late(sweep.id);
    await client.multi().hset(key, job.id!, JSON.stringify(result)).expire(key, lateSeconds).exec();
  }

  function ended(result: CellJobResult): CellJobResult {
    parts.onEnd(result);
    return result;
  }

  function rest(): void {
    void worker.pause(true);
    clearTimeout(pause);
    pause = setTimeout(() => void worker.resume(), 1000 * lackPause);
  }
}
