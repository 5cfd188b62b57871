import type { JobTools } from '../run/jobs';
import type { CellConfig, CellValues } from './cell';
import { memoryGuard } from './memoryGuard';

export interface CellTask {
  config: CellConfig;
  /** MiB. */
  memory?: number;
  /** URL of a module whose `runCell` computes cells, in place of the lab's. */
  code?: string;
}

/** What computes a cell. Asks `signal` and tells its progress every few dozen milliseconds. */
export type RunCell = (config: CellConfig, tools: JobTools) => Promise<CellValues>;

/** One cell, in a thread of the pool. @throws what runCell throws; OutOfMemory. */
export async function cellJob(
  { config, memory, code }: CellTask,
  { signal, onProgress }: JobTools,
): Promise<CellValues> {
  const runCell = await load(code);
  const guard = memoryGuard(memory);
  const watched = (fraction: number) => {
    guard();
    onProgress(fraction);
  };
  const values = await runCell(config, { signal, onProgress: watched });
  guard();
  return values;
}

/** An import that was made before takes a millisecond all the same where something hooks it. */
const loaded = new Map<string | undefined, RunCell>();

async function load(code: string | undefined): Promise<RunCell> {
  const known = loaded.get(code);
  if (known) return known;
  const { runCell } = (await (code === undefined ? import('./runCell') : import(code))) as { runCell: RunCell };
  loaded.set(code, runCell);
  return runCell;
}
