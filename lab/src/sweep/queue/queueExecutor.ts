import type { Cell, CellValues } from '../cell';
import { type CellBudget, type Executor, NotBegun, type Told } from '../executor';
import { cellFlight } from './cellFlight';
import { coordinatorBeat } from './coordinatorBeat';
import { fileOf } from './dataSets';
import { endQueue } from './endQueue';
import {
  beatSeconds,
  type CellJobData,
  type CellJobResult,
  type CoordinatorRecord,
  keys,
  prefix,
  queueName,
  type SweepRecord,
} from './protocol';
import type { QueueConnection } from './queueConnection';
import { serveDataSets } from './serveDataSets';
import { within } from './within';

export interface QueueExecutorOptions {
  connection: QueueConnection;
  sweep: SweepRecord;
  /** Most seconds without any worker, and most without the server. */
  wait: number;
  /** Seconds between heart-beats. Default 2. */
  beat?: number;
  /** MiB of the largest data set that goes through Redis. */
  dataLimit?: number;
  /** BullMQ's priority of a cell: 1 goes first. Default: all the same. */
  priority?(cell: Cell): number;
  say?(text: string): void;
  /** How far the sweep is, for those who look from elsewhere. */
  standing?(): Omit<CoordinatorRecord, 'host' | 'process' | 'inFlight'>;
}

/** Cells in the queue beyond those that run: enough for every worker's next one, and to choose the large ones first. */
const leastInFlight = 256;
const ahead = 4;
/** Heart-beats between looks at all cells, without any event. */
const beatsPerLook = 2;
/** Heart-beats after which a cell that is not done is looked for in all of the queue's lists. */
const beatsUntilStray = 30;
/** Events that the server keeps; they carry results. */
const keptEvents = 1000;
/** For the last words to the server. */
const closeSeconds = 5;

/**
 * Cells on other machines, by way of BullMQ. One attempt is one job: that a job goes back to another worker after a pause is for
 * who runs the cells, by one clock, as BullMQ's own delays compare the clocks of machines.
 * The connection stays open when this is closed.
 */
export function queueExecutor(options: QueueExecutorOptions): Executor {
  const { connection, sweep, say = () => {}, priority = () => 1, beat: seconds = beatSeconds } = options;
  const { bullmq, client } = connection;
  const name = queueName(sweep.id);
  const shared = { connection: client, prefix, skipVersionCheck: true };
  const queue = new bullmq.Queue<CellJobData, CellJobResult>(name, {
    ...shared,
    streams: { events: { maxLen: keptEvents } },
    defaultJobOptions: { attempts: 1, removeOnComplete: false, removeOnFail: false, stackTraceLimit: 0 },
  });
  const events = new bullmq.QueueEvents(name, { ...shared, blockingTimeout: 5000 });
  // told by the connection; without a listener they would end the process
  queue.on('error', () => {});
  events.on('error', () => {});
  const flight = cellFlight({
    queue,
    events,
    priority,
    strayAfter: beatsUntilStray * seconds,
    there: () => client.status === 'ready',
  });
  const dataSets = serveDataSets({ redis: client, sweep: sweep.id, most: options.dataLimit });
  let slots = 0;
  let left = false;
  let withdrawn = false;
  const beat = coordinatorBeat({
    ...options,
    beat: seconds,
    say,
    inFlight: () => flight.size,
    needs: () => flight.needs(),
    onLate: (results) => flight.late(results),
    onSlots: (total) => {
      slots = total;
    },
    onBack: back,
    onAway: () => {
      if (withdrawn) abandon();
    },
    onGivenUp: (reason) => flight.fail(reason),
  });
  const looks = setInterval(() => flight.look(), 1000 * beatsPerLook * seconds);
  client.on('ready', back);
  let closing: Promise<void> | undefined;
  return {
    elsewhere: true,
    get slots() {
      return Math.max(leastInFlight, ahead * slots);
    },
    run(cell: Cell, budget: CellBudget, signal: AbortSignal, told: Told = {}): Promise<CellValues> {
      const data = fileOf(cell.config);
      if (data) dataSets.offer(data.file, data.sha256);
      signal.addEventListener('abort', leave, { once: true });
      return flight.run(cell, budget, signal, told);
    },
    withdraw() {
      withdrawn = true;
      if (client.status === 'ready') flight.withdraw();
      else abandon();
    },
    close() {
      closing ??= close();
      return closing;
    },
  };

  function back(): void {
    flight.excuse();
    flight.look();
  }

  /** What is in the queue stays there: the next coordinator finds it done. */
  function leave(): void {
    if (flight.size > 0) left = true;
  }

  /** Who wants to go does not wait for a server that is away. */
  function abandon(): void {
    leave();
    flight.fail(new NotBegun('the server is away'));
  }

  async function close(): Promise<void> {
    clearInterval(looks);
    client.off('ready', back);
    if (flight.size > 0) left = true;
    await beat.close();
    await within(closeSeconds, lastWords()).catch(() => {});
    await Promise.all(
      [dataSets, queue, events].map((part) => within(closeSeconds, part.close() as Promise<void>).catch(() => {})),
    );
  }

  async function lastWords(): Promise<void> {
    await flight.settled();
    if (client.status !== 'ready') return;
    await client.del(keys.coordinator(sweep.id));
    if (left) return;
    await endQueue(connection, sweep.id);
  }
}
