import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runtime } from 'deeplinear';

/** A cell used more memory than it may. */
export class OutOfMemory extends Error {
  override name = 'OutOfMemory';
  constructor(mebibytes: number, budget: number) {
    super(`${Math.ceil(mebibytes)} MiB in use, more than the ${budget} MiB of budget.memory`);
  }
}

/**
 * Watches what the engine's own limit does not see: arrays and the library's memory. What the JavaScript heap holds is limited by
 * the engine where cells have a thread.
 * @param memory MiB; without it nothing is watched.
 * @returns call it now and then. @throws OutOfMemory when more is in use.
 */
export function memoryGuard(memory: number | undefined): () => void {
  if (memory === undefined) return () => {};
  return () => {
    const mebibytes = memoryOver(memory);
    if (mebibytes !== undefined) throw new OutOfMemory(mebibytes, memory);
  };
}

/** MiB in use in this thread where they are more than `memory`, garbage not counted. */
export function memoryOver(memory: number): number | undefined {
  if (used() <= memory) return undefined;
  collectGarbage();
  const mebibytes = used();
  return mebibytes > memory ? mebibytes : undefined;
}

function used(): number {
  return (process.memoryUsage().arrayBuffers + runtime().liveBytes) / 2 ** 20;
}

/** Arrays that nobody uses are not the cell's fault, those of the cell before it in particular. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // memory of arrays is given back beside the program; another collection waits for that
  collect();
}
