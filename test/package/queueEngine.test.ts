import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CellConfig, CellValues } from '../../lab/src/sweep/cell';
import type { RunCell } from '../../lab/src/sweep/cellJob';
import { keys, queueName } from '../../lab/src/sweep/queue/protocol';
import { bitsOf, cellsNamed, queueRig } from './queueRig';
import { type RedisServer, redisServer } from './redisServer';
import { wireTo } from './wireTo';

let server: RedisServer;
let rig: ReturnType<typeof queueRig>;
beforeAll(async () => {
  server = await redisServer();
  rig = queueRig(server.url);
});
afterEach(async () => {
  server.signal('SIGCONT');
  await server.start();
  const { client } = await rig.connect();
  await client.flushall();
  await rig.clear();
});
afterAll(() => server.remove());

const square: RunCell = async ({ index }) => ({ square: (index as number) ** 2 });
const slowSquare: RunCell = async (config, tools) => {
  for (let i = 0; i < 10; i++) {
    await sleep(10);
    tools.onProgress(i / 10);
    tools.signal.throwIfAborted();
  }
  return square(config, tools);
};
const squares = (count: number) => Array.from({ length: count }, (_, i) => ({ square: i ** 2 }));
const valuesOf = (records: object[]) => records.map((record) => (record as { values?: CellValues }).values);

describe('a sweep on a queue', { timeout: 240_000 }, () => {
  it('brings every number back as it was: not-a-number, infinities, the sign of zero, the last bit', async () => {
    const given: CellValues = {
      curve: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 0.1 + 0.2, 5e-324, 2 ** 53],
      word: 'äöü \u2028 "quoted" \\',
    };
    let arrived: CellConfig | undefined;
    rig.worker(async (config) => {
      arrived = config;
      return given;
    });
    const sent = { weights: [-0, 0.1 + 0.2], deep: { text: '\u0000' } };
    const [record] = await rig.sweep({ cells: cellsNamed('exact', 1, () => sent) }).ended;
    expect(valuesOf([record])).toEqual([given]);
    expect(arrived).toEqual({ index: 0, ...sent });
  });

  it('waits for workers, says so, and leaves nothing of itself in the server', async () => {
    const sweep = rig.sweep({ cells: cellsNamed('waits', 300) });
    await until(() => sweep.said.length > 0);
    expect(sweep.said[0]).toBe(
      `no worker is there; start some, on any machine, with: deeplinear sweep worker --queue ${server.url}`,
    );
    const worker = rig.worker(square);
    rig.worker(square);
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(300));
    expect(sweep.said[1]).toMatch(/^[12] workers? with [24] threads$/);
    worker.stop();
    const { done } = await worker.ended;
    expect(done).toBeGreaterThan(0);
    const { client } = await rig.connect();
    await rig.clear();
    const own = await rig.connect();
    expect(client.status).toBe('end');
    expect((await own.client.keys('*')).filter((key) => !key.endsWith(':stalled-check'))).toEqual([]);
  });

  it('gives up after the wait without any worker', async () => {
    await expect(rig.sweep({ cells: cellsNamed('nobody', 2), wait: 0.3 }).ended).rejects.toThrow(
      'no worker of this version for 0.3 s (--wait)',
    );
  });

  it('gives no cell to a worker of another version, and both sides name the two', async () => {
    const other = rig.worker(square, { version: '0.2.0+else' });
    const sweep = rig.sweep({ cells: cellsNamed('versions', 20), name: 'versions' });
    await until(() => [sweep.said, other.said].every((said) => said.some((text) => text.includes('takes no cells'))));
    expect(sweep.said).toContainEqual(
      expect.stringMatching(
        /^worker \d+ on \S+ takes no cells: it has deeplinear 0\.2\.0\+else, this sweep needs here$/,
      ),
    );
    expect(other.said).toContain(
      'takes no cells of versions: that sweep needs deeplinear here, and this worker has 0.2.0+else',
    );
    rig.worker(square);
    await sweep.ended;
    other.stop();
    expect(await other.ended).toEqual({ done: 0, failed: 0 });
  });

  it('gives a worker cells by their priority', async () => {
    const order: number[] = [];
    const priority = ({ index }: { index: number }) => 50 - index;
    const sweep = rig.sweep({ cells: cellsNamed('priority', 40), priority });
    await queued(40);
    const worker = async (config: CellConfig) => {
      order.push(config.index as number);
      return {};
    };
    rig.worker(worker, { slots: 1 });
    await sweep.ended;
    expect(order).toEqual(Array.from({ length: 40 }, (_, i) => 39 - i));
  });

  it('keeps two sweeps on one server apart, and gives both their part of a worker', async () => {
    const order: string[] = [];
    const first = rig.sweep({ cells: cellsNamed('first', 30, () => ({ of: 'first' })) });
    const second = rig.sweep({ cells: cellsNamed('second', 30, () => ({ of: 'second' })) });
    await queued(60);
    rig.worker(async (config, tools) => {
      await sleep(20);
      order.push(config.of as string);
      return { of: config.of as string, ...(await square(config, tools)) };
    });
    const expected = (of: string) => squares(30).map((value) => ({ of, ...value }));
    expect(valuesOf(bitsOf(await first.ended) as object[])).toEqual(expected('first'));
    expect(valuesOf(bitsOf(await second.ended) as object[])).toEqual(expected('second'));
    const middle = order.slice(10, 40);
    expect(middle.filter((of) => of === 'first').length).toBeGreaterThan(5);
    expect(middle.filter((of) => of === 'second').length).toBeGreaterThan(5);
  });

  it('records what a cell throws at once, and what runs out of time after its attempts', async () => {
    rig.worker(async ({ index }, { signal, onProgress }) => {
      if (index === 1) throw new Error('no such net');
      while (index === 2) {
        await sleep(5);
        onProgress(0.5);
        signal.throwIfAborted();
      }
      return {};
    });
    const records = await rig.sweep({ cells: cellsNamed('fails', 3), budget: { seconds: 0.1, retries: 1 } }).ended;
    expect(bitsOf(records)).toMatchObject([
      { values: {} },
      { failure: { reason: 'threw', message: 'no such net' } },
      { failure: { reason: 'timeout', message: 'not done after 0.1 s' } },
    ]);
    expect(records.sort((a, b) => a.index - b.index).map(({ attempts }) => attempts)).toEqual([1, 1, 2]);
    expect(records[2].seconds).toBeLessThan(1);
  });

  it('goes on after the server lost all that it held', async () => {
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
    for (const at of [10, 30]) {
      await until(() => done >= at);
      await server.stop();
      await sleep(200);
      await server.start();
    }
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(60));
    expect(sweep.said).toContainEqual(expect.stringMatching(/does not answer: .*; waiting for it$/));
    expect(sweep.said).toContain(`${server.url} is back`);
  });

  it('takes up what the coordinator before it left in the queue, done or not, and computes nothing twice', async () => {
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
    expect(valuesOf(bitsOf(await next.ended) as object[])).toEqual(squares(40));
    worker.stop();
    await worker.ended;
    expect(computed.sort((a, b) => a - b)).toEqual(cells.map(({ index }) => index));
  });

  it('gives cells that have not begun back after Ctrl-C, and a worker finishes what it has', async () => {
    const stop = new AbortController();
    const cells = cellsNamed('withdrawn', 100);
    let ends = 0;
    const onEvent = ({ event }: { event: string }) => {
      if (event === 'end' && ++ends === 5) stop.abort();
    };
    const sweep = rig.sweep({ cells, signal: stop.signal, onEvent });
    rig.worker(slowSquare);
    const records = await sweep.ended;
    expect(records.length).toBeGreaterThanOrEqual(5);
    expect(records.length).toBeLessThan(60);
    const { client } = await rig.connect();
    expect(await client.smembers(keys.sweeps)).toEqual([]);
    expect((await client.keys(`*${queueName('')}*`)).filter((key) => !/:(meta|stalled-check)$/.test(key))).toEqual([]);
  });

  it('hands cells back when a worker has to go, and another one computes them', async () => {
    const cells = cellsNamed('handed back', 4);
    let begun = 0;
    const going = rig.worker(
      async (_, { signal }) => {
        begun++;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
      { grace: 0.1 },
    );
    const sweep = rig.sweep({ cells });
    await until(() => begun === 2);
    going.stop();
    await going.ended;
    rig.worker(square);
    const records = await sweep.ended;
    expect(valuesOf(bitsOf(records) as object[])).toEqual(squares(4));
    // to hand a cell back is no failure
    expect(records.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });

  it('goes on after the network of coordinator and workers was cut, and after it swallowed what was said', async () => {
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
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(60));
    await Promise.all([here.clear(), there.clear()]);
    for (const wire of wires) wire.close();
  });

  it('stands a server that does not answer for a while', async () => {
    let done = 0;
    const sweep = rig.sweep({
      cells: cellsNamed('frozen', 60),
      onEvent: ({ event }) => {
        if (event === 'end') done++;
      },
    });
    rig.worker(slowSquare);
    await until(() => done >= 10);
    server.signal('SIGSTOP');
    await sleep(1000);
    server.signal('SIGCONT');
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(60));
  });

  it('records a cell that ends every worker process, and computes all others, at most once more', async () => {
    let over = false;
    const lives = async () => {
      let deaths = 0;
      for (; !over; deaths++) await poisoned(server.url, 5, 'SIGKILL');
      return deaths;
    };
    const records = rig.sweep({ cells: cellsNamed('poisoned', 12) });
    const died = lives();
    const found = bitsOf(await records.ended) as { index: number; failure?: object }[];
    over = true;
    const { client } = await rig.connect();
    await client.flushall();
    const failed = found.filter(({ failure }) => failure);
    expect(failed).toMatchObject([{ index: 5, failure: { reason: 'lost', message: 'its worker was lost' } }]);
    expect(valuesOf(found)).toEqual(squares(12).map((value, i) => (i === 5 ? undefined : value)));
    const attempts = (await records.ended).filter(({ index }) => index !== 5).map(({ attempts }) => attempts);
    expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
    for (const child of living) child.kill('SIGKILL');
    expect(await died).toBeGreaterThanOrEqual(3);
  });

  it('drops the late result of a worker that was given up while it slept', async () => {
    const ended = poisoned(server.url, 3, 'SIGSTOP');
    let ends = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onEvent = ({ event }: { event: string }) => {
      if (event === 'end') ends++;
    };
    const sweep = rig.sweep({ cells: cellsNamed('late', 8), onEvent });
    const [child] = living;
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
    expect(valuesOf(bitsOf(records) as object[])).toEqual(squares(8));
    child.kill('SIGKILL');
    await ended;
  });

  it('ends after Ctrl-C although the server is away, and takes up later what it left there', async () => {
    const stop = new AbortController();
    const cells = cellsNamed('away', 30);
    const sweep = rig.sweep({ cells, signal: stop.signal });
    await queued(30);
    await server.stop();
    stop.abort();
    expect(await sweep.ended).toEqual([]);
    await server.start();
    rig.worker(square);
    const next = rig.sweep({ cells, folder: sweep.folder });
    expect(valuesOf(bitsOf(await next.ended) as object[])).toEqual(squares(30));
  });

  it('tells of a server that may drop cells, and puts right what one dropped', async () => {
    const { client } = await rig.connect();
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { warnings } = await rig.connect();
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(warnings).toEqual([
      "the server's maxmemory-policy is allkeys-lru: when its memory is full it drops cells of the queue, which are then computed again; set it to noeviction",
    ]);
    expect((await rig.connect()).warnings).toEqual([]);
    const sweep = rig.sweep({ cells: cellsNamed('dropped', 20) });
    await queued(20);
    // some cells as a whole, and the list of those that wait
    const jobs = (await client.keys('*sweep-*')).filter((key) => /[0-9a-f]{64}$/.test(key));
    expect(jobs).toHaveLength(20);
    expect(await client.del(jobs.slice(0, 7))).toBe(7);
    expect(await client.del(await client.keys('*:prioritized'))).toBe(1);
    rig.worker(square);
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(20));
  });

  it('on a server without memory waits, says why, and goes on when there is some', async () => {
    const { client } = await rig.connect();
    await client.config('SET', 'maxmemory', '1');
    const sweep = rig.sweep({ cells: cellsNamed('memory', 5) });
    rig.worker(square);
    await until(() => sweep.said.length > 0);
    expect(sweep.said[0]).toMatch(/does not answer: .*OOM command not allowed.*; waiting for it$/);
    await client.config('SET', 'maxmemory', '0');
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(5));
  });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

/** Until so many cells wait in all queues. */
async function queued(cells: number): Promise<void> {
  const { client } = await rig.connect();
  await until(async () => {
    const lists = await client.keys('*:prioritized');
    const counts = await Promise.all(lists.map((list) => client.zcard(list)));
    return counts.reduce((sum, count) => sum + count, 0) === cells;
  });
}

const living = new Set<ChildProcess>();

/** One life of a worker process that dies of a cell, or sleeps in it. */
function poisoned(url: string, index: number, signal: NodeJS.Signals): Promise<void> {
  const script = join(import.meta.dirname, 'poisonedWorker.ts');
  const words = ['--import', 'tsx', script, url, String(index), signal];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  living.add(child);
  return new Promise((resolve) =>
    child.on('close', () => {
      living.delete(child);
      resolve();
    }),
  );
}

/** Linux: the process was stopped by a signal. */
function isStopped({ pid }: ChildProcess): boolean {
  return /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
