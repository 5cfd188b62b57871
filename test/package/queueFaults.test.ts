import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RunCell } from '../../lab/src/sweep/cellJob';
import { prefix, queueName, sweepId } from '../../lab/src/sweep/queue/protocol';
import { readManifest } from '../../lab/src/sweep/storeFiles';
import { cellsNamed, type QueueRig, queueRig, slowSquare, square, squares, until, valuesOf } from './queueRig';
import { type RedisServer, redisServer } from './redisServer';
import { wireTo } from './wireTo';

/** Tests that mostly wait, several at a time: each has a server of its own, which may be killed. */
const it = test.extend<{ server: RedisServer; rig: QueueRig }>({
  // biome-ignore lint/correctness/noEmptyPattern: how fixtures without others are written
  server: async ({}, use) => {
    const server = await redisServer();
    await use(server);
    await server.remove();
  },
  rig: async ({ server }, use) => {
    const rig = queueRig(server.url);
    await use(rig);
    server.signal('SIGCONT');
    await server.start();
    await rig.clear();
  },
});

describe.concurrent('a sweep on a queue, where something fails,', { timeout: 240_000 }, () => {
  it('ends after Ctrl-C although the server is away, and takes up later what it left there', async ({
    server,
    rig,
  }) => {
    const stop = new AbortController();
    const cells = cellsNamed('away', 30);
    const sweep = rig.sweep({ cells, signal: stop.signal });
    await rig.queued(30);
    await server.stop();
    stop.abort();
    expect(await sweep.ended).toEqual([]);
    await server.start();
    rig.worker(square);
    const next = rig.sweep({ cells, folder: sweep.folder });
    expect(valuesOf(await next.ended)).toEqual(squares(30));
  });

  it('records a cell that ends every worker process, and computes all others, at most once more', async ({
    server,
    rig,
  }) => {
    let over = false;
    let living: Poisoned | undefined;
    const lives = async () => {
      let deaths = 0;
      for (; !over; deaths++) {
        living = poisoned(server.url, 5, 'SIGKILL');
        await living.ended;
      }
      return deaths;
    };
    const records = rig.sweep({ cells: cellsNamed('poisoned', 12) });
    const died = lives();
    const found = await records.ended;
    over = true;
    const { client } = await rig.connect();
    await client.flushall();
    const failed = found.filter((record) => 'failure' in record);
    expect(failed).toMatchObject([{ index: 5, failure: { reason: 'lost', message: 'its worker was lost' } }]);
    expect(valuesOf(found)).toEqual(squares(12).map((value, i) => (i === 5 ? undefined : value)));
    const attempts = found.filter(({ index }) => index !== 5).map(({ attempts }) => attempts);
    expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
    living?.child.kill('SIGKILL');
    expect(await died).toBeGreaterThanOrEqual(3);
  });

  it('goes on after the network of coordinator and workers was cut, and after it swallowed what was said', async ({
    server,
  }) => {
    const wires = [await wireTo(server.port), await wireTo(server.port)];
    const [here, there] = wires.map(({ port }) => queueRig(`redis://127.0.0.1:${port}`));
    let done = 0;
    const onEvent = ({ event }: { event: string }) => {
      if (event === 'end') done++;
    };
    const sweep = here.sweep({ cells: cellsNamed('cut', 60), onEvent, budget: { retries: 10 } });
    there.worker(slowSquare);
    for (const [at, wire, how] of [
      [6, 0, 'cut'],
      [14, 1, 'cut'],
      [22, 0, 'hang'],
      [30, 1, 'hang'],
    ] as const) {
      await until(() => done >= at);
      wires[wire][how]();
      await sleep(700);
      wires[wire].mend();
    }
    expect(valuesOf(await sweep.ended)).toEqual(squares(60));
    await Promise.all([here.clear(), there.clear()]);
    for (const wire of wires) wire.close();
  });

  it('goes on after the server lost all that it held', async ({ server, rig }) => {
    const cells = cellsNamed('forgets', 60);
    let done = 0;
    const sweep = rig.sweep({
      cells,
      onEvent: ({ event }) => {
        if (event === 'end') done++;
      },
    });
    rig.worker(slowSquare);
    rig.worker(slowSquare);
    const said = (words: RegExp) => sweep.said.filter((text) => words.test(text)).length;
    for (const [before, at] of [10, 30].entries()) {
      await until(() => done >= at && said(/ is back$/) === before);
      await server.stop();
      await until(() => said(/ does not answer: .*; waiting for it$/) > before);
      await server.start();
    }
    expect(valuesOf(await sweep.ended)).toEqual(squares(60));
    expect(sweep.said).toContain(`${server.url} is back`);
    // its workers find it again as well
    expect(said(/^no worker is left/)).toBe(0);
  });

  it('takes the result of a worker whose cell the server forgot', async ({ server, rig }) => {
    let begun = 0;
    const first = deferred();
    const sweep = rig.sweep({ cells: cellsNamed('forgotten', 1), budget: { retries: 0 } });
    const computes: RunCell = async (config, tools) => {
      begun++;
      await first.promise;
      return square(config, tools);
    };
    rig.worker(computes, { slots: 1 });
    await until(() => begun === 1);
    await server.stop();
    await server.start();
    await rig.queued(1);
    // what takes no time is not worth it
    await sleep(250);
    first.resolve();
    expect(valuesOf(await sweep.ended)).toEqual(squares(1));
    expect(begun).toBe(1);
  });

  it('drops the late result of a worker that was given up while it slept', async ({ server, rig }) => {
    const { child, ended } = poisoned(server.url, 3, 'SIGSTOP');
    let ends = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onEvent = ({ event }: { event: string }) => {
      if (event === 'end') ends++;
    };
    const sweep = rig.sweep({ cells: cellsNamed('late', 8), onEvent });
    await until(() => isStopped(child));
    let held: unknown;
    const holds: RunCell = async (config, tools) => {
      if (config.index !== 3) {
        held ??= config.index;
        if (held === config.index) await released;
      }
      return square(config, tools);
    };
    rig.worker(holds, { slots: 1 });
    await until(() => held !== undefined);
    rig.worker(square, { slots: 1 });
    // the cell of the sleeper is done here while another one is not
    await until(() => ends === 7);
    child.kill('SIGCONT');
    await sleep(500);
    release();
    const records = await sweep.ended;
    expect(valuesOf(records)).toEqual(squares(8));
    child.kill('SIGKILL');
    await ended;
  });

  it('tells of a server that may drop cells, and puts right what one dropped', async ({ rig }) => {
    const { client } = await rig.connect();
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { warnings } = await rig.connect();
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(warnings).toEqual([
      "the server's maxmemory-policy is allkeys-lru: when its memory is full it drops cells of the queue, which are then computed again; set it to noeviction",
    ]);
    expect((await rig.connect()).warnings).toEqual([]);
    const sweep = rig.sweep({ cells: cellsNamed('dropped', 20) });
    await rig.queued(20);
    // some cells as a whole, and the list of those that wait
    const jobs = (await client.keys('*sweep-*')).filter((key) => /[0-9a-f]{64}$/.test(key));
    expect(jobs).toHaveLength(20);
    expect(await client.del(jobs.slice(0, 7))).toBe(7);
    expect(await client.del(await client.keys('*:prioritized'))).toBe(1);
    rig.worker(square);
    expect(valuesOf(await sweep.ended)).toEqual(squares(20));
  });

  it('on a server without memory waits, says why, and goes on when there is some', async ({ rig }) => {
    const { client } = await rig.connect();
    await client.config('SET', 'maxmemory', '1');
    const sweep = rig.sweep({ cells: cellsNamed('memory', 5) });
    rig.worker(square);
    await until(() => sweep.said.length > 0);
    expect(sweep.said[0]).toMatch(/does not answer: .*OOM command not allowed.*; waiting for it$/);
    await client.config('SET', 'maxmemory', '0');
    expect(valuesOf(await sweep.ended)).toEqual(squares(5));
  });
});

// what counts how often a cell was computed has the machine for itself: a worker that gets no time is taken for lost
describe('a sweep on a queue, where something fails,', { timeout: 240_000 }, () => {
  it('takes up what the coordinator before it left in the queue, done or not, and computes nothing twice', async ({
    rig,
  }) => {
    const cells = cellsNamed('taken up', 40);
    const computed: number[] = [];
    const worker = rig.worker(async (config, tools) => {
      computed.push(config.index as number);
      return slowSquare(config, tools);
    });
    let ends = 0;
    const dies = rig.sweep({
      cells,
      onEvent: ({ event }) => {
        if (event === 'end' && ++ends === 6) throw new Error('the coordinator dies');
      },
    });
    await expect(dies.ended).rejects.toThrow('the coordinator dies');
    // the worker goes on without it
    await until(() => computed.length >= 16);
    const next = rig.sweep({ cells, folder: dies.folder });
    expect(valuesOf(await next.ended)).toEqual(squares(40));
    worker.stop();
    await worker.ended;
    expect(computed.sort((a, b) => a - b)).toEqual(cells.map(({ index }) => index));
  });

  it('takes the result of a worker that lived on while the server did not answer, and counts no attempt', async ({
    server,
    rig,
  }) => {
    let done = 0;
    const onEvent = ({ event }: { event: string }) => {
      if (event === 'end') done++;
    };
    const cells = cellsNamed('frozen', 40);
    const sweep = rig.sweep({ cells, onEvent, budget: { retries: 0 } });
    let begun = 0;
    const first = deferred();
    const work: RunCell = async (config, tools) => {
      // whoever computes it again never comes to an end
      if (config.index === 12) await (++begun === 1 ? first.promise : aborted(tools.signal));
      return slowSquare(config, tools);
    };
    rig.worker(work, { slots: 4 });
    await until(() => begun === 1 && done >= 5);
    server.signal('SIGSTOP');
    // longer than what a worker may be silent for
    await sleep(1500);
    server.signal('SIGCONT');
    // now and then a server that wakes up takes its old time for the new one, and renews it
    const { client } = await rig.connect();
    await client.del(`${prefix}:${queueName(sweepId(readManifest(sweep.folder).fingerprint))}:${cells[12].key}:lock`);
    await until(() => begun === 2);
    first.resolve();
    const records = await sweep.ended;
    expect(valuesOf(records)).toEqual(squares(40));
    expect(records.map(({ attempts }) => attempts)).toEqual(records.map(() => 1));
  });
});

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

interface Poisoned {
  child: ChildProcess;
  ended: Promise<unknown>;
}

/** One life of a worker process that dies of a cell, or sleeps in it. */
function poisoned(url: string, index: number, signal: NodeJS.Signals): Poisoned {
  const script = join(import.meta.dirname, 'poisonedWorker.ts');
  const words = ['--import', 'tsx', script, url, String(index), signal];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  return { child, ended: once(child, 'close') };
}

/** Linux: the process was stopped by a signal. */
function isStopped({ pid }: ChildProcess): boolean {
  return /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
