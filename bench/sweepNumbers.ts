import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Cell } from '../lab/src/sweep/cell';
import { coordinate } from '../lab/src/sweep/coordinate';
import { inProcess } from '../lab/src/sweep/inProcess';
import { poolExecutor } from '../lab/src/sweep/poolExecutor';
import { openStore } from '../lab/src/sweep/store';
import { runCell } from './sweepCells';

const code = new URL('./sweepCells.ts', import.meta.url).href;

function* cells(count: number, products: number): Generator<Cell> {
  for (let index = 0; index < count; index++) {
    const key = createHash('sha256').update(`${index} ${products}`).digest('hex');
    yield { index, key, axes: { index }, config: { index, products } };
  }
}

/** Products of a cell that takes about `seconds` on this machine at this moment. */
export async function productsFor(seconds: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push((await timed(200)) / 200);
  return Math.ceil(seconds / Math.min(...times));
}

async function timed(products: number): Promise<number> {
  return (await runCell({ products })).seconds as number;
}

export interface PoolNumbers {
  workers: number;
  cells: number;
  /** Mean of a cell in its thread. */
  cellSeconds: number;
  /** From the first start to the last result. */
  wallSeconds: number;
  /** Share of workers × wall time that was spent in cells: what the pool loses is the rest. */
  busy: number;
}

/** Cells of about `seconds` on the pool, into a store. */
export async function poolNumbers(
  count: number,
  seconds: number,
  workers = availableParallelism(),
): Promise<PoolNumbers> {
  const products = await productsFor(seconds);
  // threads that are there already: starting them is part of the resume
  const executor = poolExecutor({ workers, code });
  await inFolder(cells.bind(undefined, workers, 1), executor);
  let inCells = 0;
  let first = 0;
  let last = 0;
  await inFolder(cells.bind(undefined, count, products), executor, (seconds) => {
    if (seconds === undefined) first ||= performance.now();
    else {
      inCells += seconds;
      last = performance.now();
    }
  });
  await executor.close();
  const wallSeconds = (last - first) / 1000;
  return { workers, cells: count, cellSeconds: inCells / count, wallSeconds, busy: inCells / (workers * wallSeconds) };
}

export interface MemoryNumbers {
  /** Cells done, and MiB of the coordinator's heap and arrays after a garbage collection. */
  rows: { cells: number; mebibytes: number }[];
  /** Bytes that each further cell costs. */
  bytesPerCell: number;
}

/** Memory of a coordinator while it does `count` cells that cost nothing. */
export async function memoryNumbers(count: number): Promise<MemoryNumbers> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const rows: MemoryNumbers['rows'] = [];
  let done = 0;
  await inFolder(cells.bind(undefined, count, 1), inProcess(runCell), (seconds) => {
    if (seconds === undefined || ++done % (count / 10) !== 0) return;
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    rows.push({ cells: done, mebibytes: (heapUsed + arrayBuffers) / 2 ** 20 });
  });
  // the first rows hold code that is still being compiled
  const [from, to] = [rows[4], rows.at(-1)!];
  return { rows, bytesPerCell: ((to.mebibytes - from.mebibytes) * 2 ** 20) / (to.cells - from.cells) };
}

/** Runs cells into a folder that is removed; `told` hears of starts (nothing) and ends (seconds in the cell). */
async function inFolder(
  made: () => Iterable<Cell>,
  executor: Parameters<typeof coordinate>[0]['executor'],
  told: (seconds?: number) => void = () => {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deeplinear-bench-'));
  const store = await openStore(folder, { name: 'bench', file: join(folder, 'bench.yaml'), cells: made });
  try {
    await coordinate({
      cells: made(),
      store,
      executor,
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.event === 'start') told();
        else if (event.event === 'end' && 'values' in event.record) told(event.record.values.seconds as number);
      },
    });
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}
