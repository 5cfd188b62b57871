import { availableParallelism } from 'node:os';
import { DeepLinearError, type Experiment } from 'deeplinear';
import { InputError } from '../inputError';
import { runChecks } from '../run/runChecks';
import { namesText } from '../view/namesText';
import { progressView } from '../view/progress';
import { checkedValues } from './checkedValues';
import { finish, type OnExit, type Output, openFolder } from './checkOutput';
import { flagged } from './flagged';
import { reproduction } from './reproduction';

export interface SeveralOptions extends Output {
  list?: boolean;
  all?: boolean;
  only?: string;
  seed?: number;
  workers?: number;
}

/** Many checks in threads, as one table. */
export async function severalChecks(
  experiments: readonly Experiment[],
  options: SeveralOptions,
  signal: AbortSignal,
  onExit: OnExit,
): Promise<void> {
  const started = performance.now();
  const { seed, only } = options;
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1) {
    throw new InputError(`--workers: expected an integer of at least 1, got ${workers}`);
  }
  const checks = experiments.map((experiment) => {
    try {
      const parameters = checkedValues(experiment, { seed });
      const command = reproduction(['check', experiment.id], experiment.parameters, parameters);
      return { experiment, task: { id: experiment.id, parameters, asked: { command, notes: [] } } };
    } catch (error) {
      if (!(error instanceof DeepLinearError)) throw error;
      throw new InputError(flagged(error.message, experiment.parameters, experiment.axis));
    }
  });
  const folder = await openFolder(options, onExit);
  const progress = progressView(process.stderr, options.quiet === true);
  try {
    const onProgress = (done: number, running: string[]) => progress.update(done, namesText(running));
    const records = await runChecks({ checks, workers, signal, onProgress });
    progress.stop();
    const words = only === undefined ? ['check', '--all'] : ['check', '--only', only];
    const command = reproduction([...words, ...(seed === undefined ? [] : ['--seed', String(seed)])], [], {});
    await finish(records, command, started, options, folder, signal);
  } finally {
    progress.stop();
    folder?.discard();
  }
}
