/** What runs in a thread of the pool: one job at a time, its code loaded when the first of its kind comes. */
import { parentPort, workerData } from 'node:worker_threads';
import { configure } from 'deeplinear';
import { memoryGuard, memoryOver } from '../sweep/memoryGuard';
import type { Job, Jobs } from './jobs';
import { answerName, type MemoryAnswer } from './poolWatch';

export interface PoolTask {
  id: number;
  job: keyof Jobs;
  input: unknown;
  /** MiB that it may use. */
  memory?: number;
}

export interface PoolProgress {
  id: number;
  fraction: number;
}

/** Errors lose their class between threads, so they go as data. */
export type PoolAnswer =
  | { value: unknown }
  | { threw: { name: string; message: string } }
  /** The code of the job is not there. */
  | { broken: string };

const jobs: { [K in keyof Jobs]: () => Promise<Jobs[K]> } = {
  check: async () => (await import('./checkJob')).checkJob,
  cell: async () => (await import('../sweep/cellJob')).cellJob,
  figure: async () => (await import('../figures/figureJob')).figureJob,
};

/** Jobs that were run here before: an import costs, even where it is no first one. */
const loaded = new Map<keyof Jobs, Job<unknown, unknown>>();

configure({ module: (workerData as { module: WebAssembly.Module }).module });
const { signal } = new AbortController();

let current: { id: number; memory?: number } | undefined;
// called in the midst of a job, at any point of it
Object.assign(globalThis, {
  [answerName](): MemoryAnswer {
    const mebibytes = current?.memory === undefined ? undefined : memoryOver(current.memory);
    return mebibytes === undefined ? undefined : { id: current!.id, mebibytes };
  },
});

export default async function runJob({ id, job, input, memory }: PoolTask): Promise<PoolAnswer> {
  let work = loaded.get(job)!;
  try {
    work ??= (await jobs[job]()) as Job<unknown, unknown>;
    loaded.set(job, work);
  } catch (error) {
    return { broken: error instanceof Error ? error.message : String(error) };
  }
  const guard = memoryGuard(memory);
  const onProgress = (fraction: number) => {
    guard();
    parentPort!.postMessage({ id, fraction } satisfies PoolProgress);
  };
  current = { id, memory };
  try {
    // says that the job has begun: waiting for a thread does not count
    onProgress(0);
    const value = await work(input, { signal, onProgress });
    guard();
    return { value };
  } catch (error) {
    const { name, message, code }: Error & { code?: string } =
      error instanceof Error ? error : new Error(String(error));
    if (code === 'ERR_MODULE_NOT_FOUND') return { broken: message };
    return { threw: { name, message } };
  } finally {
    current = undefined;
  }
}
