import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { InputError } from '../../inputError';
import { count } from '../../view/format';
import type { Executor } from '../executor';
import { poolExecutor, threadHeap } from '../poolExecutor';
import { durationText } from '../progressText';
import { codeVersion } from '../study/codeVersion';
import { aloneGate } from './aloneGate';
import type { DataSets } from './dataSets';
import { endQueue, settingsOf } from './endQueue';
import {
  aliveSeconds,
  beatSeconds,
  keys,
  prefix,
  protocolVersion,
  queueName,
  type SweepRecord,
  shortId,
  type WorkerRecord,
  workersSeconds,
} from './protocol';
import type { QueueConnection } from './queueConnection';
import { type SweepShare, sweepShare, type WorkerParts } from './sweepShare';
import { within } from './within';

export interface QueueWorkerOptions {
  connection: QueueConnection;
  /** Cells at a time. */
  slots: number;
  /** What computes cells here. Default: codeVersion(). */
  version?: string;
  /** Where cells run whose budget is so many MiB. Default: threads of this process, with as much heap. */
  executor?(memory: number | undefined): Executor;
  dataSets: DataSets;
  /** Seconds without a sign of life after which a worker's cells go to others. Default 15. */
  lostAfter?: number;
  /** Seconds between heart-beats. Default 2. */
  beat?: number;
  /** Ends after so many seconds without a cell. Default: never. */
  idle?: number;
  /** Most seconds without the server. */
  wait: number;
  /** Most seconds for what runs when the signal came; then it goes back into the queue. */
  grace: number;
  /** Aborted: nothing new is begun, and what runs is finished. */
  signal: AbortSignal;
  say(text: string): void;
}

export interface WorkerSummary {
  done: number;
  failed: number;
}

/** A sweep that is not listed for so many heart-beats is over; a server that came back empty is told of it before. */
const beatsUntilOver = 15;
/** For the last words to the server. */
const closeSeconds = 5;

/**
 * Computes cells of all the sweeps in a queue, in equal parts where several wait, until the signal comes or there is nothing to do.
 * @throws InputError when the server was away for too long; what made the machine unfit for cells.
 */
export async function queueWorker(options: QueueWorkerOptions): Promise<WorkerSummary> {
  const {
    connection,
    slots,
    version = codeVersion(),
    dataSets,
    lostAfter = 15,
    idle,
    wait,
    grace,
    signal,
    say,
  } = options;
  const { client, url } = connection;
  const { beat: seconds = beatSeconds } = options;
  const id = randomUUID();
  const began = performance.now();
  const shares = new Map<string, { share: SweepShare; seen: number }>();
  const refused = new Set<string>();
  const executors = new Map<number | undefined, Executor>();
  const makeExecutor = options.executor ?? ((memory) => poolExecutor({ workers: slots, memory: threadHeap(memory) }));
  const summary: WorkerSummary = { done: 0, failed: 0 };
  const running: WorkerParts['running'] = new Set();
  let leaving = false;
  let answered = performance.now();
  let busy = performance.now();
  let silent = false;
  let broken: { error: unknown } | undefined;
  let wake = () => {};
  const parts: WorkerParts = {
    connection,
    id,
    slots,
    lostAfter,
    dataSets,
    running,
    gate: aloneGate(),
    executor(memory) {
      const known = executors.get(memory);
      if (known) return known;
      const made = makeExecutor(memory);
      executors.set(memory, made);
      return made;
    },
    onEnd(result) {
      if ('values' in result) summary.done++;
      else summary.failed++;
      busy = performance.now();
    },
    onLacking: (error) => say(error.message),
    onBroken(error) {
      broken ??= { error };
      wake();
    },
  };
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted && !broken) {
      await beat();
      if (running.size > 0) busy = performance.now();
      if (idle !== undefined && performance.now() - busy > 1000 * idle) break;
      if (!signal.aborted && !broken) await pause(seconds);
    }
    leaving = true;
    if (signal.aborted && running.size > 0) say(`finishing ${count(running.size, 'cell')}; Ctrl-C again stops at once`);
    await leave();
    if (broken) throw broken.error;
    return summary;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await Promise.all([...executors.values()].map((executor) => executor.close()));
  }

  async function beat(): Promise<void> {
    try {
      if (client.status !== 'ready') throw new Error(connection.trouble() ?? 'no connection');
      const sweeps = await within(aliveSeconds, exchange());
      answered = performance.now();
      if (silent) say(`${url.shown} is back`);
      silent = false;
      if (!leaving) await within(aliveSeconds, join(sweeps));
    } catch (error) {
      const reason = connection.reason(error);
      if (!silent) say(`${url.shown} does not answer: ${reason}; waiting for it`);
      silent = true;
      if (performance.now() - answered > 1000 * wait) {
        const message = `${url.shown} has not answered for ${durationText(wait)} (--wait): ${reason}`;
        broken ??= { error: new InputError(message) };
      }
    }
  }

  /** Gives a sign of life, and looks which sweeps there are. */
  async function exchange(): Promise<SweepRecord[]> {
    const replies = await client
      .multi()
      .set(keys.worker(id), JSON.stringify(record()), 'EX', aliveSeconds)
      .sadd(keys.workers, id)
      .expire(keys.workers, workersSeconds)
      .smembers(keys.sweeps)
      .exec();
    for (const [error] of replies ?? []) if (error) throw error;
    for (const { job, fraction } of running) if (fraction > 0) job.updateProgress(fraction).catch(() => {});
    const ids = replies![3][1] as string[];
    if (ids.length === 0) return [];
    const records = await client.mget(ids.map(keys.sweep));
    // nobody went on with those for days
    await Promise.all(ids.filter((_, i) => records[i] === null).map((id) => endQueue(connection, id)));
    return records.flatMap((text) => (text === null ? [] : [JSON.parse(text) as SweepRecord]));
  }

  /** What BullMQ writes anew for a queue that was deleted. */
  async function tidy(over: string[]): Promise<void> {
    for (const sweep of over) {
      if ((await client.sismember(keys.sweeps, sweep)) === 0) await client.del(settingsOf(sweep));
    }
  }

  async function join(sweeps: SweepRecord[]): Promise<void> {
    const now = performance.now();
    for (const sweep of sweeps) {
      const known = shares.get(sweep.id);
      if (known) known.seen = now;
      else if (sweep.protocol !== protocolVersion || sweep.version !== version) refuse(sweep);
      else {
        say(`computing cells of ${sweep.name} (${shortId(sweep.id)}, ${count(sweep.cells, 'cell')})`);
        shares.set(sweep.id, { share: sweepShare(sweep, parts), seen: now });
      }
    }
    for (const [sweep, { share, seen }] of shares) {
      if (now - seen < 1000 * beatsUntilOver * seconds) continue;
      shares.delete(sweep);
      share.handBack();
      void share
        .leave()
        .then(() => tidy([sweep]))
        .catch(() => {});
    }
    await divide();
  }

  function refuse({ id: sweep, name, version: needed }: SweepRecord): void {
    if (refused.has(sweep)) return;
    refused.add(sweep);
    say(`takes no cells of ${name}: that sweep needs deeplinear ${needed}, and this worker has ${version}`);
  }

  /** The threads go in equal parts to the sweeps that have cells to give. */
  async function divide(): Promise<void> {
    const known = [...shares.values()].map(({ share }) => share);
    if (known.length === 0) return;
    const counts = client.pipeline();
    for (const { sweep } of known) {
      const queue = `${prefix}:${queueName(sweep.id)}`;
      counts.llen(`${queue}:wait`).zcard(`${queue}:prioritized`);
    }
    const replies = (await counts.exec())!.map(([, reply]) => Number(reply));
    const waits = known.map((_, i) => replies[2 * i] + replies[2 * i + 1] > 0);
    const waiting = waits.filter(Boolean).length;
    if (waiting > 0) busy = performance.now();
    known.forEach((share, i) => {
      share.limit(waits[i] ? Math.max(1, Math.floor(slots / waiting)) : slots);
    });
  }

  function record(): WorkerRecord {
    const now = performance.now();
    return {
      protocol: protocolVersion,
      id,
      host: hostname(),
      process: process.pid,
      version,
      slots,
      running: [...running].map(({ sweep, index, fraction, started }) => {
        return { sweep, index, fraction, seconds: (now - started) / 1000 };
      }),
      ...summary,
      seconds: (now - began) / 1000,
      leaving,
      refused: [...refused],
      memory: process.memoryUsage.rss() / 2 ** 20,
      lacks: dataSets.lacks(),
    };
  }

  async function leave(): Promise<void> {
    const known = [...shares.values()].map(({ share }) => share);
    // others see that it goes
    if (client.status === 'ready') await within(closeSeconds, exchange()).catch(() => {});
    const left = Promise.all(known.map((share) => share.leave()));
    const beats = setInterval(() => void (client.status === 'ready' && exchange().catch(() => {})), 1000 * seconds);
    const timer = setTimeout(
      () => {
        for (const share of known) share.handBack();
      },
      1000 * (broken ? 0 : grace),
    );
    await within(grace + closeSeconds, left).catch(() => {});
    clearInterval(beats);
    clearTimeout(timer);
    if (client.status !== 'ready') return;
    const last = client.multi().srem(keys.workers, id).del(keys.worker(id)).exec();
    await within(closeSeconds, last).catch(() => {});
    await within(closeSeconds, tidy([...shares.keys()])).catch(() => {});
  }

  function pause(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1000 * seconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
