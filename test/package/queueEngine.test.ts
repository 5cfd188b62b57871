import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CellConfig, CellValues } from '../../lab/src/sweep/cell';
import type { RunCell } from '../../lab/src/sweep/cellJob';
import { keys, queueName } from '../../lab/src/sweep/queue/protocol';
import { bitsOf, cellsNamed, queueRig } from './queueRig';
import { type RedisServer, redisServer } from './redisServer';

let server: RedisServer;
let rig: ReturnType<typeof queueRig>;
beforeAll(async () => {
  server = await redisServer();
  rig = queueRig(server.url);
});
afterEach(async () => {
  server.signal('SIGCONT');
  await server.start();
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

describe('a sweep on a queue', () => {
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
    await sleep(300);
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
    expect(await own.client.keys('*')).toEqual([]);
  });

  it('gives up after the wait without any worker', async () => {
    await expect(rig.sweep({ cells: cellsNamed('nobody', 2), wait: 0.3 }).ended).rejects.toThrow(
      'no worker of this version for 0.3 s (--wait)',
    );
  });

  it('gives no cell to a worker of another version, and both sides name the two', async () => {
    const other = rig.worker(square, { version: '0.2.0+else' });
    const sweep = rig.sweep({ cells: cellsNamed('versions', 20), name: 'versions' });
    while (!sweep.said.some((text) => text.includes('takes no cells'))) await sleep(50);
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
    await sleep(300);
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
    await sleep(300);
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
      while (done < at) await sleep(10);
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
    while (computed.length < 16) await sleep(20);
    const next = rig.sweep({ cells, folder: dies.folder });
    expect(valuesOf(bitsOf(await next.ended) as object[])).toEqual(squares(40));
    worker.stop();
    await worker.ended;
    expect(computed.sort((a, b) => a - b)).toEqual(cells.map(({ index }) => index));
  });

  it('gives cells that have not begun back after Ctrl-C, and a worker finishes what it has', async () => {
    const stop = new AbortController();
    const cells = cellsNamed('withdrawn', 100);
    const sweep = rig.sweep({ cells, signal: stop.signal });
    const worker = rig.worker(slowSquare);
    while (worker.said.length === 0) await sleep(20);
    await sleep(300);
    stop.abort();
    const records = await sweep.ended;
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBeLessThan(60);
    const { client } = await rig.connect();
    expect(await client.smembers(keys.sweeps)).toEqual([]);
    expect((await client.keys(`*${queueName('')}*`)).filter((key) => !/:(meta|stalled-check)$/.test(key))).toEqual([]);
  });

  it('hands cells back when a worker has to go, and another one computes them', async () => {
    const cells = cellsNamed('handed back', 4);
    let hang = true;
    const going = rig.worker(
      async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
      { grace: 0.1 },
    );
    const sweep = rig.sweep({ cells });
    while (going.said.length === 0) await sleep(20);
    await sleep(200);
    going.stop();
    hang = false;
    await going.ended;
    rig.worker(square);
    const records = await sweep.ended;
    expect(hang).toBe(false);
    expect(valuesOf(bitsOf(records) as object[])).toEqual(squares(4));
    // to hand a cell back is no failure
    expect(records.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
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
    while (done < 10) await sleep(10);
    server.signal('SIGSTOP');
    await sleep(1000);
    server.signal('SIGCONT');
    expect(valuesOf(bitsOf(await sweep.ended) as object[])).toEqual(squares(60));
  });
});
