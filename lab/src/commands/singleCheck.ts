import { type CurveExperiment, DeepLinearError, type Experiment, type ParameterValues } from 'deeplinear';
import { checkDataOptions, type DataOptions, readDataset } from '../data/readDataset';
import { InputError } from '../inputError';
import type { ReportFolder } from '../report/reportFolder';
import { runCheck } from '../run/runCheck';
import { settledLimit } from '../run/settledLimit';
import { typed } from '../view/format';
import { progressView } from '../view/progress';
import { checkedValues } from './checkedValues';
import { finish, type OnExit, type Output, openFolder } from './checkOutput';
import { flagged } from './flagged';
import { reproduction } from './reproduction';

export type SingleOptions = Output & Partial<DataOptions> & { wrong?: string };

/** Whether an experiment learns from data that may be brought along. */
export function takesData(experiment: Experiment): boolean {
  return 'ownData' in experiment;
}

/** One check, on data of one's own where it takes them. */
export async function singleCheck(
  experiment: Experiment,
  options: SingleOptions,
  given: ParameterValues,
  signal: AbortSignal,
  onExit: OnExit,
): Promise<void> {
  const started = performance.now();
  const { wrong, quiet } = options;
  const progress = progressView(process.stderr, quiet === true);
  let folder: ReportFolder | undefined;
  try {
    let parameters = checkedValues(experiment, given);
    const source = { data: 'synthetic', ...options } as DataOptions;
    if (takesData(experiment)) checkDataOptions(source);
    folder = await openFolder(options, onExit);
    const notes: string[] = [];
    const curve = experiment as unknown as CurveExperiment;
    const data =
      source.data === 'synthetic'
        ? undefined
        : await readDataset({ ...source, test: 0 }, curve, undefined, progress, signal);
    if (data) {
      notes.push(...(data.notes ?? []));
      const rate = parameters.lr;
      const settled = await settledLimit(
        curve,
        parameters,
        data,
        given.lr !== undefined || rate === undefined,
        signal,
        () => {},
      );
      parameters = settled.parameters;
      if (parameters.lr !== rate)
        notes.push(
          `The learning rate ${typed(Number(parameters.lr))} was chosen by the theory; choose another with --lr.`,
        );
    }
    const command = reproduction(
      ['check', experiment.id, ...(wrong === undefined ? [] : ['--wrong', wrong])],
      experiment.parameters,
      parameters,
      data && source,
    );
    const record = await runCheck(
      { experiment, parameters, wrong, data, signal, onProgress: (done) => progress.update(done, experiment.id) },
      { command, notes },
    );
    progress.stop();
    await finish([record], command, started, options, folder, signal);
  } catch (error) {
    if (!(error instanceof DeepLinearError)) throw error;
    throw new InputError(flagged(error.message, [...experiment.parameters, { name: 'wrong' }], experiment.axis));
  } finally {
    progress.stop();
    folder?.discard();
  }
}
