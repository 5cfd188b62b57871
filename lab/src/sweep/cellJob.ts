import type { JobTools } from '../run/jobs';
import type { CellConfig, CellValues } from './cell';

export interface CellTask {
  config: CellConfig;
  /** URL of a module whose `runCell` computes cells, in place of the lab's. */
  code?: string;
}

/** What computes a cell. Asks `signal` and tells its progress every few dozen milliseconds. */
export type RunCell = (config: CellConfig, tools: JobTools) => Promise<CellValues>;

/** One cell, in a thread of the pool. @throws what runCell throws. */
export async function cellJob({ config, code }: CellTask, tools: JobTools): Promise<CellValues> {
  const runCell = await load(code);
  return runCell(config, tools);
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
