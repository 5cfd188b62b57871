import { hostname } from 'node:os';
import { InputError } from '../../inputError';
import { count } from '../../view/format';
import { durationText } from '../progressText';
import { dataSetText, lackText } from './dataSetMissing';
import { settingsOf } from './endQueue';
import { aliveSeconds, type CoordinatorRecord, keys, sweepSeconds, type WorkerRecord } from './protocol';
import type { QueueExecutorOptions } from './queueExecutor';
import { readWorkers } from './readWorkers';
import { within } from './within';

export interface CoordinatorBeatOptions
  extends Pick<QueueExecutorOptions, 'connection' | 'sweep' | 'wait' | 'standing'> {
  beat: number;
  say(text: string): void;
  inFlight(): number;
  /** Hashes of the data sets that cells in flight learn from; '' where one needs none. */
  needs(): Set<string>;
  /** Results that came beside the queue, by keys of cells. @returns the keys of those that were wanted. */
  onLate(results: Record<string, string>): string[];
  /** Threads of the workers that take cells of this sweep. */
  onSlots(total: number): void;
  /** The server answers again, or after it let us wait. */
  onBack(): void;
  /** The server does not answer, at this heart-beat. */
  onAway(): void;
  /** The wait is over. */
  onGivenUp(reason: InputError): void;
}

/** Seconds for an answer from which on the server was away. */
const slow = 1;

const nothing = { done: 0, failed: 0, retries: 0, failures: [] };

/** Tells the server every other second that the sweep is open, sees who works for it, and says what a person should know. */
export function coordinatorBeat(options: CoordinatorBeatOptions): { close(): Promise<void> } {
  const { connection, sweep, wait, standing = () => nothing, say, inFlight } = options;
  const { client, url } = connection;
  const told = new Set<string>();
  let answered = performance.now();
  let worked = performance.now();
  let silent = false;
  /** When the server was back; its workers find it again a moment later. */
  let back = Number.NEGATIVE_INFINITY;
  let state: 'working' | 'nobody' | 'lacking' | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let beating = beat();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await beating;
    },
  };

  async function beat(): Promise<void> {
    try {
      if (client.status !== 'ready') throw new Error(connection.trouble() ?? 'no connection');
      const asked = performance.now();
      const workers = await within(aliveSeconds, exchange());
      answered = performance.now();
      if (silent && !closed) say(`${url.shown} is back`);
      if (silent) back = answered;
      if (silent || answered - asked > 1000 * slow) options.onBack();
      silent = false;
      if (!closed) see(workers);
    } catch (error) {
      if (!silent && !closed) {
        say(`${url.shown} does not answer: ${connection.reason(error)}; waiting for it`);
      }
      silent = true;
      options.onAway();
      if (performance.now() - answered > 1000 * wait) {
        const reason = `${url.shown} has not answered for ${durationText(wait)} (--wait): ${connection.reason(error)}`;
        options.onGivenUp(new InputError(reason));
      }
    }
    if (!closed) timer = setTimeout(() => (beating = beat()), 1000 * options.beat);
  }

  async function exchange(): Promise<WorkerRecord[]> {
    const { id } = sweep;
    const record: CoordinatorRecord = {
      host: hostname(),
      process: process.pid,
      ...standing(),
      inFlight: inFlight(),
    };
    const replies = await client
      .multi()
      .set(keys.sweep(id), JSON.stringify(sweep), 'EX', sweepSeconds)
      .sadd(keys.sweeps, id)
      .set(keys.coordinator(id), JSON.stringify(record), 'EX', aliveSeconds)
      .hgetall(keys.late(id))
      // of a run that was over
      .persist(settingsOf(id))
      .exec();
    for (const [error] of replies ?? []) if (error) throw error;
    const taken = options.onLate(replies![3][1] as Record<string, string>);
    if (taken.length > 0) await client.hdel(keys.late(id), ...taken);
    return readWorkers(client);
  }

  function see(workers: WorkerRecord[]): void {
    for (const { id, host, process, version, lacks } of workers) {
      const who = `worker ${process} on ${host}`;
      if (version !== sweep.version) {
        once(`${id} version`, `${who} takes no cells: it has deeplinear ${version}, this sweep needs ${sweep.version}`);
        continue;
      }
      for (const data of lacks) once(`${id} ${data.sha256}`, `${who} lacks ${lackText(data)}`);
    }
    const able = workers.filter(({ version, leaving }) => version === sweep.version && !leaving);
    const needs = [...options.needs()];
    const missing = (worker: WorkerRecord) => worker.lacks.find(({ sha256 }) => needs.includes(sha256));
    const useful = able.filter(
      ({ lacks }) => needs.length === 0 || needs.some((need) => lacks.every(({ sha256 }) => sha256 !== need)),
    );
    const slots = useful.reduce((sum, { slots }) => sum + slots, 0);
    options.onSlots(slots);
    const before = state;
    // what they said of themselves went with the server, or ended meanwhile
    if (before === 'working' && workers.length === 0 && performance.now() - back < 1000 * aliveSeconds) {
      worked = performance.now();
      return;
    }
    state = useful.length > 0 ? 'working' : able.length > 0 ? 'lacking' : 'nobody';
    if (state === 'working') worked = performance.now();
    const waited = performance.now() - worked > 1000 * wait ? `for ${durationText(wait)} (--wait)` : undefined;
    if (state === 'lacking') {
      const dataSet = dataSetText(missing(able[0])!);
      if (state !== before)
        say(
          `no worker has what the missing cells learn from: ${dataSet}; put it into a folder there and name that with --data-dir`,
        );
      if (waited) options.onGivenUp(new InputError(`no worker could have ${dataSet} ${waited}`));
    } else if (state === 'nobody') {
      const now = before === undefined ? 'no worker is there' : 'no worker is left';
      if (state !== before)
        say(`${now}; start some, on any machine, with: deeplinear sweep worker --queue ${url.shown}`);
      if (waited) options.onGivenUp(new InputError(`no worker of this version ${waited}`));
    } else if (state !== before) say(`${count(useful.length, 'worker')} with ${count(slots, 'thread')}`);
  }

  function once(what: string, text: string): void {
    if (told.has(what)) return;
    told.add(what);
    say(text);
  }
}
