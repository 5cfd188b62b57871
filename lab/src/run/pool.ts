import { availableParallelism } from 'node:os';
import { compiledModule } from 'deeplinear';
import { Piscina } from 'piscina';
import { OutOfMemory } from '../sweep/memoryGuard';
import type { Jobs } from './jobs';
import { openPoolWatch } from './poolWatch';
import type { PoolAnswer, PoolProgress, PoolTask } from './poolWorker';

export interface PoolOptions {
  /** Threads. Default: one a core. No result depends on it. */
  workers?: number;
  /** MiB of JavaScript heap that a thread may use before it is ended. Default: what the engine gives. */
  memory?: number;
}

export interface PoolRun {
  /** Aborted: the job's thread is ended, a new one takes its place, and `run` rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * MiB of arrays and of the library's memory that the job may use: beyond them its thread is ended, and `run` rejects with JobFailed,
   * whose name is OutOfMemory. Default: no limit.
   */
  memory?: number;
  /** The first call, with 0, says that a thread has begun. */
  onProgress?(fraction: number): void;
}

export interface Pool {
  readonly workers: number;
  /**
   * Runs a job in the next free thread.
   * @throws JobFailed with the name and message of what the job threw; ThreadLost when its thread ended before the job did;
   *   PoolBroken when threads cannot even start.
   */
  run<K extends keyof Jobs>(
    job: K,
    input: Parameters<Jobs[K]>[0],
    options?: PoolRun,
  ): Promise<Awaited<ReturnType<Jobs[K]>>>;
  /** Ends all threads; safe to call twice. Jobs that still run are lost. */
  close(): Promise<void>;
}

/** The job itself threw. */
export class JobFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The thread ended under the job; a new one is there already. */
export class ThreadLost extends Error {
  override name = 'ThreadLost';
  constructor(
    message: string,
    /** It had used up its JavaScript heap. */
    readonly outOfMemory: boolean,
  ) {
    super(message);
  }
}

/** No thread can be had any more: there is no memory for one, or its code is gone. */
export class PoolBroken extends Error {
  override name = 'PoolBroken';
}

/** MiB of a heap in which no thread starts; below 3 Node 24 ends the whole process. */
const LEAST_HEAP = 4;

/** Of jobs in all pools of the process: threads of any of them are asked what they do. */
let started = 0;

/** Threads that stay, for everything that the lab does on all cores. They share one compiled core of the library. */
export function openPool({ workers = availableParallelism(), memory }: PoolOptions = {}): Pool {
  const piscina = new Piscina<PoolTask, PoolAnswer>({
    ...threadCode(),
    minThreads: workers,
    maxThreads: workers,
    workerData: { module: compiledModule() },
    ...(memory !== undefined && {
      resourceLimits: { maxOldGenerationSizeMb: Math.max(LEAST_HEAP, Math.ceil(memory)) },
    }),
  });
  const listeners = new Map<number, (fraction: number) => void>();
  const running = new Set<AbortController>();
  let broken: PoolBroken | undefined;
  const watch = openPoolWatch();
  let closing: Promise<void> | undefined;
  piscina.on('message', ({ id, fraction }: PoolProgress) => listeners.get(id)?.(fraction));
  piscina.on('error', (error: Error) => {
    // an idle thread that ended is replaced; one that cannot even start is not, and its jobs would wait for ever
    if (piscina.threads.length >= workers) return;
    broken = new PoolBroken(`threads cannot be started: ${lost(error).message}`);
    for (const stop of running) stop.abort(broken);
  });
  return {
    workers,
    async run(job, input, { signal, memory, onProgress } = {}) {
      signal?.throwIfAborted();
      if (broken) throw broken;
      const id = started++;
      const stop = new AbortController();
      const forward = () => stop.abort(signal!.reason);
      signal?.addEventListener('abort', forward);
      running.add(stop);
      const unwatch =
        memory === undefined
          ? () => {}
          : watch.begin(id, (mebibytes) =>
              stop.abort(new JobFailed('OutOfMemory', new OutOfMemory(mebibytes, memory).message)),
            );
      let begun = false;
      listeners.set(id, (fraction) => {
        begun = true;
        onProgress?.(fraction);
      });
      try {
        for (;;) {
          try {
            return answered(await piscina.run({ id, job, input, memory }, { signal: stop.signal })) as never;
          } catch (error) {
            if (stop.signal.aborted) throw stop.signal.reason;
            if (error instanceof JobFailed || error instanceof PoolBroken) throw error;
            // a thread that died before the job began: another may start, or piscina reports that none does
            if (begun) throw lost(error as Error);
          }
        }
      } finally {
        unwatch();
        listeners.delete(id);
        running.delete(stop);
        signal?.removeEventListener('abort', forward);
      }
    },
    close: () => {
      watch.close();
      closing ??= piscina.destroy();
      return closing;
    },
  };
}

function answered(answer: PoolAnswer): unknown {
  if ('broken' in answer) throw new PoolBroken(`the code of a thread cannot be loaded: ${answer.broken}`);
  if ('threw' in answer) throw new JobFailed(answer.threw.name, answer.threw.message);
  return answer.value;
}

function lost(error: Error & { code?: string }): ThreadLost {
  const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const code = /exited with code: (-?\d+)/.exec(error.message)?.[1];
  if (outOfMemory) return new ThreadLost('its thread used up its memory', true);
  return new ThreadLost(code ? `its thread ended with code ${code}` : `its thread ended: ${error.message}`, false);
}

/** The built worker; beside the sources (tests, tsx) the source itself. */
function threadCode(): { filename: string; execArgv?: string[] } {
  const beside = (name: string) => new URL(name, import.meta.url).href;
  if (import.meta.url.endsWith('.js')) return { filename: beside('./poolWorker.js') };
  return { filename: beside('./poolWorker.ts'), execArgv: ['--import', beside('./fromSource.mjs')] };
}
