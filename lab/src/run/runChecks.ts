import type { Experiment } from 'deeplinear';
import type { CheckTask } from './checkJob';
import type { CheckRecord } from './checkReport';
import type { Pool, PoolRun } from './pool';
import { failedCheck } from './runCheck';
import { runTogether } from './runTogether';

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
export async function runChecks({ checks, ...how }: ChecksInput): Promise<CheckRecord[]> {
  const tasks = checks.map(({ experiment, task }) => ({
    name: task.id,
    run: (pool: Pool, options: PoolRun) => pool.run('check', task, options),
    failed: (reason: string) => failedCheck(experiment, task.parameters, task.asked, reason),
  }));
  return runTogether({ tasks, ...how });
}
