import type { Cell, CellValues } from './cell';
import type { RunCell } from './cellJob';
import { type CellBudget, CellFailed, type Executor, type Told } from './executor';
import { failureOf, timedOut } from './failureOf';
import { memoryGuard } from './memoryGuard';

/**
 * Cells one after the other in this process: for small studies and to look into a cell with a debugger. A cell can only be stopped
 * when it asks: one that hangs hangs the sweep, and one that ends the process ends the sweep.
 */
export function inProcess(runCell: RunCell): Executor {
  return {
    slots: 1,
    async run(cell: Cell, { seconds, memory }: CellBudget, signal: AbortSignal, told: Told = {}): Promise<CellValues> {
      signal.throwIfAborted();
      const guard = memoryGuard(memory);
      const stop = new AbortController();
      const forward = () => stop.abort(signal.reason);
      signal.addEventListener('abort', forward);
      const started = performance.now();
      const onProgress = (fraction: number) => {
        guard();
        told.progress?.(fraction);
        if (seconds !== undefined && performance.now() - started > 1000 * seconds)
          stop.abort(new CellFailed(timedOut(seconds)));
      };
      try {
        return await runCell(cell.config, { signal: stop.signal, onProgress });
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (stop.signal.aborted) throw stop.signal.reason;
        throw new CellFailed(failureOf(error as Error));
      } finally {
        signal.removeEventListener('abort', forward);
      }
    },
    close: async () => {},
  };
}
