import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type QueueRun, runOnQueue, startWorkers } from './queueCells';
import { poolNumbers, productsFor } from './sweepNumbers';

export interface EmptyNumbers {
  cells: number;
  /** Cells a second, from the first begin to the last result. */
  rate: number;
  /** Cells done, and MiB of the coordinator's heap and arrays after a garbage collection. */
  rows: { cells: number; mebibytes: number }[];
  /** Bytes that each further cell costs. */
  bytesPerCell: number;
}

/** `cells` cells that cost nothing through the queue, or as many as go through in `seconds`. */
export async function emptyNumbers(url: string, cells: number, seconds: number): Promise<EmptyNumbers> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const workers = startWorkers(url, 1, 1, 16, 'here');
  const rows: EmptyNumbers['rows'] = [];
  const started = performance.now();
  let last = 0;
  const run = await runOnQueue({
    url,
    cells,
    config: {},
    onResult(done) {
      last = done;
      if (done % (cells / 20) !== 0) return;
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      rows.push({ cells: done, mebibytes: (heapUsed + arrayBuffers) / 2 ** 20 });
      return performance.now() - started > 1000 * seconds;
    },
  });
  await workers.close();
  return { cells: last, rate: (1000 * last) / (run.last - run.first), rows, bytesPerCell: growth(rows) };
}

/** Slope of a line through all but the first quarter, where code is still being compiled. */
function growth(rows: EmptyNumbers['rows']): number {
  const late = rows.slice(Math.floor(rows.length / 4));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(late.map(({ cells }) => cells));
  const y = mean(late.map(({ mebibytes }) => mebibytes));
  const [above, below] = late.reduce(
    ([a, b], { cells, mebibytes }) => [a + (cells - x) * (mebibytes - y), b + (cells - x) ** 2],
    [0, 0],
  );
  return (above / below) * 2 ** 20;
}

export interface BusyRound {
  /** Share of two threads' time that was spent in cells: of two worker processes once both were there, and of the pool of one. */
  queue: number;
  pool: number;
  cellSeconds: number;
}

/** Cells of about `seconds` on two workers of one thread each, and on a pool of two threads, in turns. */
export async function busyRounds(url: string, rounds: number, seconds: number, cells: number): Promise<BusyRound[]> {
  const products = await productsFor(seconds);
  const workers = startWorkers(url, 2, 1, 1, 'threads');
  const done: BusyRound[] = [];
  // threads that are there already
  await runOnQueue({ url, cells: 4, config: { products } });
  for (let round = 0; round < rounds; round++) {
    const pool = await poolNumbers(cells, seconds, 2);
    const run = await runOnQueue({ url, cells, config: { products } });
    // workers look for sweeps every other second, and not at the same moment
    const begins = new Map<number, number>();
    for (const { process, began } of run.cells)
      begins.set(process, Math.min(began, begins.get(process) ?? Number.POSITIVE_INFINITY));
    const queue = atOnce(run, Math.max(...begins.values()), run.last) / 2;
    const cellSeconds = run.cells.reduce((sum, cell) => sum + cell.seconds, 0) / cells;
    done.push({ queue, pool: pool.busy, cellSeconds });
  }
  await workers.close();
  return done;
}

export interface SleepNumbers {
  workers: number;
  cells: number;
  /** Cells asleep at the same time, on average, while there were cells for all. */
  atOnce: number;
}

/** Seconds from the first begin on in which workers still find the sweep. */
const joinSeconds = 3;

/** Cells that sleep, on so many workers of one process. */
export async function sleepNumbers(url: string, workers: number, seconds: number): Promise<SleepNumbers> {
  const started = startWorkers(url, 1, workers, 1, 'here');
  const each = Math.ceil((joinSeconds + 9) / seconds);
  const run = await runOnQueue({ url, cells: workers * each, config: { sleep: 1000 * seconds } });
  await started.close();
  // until there are none left to begin with
  const last = Math.max(...run.cells.map(({ began }) => began));
  return { workers, cells: run.cells.length, atOnce: atOnce(run, run.first + 1000 * joinSeconds, last) };
}

/** Cells that ran at the same time, on average over a span of time. */
function atOnce({ cells }: QueueRun, from: number, to: number): number {
  const inside = cells.map(({ began, seconds }) => Math.min(to, began + 1000 * seconds) - Math.max(from, began));
  return inside.reduce((sum, part) => sum + Math.max(0, part), 0) / (to - from);
}
