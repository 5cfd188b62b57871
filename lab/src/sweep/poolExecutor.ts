import { JobFailed, openPool, type PoolOptions, ThreadLost } from '../run/pool';
import type { Cell, CellFailure, CellValues } from './cell';
import { type CellBudget, CellFailed, type Executor, type Told } from './executor';
import { failureOf, timedOut } from './failureOf';

export interface PoolExecutorOptions extends PoolOptions {
  /** URL of a module whose `runCell` computes cells, in place of the lab's. */
  code?: string;
}

/**
 * Cells on all cores, each in a thread. A cell that hangs, uses up the heap of its thread or ends it costs that thread, which is
 * replaced; only what ends the whole process ends the sweep.
 */
export function poolExecutor({ code, ...options }: PoolExecutorOptions = {}): Executor {
  const pool = openPool(options);
  return {
    slots: pool.workers,
    async run(cell: Cell, { seconds, memory }: CellBudget, signal: AbortSignal, told: Told = {}): Promise<CellValues> {
      signal.throwIfAborted();
      const stop = new AbortController();
      const forward = () => stop.abort(signal.reason);
      signal.addEventListener('abort', forward);
      let timer: NodeJS.Timeout | undefined;
      const onProgress = (fraction: number) => {
        told.progress?.(fraction);
        if (seconds === undefined) return;
        timer ??= setTimeout(
          () => stop.abort(new CellFailed(timedOut(seconds))),
          Math.min(1000 * seconds, longestTimer),
        );
      };
      try {
        return await pool.run('cell', { config: cell.config, code }, { signal: stop.signal, memory, onProgress });
      } catch (error) {
        if (error instanceof JobFailed) throw new CellFailed(failureOf(error));
        if (error instanceof ThreadLost) throw new CellFailed(lost(error, options.memory, memory));
        throw error;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', forward);
      }
    },
    close: () => pool.close(),
  };
}

/** Milliseconds that a timer takes; more would be none. */
const longestTimer = 2 ** 31 - 1;

/** MiB of heap with which the code of a thread can be loaded. */
const leastHeap = 64;

/** Heap of the threads of cells with such a budget, in MiB. */
export function threadHeap(memory: number | undefined): number | undefined {
  return memory === undefined ? undefined : Math.max(leastHeap, memory);
}

function lost({ outOfMemory, message }: ThreadLost, heap: number | undefined, memory: number | undefined): CellFailure {
  if (!outOfMemory) return { reason: 'lost', message };
  const seen =
    heap === undefined ? 'all the JavaScript heap that there is' : `more than ${heap} MiB of JavaScript heap`;
  const budget = memory === undefined ? '' : `; budget.memory is ${memory} MiB`;
  return { reason: 'memory', message: `${seen} in use${budget}` };
}
