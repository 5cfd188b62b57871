import { Interrupted } from './drive';
import { openPool, type Pool, type PoolRun } from './pool';

export interface PoolTaskOf<Result> {
  name: string;
  run(pool: Pool, options: PoolRun): Promise<Result>;
  /** What stands for its result where it threw, or its thread ended. */
  failed(reason: string): Result;
}

export interface Together<Result> {
  tasks: readonly PoolTaskOf<Result>[];
  /** Threads at once; the results do not depend on it. */
  workers: number;
  signal: AbortSignal;
  /** `done` of 1 is the share of the work behind us, `running` the names at work. */
  onProgress(done: number, running: string[]): void;
  /** Called as soon as a result is there. Default: nothing. */
  onResult?(result: Result): void;
}

/**
 * Runs tasks in the threads of a pool; results come in the order of the tasks.
 * @throws Interrupted when `signal` was aborted; all threads are ended.
 */
export async function runTogether<Result>({
  tasks,
  workers,
  signal,
  onProgress,
  onResult = () => {},
}: Together<Result>): Promise<Result[]> {
  if (signal.aborted) throw new Interrupted('interrupted');
  const results: Result[] = [];
  const running = new Map<string, number>();
  let next = 0;
  let finished = 0;
  const report = () => {
    const parts = [...running.values()].reduce((sum, fraction) => sum + fraction, 0);
    onProgress((finished + parts) / tasks.length, [...running.keys()]);
  };
  const pool = openPool({ workers: Math.min(workers, tasks.length) });
  const attempt = async ({ name, run, failed }: PoolTaskOf<Result>): Promise<Result> => {
    const onFraction = (fraction: number) => {
      running.set(name, fraction);
      report();
    };
    onFraction(0);
    try {
      return await run(pool, { signal, onProgress: onFraction });
    } catch (error) {
      if (signal.aborted) throw new Interrupted('interrupted');
      return failed((error as Error).message);
    } finally {
      running.delete(name);
    }
  };
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await attempt(tasks[index]);
      finished++;
      onResult(results[index]);
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.workers }, lane));
    return results;
  } finally {
    await pool.close();
  }
}
