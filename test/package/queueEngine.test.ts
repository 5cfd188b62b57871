import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CellConfig, CellValues } from '../../lab/src/sweep/cell';
import { poolExecutor, threadHeap } from '../../lab/src/sweep/poolExecutor';
import { keys, queueName } from '../../lab/src/sweep/queue/protocol';
import { madeUpCells } from '../unit/faultyCells';
import { cellsNamed, type QueueRig, queueRig, slowSquare, square, squares, until, valuesOf } from './queueRig';
import { type RedisServer, redisServer } from './redisServer';

let server: RedisServer;
let rig: QueueRig;
beforeAll(async () => {
  server = await redisServer();
  rig = queueRig(server.url);
});
afterEach(async () => {
  const { client } = await rig.connect();
  await client.flushall();
  await rig.clear();
});
afterAll(() => server.remove());

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
    expect(valuesOf(await sweep.ended)).toEqual(squares(300));
    expect(sweep.said[1]).toMatch(/^[12] workers? with [24] threads$/);
    worker.stop();
    const { done } = await worker.ended;
    expect(done).toBeGreaterThan(0);
    await rig.clear();
    const { client } = await rig.connect();
    expect((await client.keys('*')).filter((key) => !key.endsWith(':stalled-check'))).toEqual([]);
  });

  it('leaves nothing for ever in the server though workers go on to listen, and die', async () => {
    rig.worker(square);
    await rig.sweep({ cells: cellsNamed('leaves', 30) }).ended;
    const { client } = await rig.connect();
    // the stalled check of workers comes every quarter of a second here
    await sleep(400);
    const left = await client.keys('*');
    for (const key of left) expect(await client.ttl(key), key).not.toBe(-1);
    expect(left.length).toBeGreaterThan(2);
    await until(async () => (await client.keys('*')).every((key) => /^deeplinear:workers?(:|$)/.test(key)));
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
    await rig.queued(40);
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
    await rig.queued(60);
    rig.worker(async (config, tools) => {
      await sleep(20);
      order.push(config.of as string);
      return { of: config.of as string, ...(await square(config, tools)) };
    });
    const expected = (of: string) => squares(30).map((value) => ({ of, ...value }));
    expect(valuesOf(await first.ended)).toEqual(expected('first'));
    expect(valuesOf(await second.ended)).toEqual(expected('second'));
    const middle = order.slice(10, 40);
    expect(middle.filter((of) => of === 'first').length).toBeGreaterThan(5);
    expect(middle.filter((of) => of === 'second').length).toBeGreaterThan(5);
  });

  it('records what a cell throws at once, and what runs out of time or memory after its attempts', async () => {
    rig.worker(async ({ index }, { signal, onProgress }) => {
      if (index === 1) throw new Error('no such net');
      while (index === 2) {
        await sleep(5);
        onProgress(0.5);
        signal.throwIfAborted();
      }
      const held = index === 3 ? new ArrayBuffer(1300 * 2 ** 20) : undefined;
      onProgress(0.5);
      return { bytes: held?.byteLength ?? 0 };
    });
    const budget = { seconds: 0.1, memory: 1200, retries: 1 };
    const records = await rig.sweep({ cells: cellsNamed('fails', 4), budget }).ended;
    records.sort((a, b) => a.index - b.index);
    expect(records).toMatchObject([
      { values: { bytes: 0 } },
      { failure: { reason: 'threw', message: 'no such net' } },
      { failure: { reason: 'timeout', message: 'not done after 0.1 s' } },
      {
        failure: {
          reason: 'memory',
          message: expect.stringMatching(/^13\d\d MiB in use, more than the 1200 MiB of budget.memory$/),
        },
      },
    ]);
    expect(records.map(({ attempts }) => attempts).slice(0, 3)).toEqual([1, 1, 2]);
    // of one attempt, on a machine that may be busy
    expect(records[2].seconds).toBeLessThan(5);
  });

  it('ends a cell that takes more memory than it may while it computes, and no other', async () => {
    const code = new URL('../unit/faultyCells.ts', import.meta.url).href;
    const executor = (memory?: number) => poolExecutor({ workers: 2, memory: threadHeap(memory), code });
    rig.worker(square, { executor });
    const cells = madeUpCells(4, { faults: { 1: 'takesArray' }, milliseconds: 200 });
    // less than a thread needs for its code
    const records = await rig.sweep({ cells, budget: { memory: 32, retries: 0 } }).ended;
    const failures = records.filter((record) => 'failure' in record);
    const message = expect.stringMatching(/^102\d MiB in use, more than the 32 MiB of budget.memory$/);
    expect(failures).toMatchObject([{ index: 1, failure: { reason: 'memory', message } }]);
    expect(records).toHaveLength(4);
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
    expect(valuesOf(records)).toEqual(squares(4));
    // to hand a cell back is no failure
    expect(records.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });
});
