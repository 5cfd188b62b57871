import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPool, PoolBroken } from '../../lab/src/run/pool';
import type { Cell, CellRecord } from '../../lab/src/sweep/cell';
import { type CellEvent, type CoordinateInput, coordinate } from '../../lab/src/sweep/coordinate';
import { CellFailed, type Executor } from '../../lab/src/sweep/executor';
import { inProcess } from '../../lab/src/sweep/inProcess';
import { poolExecutor } from '../../lab/src/sweep/poolExecutor';
import { openStore, readRecords } from '../../lab/src/sweep/store';
import { type Fault, madeUpCells, runCell } from './faultyCells';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeplinear-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const code = new URL('./faultyCells.ts', import.meta.url).href;
const never = new AbortController().signal;

type Options = Partial<CoordinateInput> & { into?: string; file?: string };

/** Runs cells into a folder of their own and gives its records and the events. */
async function sweep(cells: Cell[], executor: Executor, { into = 'toy.sweep', ...options }: Options = {}) {
  const store = await openStore(join(folder, into), {
    name: 'toy',
    file: join(folder, 'toy.yaml'),
    cells: () => cells,
  });
  const events: CellEvent[] = [];
  try {
    const input = { cells, store, executor, signal: never, backOff: 0.01, ...options };
    await coordinate({ ...input, onEvent: (event) => events.push(event) });
  } finally {
    store.close();
    await executor.close();
  }
  const records: CellRecord[] = [];
  for await (const record of readRecords(join(folder, into))) records.push(record);
  return { records, events };
}

const results = (records: CellRecord[]) => records.map(({ seconds: _, attempts: __, ...rest }) => rest);

describe('a sweep', () => {
  it('has the same results in one process and in threads, however many, in whatever order', async () => {
    const cells = madeUpCells(12, { milliseconds: 1 });
    const { records } = await sweep(cells, inProcess(runCell), { into: 'a' });
    expect(records.map(({ key }) => key)).toEqual(cells.map(({ key }) => key));
    const backwards = { cells: [...cells].reverse() };
    const one = await sweep(cells, poolExecutor({ workers: 1, code }), { into: 'b', ...backwards });
    const two = await sweep(cells, poolExecutor({ workers: 2, code }), { into: 'c' });
    expect(results(one.records)).toEqual(results(records));
    expect(results(two.records)).toEqual(results(records));
  });

  it('computes what is missing, and no finished cell again', async () => {
    const cells = madeUpCells(6);
    const first = new AbortController();
    const slow: Executor = {
      ...inProcess(runCell),
      async run(cell) {
        if (cell.index === 3) first.abort('SIGINT');
        return { value: cell.index };
      },
    };
    const { records } = await sweep(cells, slow, { signal: first.signal });
    // what ran when the signal came was finished
    expect(records.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    const { events } = await sweep(cells, inProcess(runCell));
    expect(events.filter(({ event }) => event === 'start').length).toBe(2);
    expect((await sweep(cells, inProcess(runCell))).events).toEqual([]);
  });

  it('goes on where cells fail, and says why', async () => {
    const faults: Record<number, Fault> = {
      1: 'throws',
      3: 'exits',
      4: 'fillsHeap',
      5: 'fillsArrays',
      6: 'throwsBeside',
      7: 'takesArray',
      8: 'takesLibraryMemory',
    };
    const cells = madeUpCells(10, { faults });
    const executor = poolExecutor({ workers: 2, memory: 64, code });
    const { records } = await sweep(cells, executor, { budget: { memory: 64, retries: 0 } });
    records.sort((a, b) => a.index - b.index);
    expect(records.map(({ index }) => index)).toEqual(cells.map(({ index }) => index));
    const failures = records.flatMap((record) => ('failure' in record ? [[record.index, record.failure]] : []));
    expect(failures).toEqual([
      [1, { reason: 'threw', message: 'depth: expected a number, got a cat' }],
      [3, { reason: 'lost', message: 'its thread ended with code 7' }],
      [4, { reason: 'memory', message: 'more than 64 MiB of JavaScript heap in use; budget.memory is 64 MiB' }],
      [
        5,
        { reason: 'memory', message: expect.stringMatching(/^\d+ MiB in use, more than the 64 MiB of budget.memory$/) },
      ],
      [6, { reason: 'lost', message: 'its thread ended: nobody waits for this' }],
      [
        7,
        {
          reason: 'memory',
          message: expect.stringMatching(/^102\d MiB in use, more than the 64 MiB of budget.memory$/),
        },
      ],
      [
        8,
        {
          reason: 'memory',
          message: expect.stringMatching(/^1[23]\d MiB in use, more than the 64 MiB of budget.memory$/),
        },
      ],
    ]);
    // a failure is a result: it is not computed again, unless asked for
    expect((await sweep(cells, inProcess(runCell))).events).toEqual([]);
    const again = await sweep(madeUpCells(10), inProcess(runCell), { retryFailed: true });
    expect(again.events.filter(({ event }) => event === 'start').length).toBe(7);
    expect(again.records.every((record) => 'values' in record)).toBe(true);
  });

  it('ends cells that hang, tries them again, and records them as out of time; an error is not tried again', async () => {
    const cells = madeUpCells(3, { faults: { 0: 'hangs', 1: 'throws' } });
    const executor = poolExecutor({ workers: 1, code });
    const { records, events } = await sweep(cells, executor, { budget: { seconds: 1, retries: 1 } });
    expect(records[0]).toMatchObject({ attempts: 2, failure: { reason: 'timeout', message: 'not done after 1 s' } });
    expect(records[1]).toMatchObject({ attempts: 1, failure: { reason: 'threw' } });
    expect(records[2]).toMatchObject({ attempts: 1, values: { verdict: 'seed 2' } });
    expect(events.filter(({ event }) => event === 'retry').length).toBe(1);
  });

  it('waits longer before every further attempt, while other cells go on', async () => {
    const cells = madeUpCells(4);
    const order: number[] = [];
    let attempts = 0;
    const flaky: Executor = {
      ...inProcess(runCell),
      async run({ index }) {
        order.push(index);
        if (index === 0 && ++attempts < 3) throw new CellFailed({ reason: 'lost', message: 'gone' });
        return { value: index };
      },
    };
    const { records, events } = await sweep(cells, flaky, { backOff: 0.05 });
    expect(order).toEqual([0, 1, 2, 3, 0, 0]);
    expect(events.flatMap((event) => (event.event === 'retry' ? [event.seconds] : []))).toEqual([0.05, 0.1]);
    expect(records[0]).toMatchObject({ attempts: 3, values: { value: 0 } });
  });

  it('in one process stops cells that ask, out of time or memory', async () => {
    const asks: typeof runCell = async ({ seed }, { signal, onProgress }) => {
      const kept: Float64Array[] = [];
      for (;;) {
        if (seed === 1) kept.push(new Float64Array(2 ** 20));
        onProgress(0.5);
        await new Promise(setImmediate);
        signal.throwIfAborted();
      }
    };
    const budget = { seconds: 0.3, memory: 200, retries: 0 };
    const { records } = await sweep(madeUpCells(2), inProcess(asks), { budget });
    const reasons = records.map((record) => 'failure' in record && record.failure.reason);
    expect(reasons).toEqual(['timeout', 'memory']);
  });

  it('ends with the reason when something of ours is broken', async () => {
    const cells = madeUpCells(4);
    const broken: Executor = {
      ...inProcess(runCell),
      run: async () => Promise.reject(new TypeError('a mistake of ours')),
    };
    await expect(sweep(cells, broken)).rejects.toThrow('a mistake of ours');
    // cells are not to blame for threads that cannot start
    await expect(sweep(cells, poolExecutor({ workers: 1, memory: 1, code }))).rejects.toThrow(PoolBroken);
    expect((await sweep(cells, inProcess(runCell))).records.every((record) => 'values' in record)).toBe(true);
  });
});

describe('a cell that was running when the process died', () => {
  /** Leaves the folder as a process does that is killed while the cells run. */
  const die = (cells: Cell[]) => {
    writeFileSync(join(folder, 'toy.sweep', 'running.json'), JSON.stringify(cells.map(({ key }) => key)));
  };
  const nothing = new AbortController();
  nothing.abort();

  it('comes last, after three deaths alone, and after three more alone it is given up', async () => {
    const cells = madeUpCells(5);
    await sweep(cells, inProcess(runCell), { signal: nothing.signal });
    const orders: number[][] = [];
    let running = 0;
    let most = 0;
    const poisoned: Executor = {
      slots: 2,
      async run({ index }, _, signal) {
        orders.at(-1)!.push(index);
        running++;
        if (index === 1) most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        signal.throwIfAborted();
        if (index < 3) throw new CellFailed({ reason: 'lost', message: 'the death, here' });
        return { value: index };
      },
      close: async () => {},
    };
    const attempt = async () => {
      orders.push([]);
      await sweep(cells, poisoned, { budget: { retries: 0 }, retryFailed: true });
    };
    die([cells[0], cells[1]]);
    await attempt();
    expect(orders.at(-1)).toEqual([2, 3, 4, 0, 1]);
    for (let death = 2; death <= 3; death++) {
      die([cells[1], cells[2]]);
      await sweep(cells, poisoned, { signal: nothing.signal });
    }
    most = 0;
    await attempt();
    expect([orders.at(-1), most]).toEqual([[0, 2, 1], 1]);
    for (let death = 1; death <= 3; death++) {
      die([cells[1]]);
      await sweep(cells, poisoned, { signal: nothing.signal });
    }
    orders.push([]);
    const { records } = await sweep(cells, poisoned, { budget: { retries: 0 }, retryFailed: true });
    expect(orders.at(-1)).toEqual([0, 2]);
    expect(records[1]).toMatchObject({
      failure: { reason: 'lost', message: 'the process died 6 times while it ran, 3 times while nothing else did' },
    });
  });
});

describe('the pool of threads', () => {
  it('refuses work at once where its threads cannot start', async () => {
    const pool = openPool({ workers: 1, memory: 1 });
    const run = () => pool.run('cell', { config: madeUpCells(1)[0].config, code });
    await expect(run()).rejects.toThrow('threads cannot be started: its thread used up its memory');
    await expect(run()).rejects.toThrow(PoolBroken);
    await pool.close();
    await pool.close();
  });

  it('ends the thread of a job that is not wanted any more, and goes on with another', async () => {
    const pool = openPool({ workers: 1 });
    const [hanging, good] = madeUpCells(2, { faults: { 0: 'hangs' } });
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(
      pool.run('cell', { config: hanging.config, code }, { signal: stop.signal, onProgress }),
    ).rejects.toThrow('enough');
    await expect(pool.run('cell', { config: good.config, code }, { signal: stop.signal })).rejects.toThrow('enough');
    expect(await pool.run('cell', { config: good.config, code })).toMatchObject({ verdict: 'seed 1' });
    await pool.close();
  });
});
