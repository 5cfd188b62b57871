/** A thread that runs one check of the registry and posts its progress, then its record. */
import { parentPort, workerData } from 'node:worker_threads';
import { experiments, type ParameterValues } from 'deeplinear';
import type { CheckRecord } from './checkReport';
import { type Asked, failedCheck, runCheck } from './runCheck';

export interface CheckTask {
  id: string;
  parameters: ParameterValues;
  asked: Asked;
}

export type CheckMessage = { fraction: number } | { record: CheckRecord };

const { id, parameters, asked } = workerData as CheckTask;
const experiment = experiments.find((one) => one.id === id)!;
const post = (message: CheckMessage) => parentPort!.postMessage(message);
const { signal } = new AbortController();
try {
  const onProgress = (fraction: number) => post({ fraction });
  post({ record: await runCheck({ experiment, parameters, signal, onProgress }, asked) });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  post({ record: failedCheck(experiment, parameters, asked, message) });
}
