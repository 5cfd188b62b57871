import { experiments, type ParameterValues } from 'deeplinear';
import type { CheckRecord } from './checkReport';
import type { JobTools } from './jobs';
import { type Asked, failedCheck, runCheck } from './runCheck';

export interface CheckTask {
  id: string;
  parameters: ParameterValues;
  asked: Asked;
}

/** One check of the registry; an error of the library is a record with its reason. */
export async function checkJob(
  { id, parameters, asked }: CheckTask,
  { signal, onProgress }: JobTools,
): Promise<CheckRecord> {
  const experiment = experiments.find((one) => one.id === id)!;
  try {
    return await runCheck({ experiment, parameters, signal, onProgress }, asked);
  } catch (error) {
    return failedCheck(experiment, parameters, asked, error instanceof Error ? error.message : String(error));
  }
}
