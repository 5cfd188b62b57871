import { type CheckResult, checkSteps, type Experiment, type ExperimentData, type ParameterValues } from 'deeplinear';
import { sizeName } from '../view/format';
import type { CheckRecord } from './checkReport';
import { drive } from './drive';

export interface CheckInput {
  experiment: Experiment;
  /** Those that were asked for; the rest as in the smallest check that gives a verdict. */
  parameters: ParameterValues;
  wrong?: string;
  data?: ExperimentData;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** What a record holds beside the finding. */
export type Asked = Pick<CheckRecord, 'command' | 'notes'>;

/** Runs one check to its end. @throws Interrupted, or what the library throws. */
export async function runCheck(
  { experiment, signal, onProgress, ...options }: CheckInput,
  asked: Asked,
): Promise<CheckRecord> {
  const result = await drive(checkSteps(experiment, options), signal, onProgress);
  return {
    ...about(experiment, options, asked),
    ...(result.sizeName !== undefined && { size: result.sizeName }),
    parameters: result.parameters,
    found: plainFinding(result),
    seconds: result.seconds,
  };
}

/** The record of a check that ended with an error. */
export function failedCheck(
  experiment: Experiment,
  parameters: ParameterValues,
  asked: Asked,
  failure: string,
): CheckRecord {
  return { ...about(experiment, {}, asked), parameters, failure, seconds: 0 };
}

function about(experiment: Experiment, { wrong, data }: Pick<CheckInput, 'wrong' | 'data'>, asked: Asked) {
  const { id, title, summary, expected, paper, page, axis } = experiment;
  const law = experiment.wrong.find((one) => one.id === wrong);
  return {
    id,
    title,
    summary,
    law: expected.law,
    paper,
    page,
    size: sizeName(axis),
    ...asked,
    wrong: law && { id: law.id, doc: law.doc },
    data: data?.description,
  };
}

function plainFinding(result: CheckResult): CheckRecord['found'] {
  const { statistic, value, interval, margin, z, p, slope, samples, needed, rows, verdict } = result;
  return {
    statistic,
    value,
    interval,
    margin,
    z,
    p,
    slope: slope && { value: slope.value, interval: slope.interval, expected: slope.expected },
    samples,
    needed,
    rows: rows.map((row) => ({
      size: row.size,
      samples: row.samples,
      value: row.value,
      standardError: row.standardError,
    })),
    verdict,
    explanation: result.explain(),
  };
}
