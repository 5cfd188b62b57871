import { Worker } from 'node:worker_threads';
import type { Experiment } from 'deeplinear';
import type { CheckRecord } from './checkReport';
import type { CheckMessage, CheckTask } from './checkWorker';
import { Interrupted } from './drive';
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
 * Runs checks in threads, each in a fresh one, so that none can disturb another. Records come in the order of the checks; one
 * that cannot be computed is a record with its reason.
 * @throws Interrupted when `signal` was aborted; all threads are ended.
 */
export async function runChecks({ checks, workers, signal, onProgress }: ChecksInput): Promise<CheckRecord[]> {
  const records: CheckRecord[] = [];
  const running = new Map<string, number>();
  let next = 0;
  let finished = 0;
  const report = () => {
    const parts = [...running.values()].reduce((sum, fraction) => sum + fraction, 0);
    onProgress((finished + parts) / checks.length, [...running.keys()]);
  };
  const lane = async () => {
    while (next < checks.length) {
      const index = next++;
      const { experiment, task } = checks[index];
      running.set(task.id, 0);
      report();
      records[index] = await runThread(experiment, task, signal, (fraction) => {
        running.set(task.id, fraction);
        report();
      });
      running.delete(task.id);
      finished++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, checks.length) }, lane));
  return records;
}

function runThread(
  experiment: Experiment,
  task: CheckTask,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<CheckRecord> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Interrupted('interrupted'));
    const worker = new Worker(new URL('./checkWorker.js', import.meta.url), { workerData: task });
    const stop = () => {
      void worker.terminate();
      reject(new Interrupted('interrupted'));
    };
    signal.addEventListener('abort', stop);
    const fail = (reason: string) => resolve(failedCheck(experiment, task.parameters, task.asked, reason));
    worker.on('message', (message: CheckMessage) => {
      if ('record' in message) resolve(message.record);
      else onFraction(message.fraction);
    });
    worker.on('error', (error) => fail(error.message));
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      fail(`its thread ended with code ${code}`);
    });
  });
}
