import type { Experiment } from 'deeplinear';
import type { CheckTask } from './checkJob';
import type { CheckRecord } from './checkReport';
import { Interrupted } from './drive';
import { openPool } from './pool';
import { failedCheck } from './runCheck';

export interface ChecksInput {
  checks: { experiment: Experiment; task: CheckTask }[];
  /** Threads at once; the numbers do not depend on it. */
  workers: number;
  signal: AbortSignal;
  /** `done` of 1 is the share of the work behind us, `running` the checks at work. */
  onProgress(done: number, running: string[]): void;
}

/**
 * Runs checks in the threads of a pool. Records come in the order of the checks; one that cannot be computed is a record with its
 * reason, also when its thread ended.
 * @throws Interrupted when `signal` was aborted; all threads are ended.
 */
export async function runChecks({ checks, workers, signal, onProgress }: ChecksInput): Promise<CheckRecord[]> {
  if (signal.aborted) throw new Interrupted('interrupted');
  const records: CheckRecord[] = [];
  const running = new Map<string, number>();
  let next = 0;
  let finished = 0;
  const report = () => {
    const parts = [...running.values()].reduce((sum, fraction) => sum + fraction, 0);
    onProgress((finished + parts) / checks.length, [...running.keys()]);
  };
  const pool = openPool({ workers: Math.min(workers, checks.length) });
  const lane = async () => {
    while (next < checks.length) {
      const index = next++;
      const { experiment, task } = checks[index];
      running.set(task.id, 0);
      report();
      const onFraction = (fraction: number) => {
        running.set(task.id, fraction);
        report();
      };
      try {
        records[index] = await pool.run('check', task, { signal, onProgress: onFraction });
      } catch (error) {
        if (signal.aborted) throw new Interrupted('interrupted');
        records[index] = failedCheck(experiment, task.parameters, task.asked, (error as Error).message);
      }
      running.delete(task.id);
      finished++;
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.workers }, lane));
    return records;
  } finally {
    await pool.close();
  }
}
