import type { CurveExperiment } from 'deeplinear';
import { InputError } from '../inputError';
import { drive } from '../run/drive';
import { count, secondsText } from '../view/format';
import type { ProgressView } from '../view/progress';
import { csv } from './csv';
import type { Dataset } from './dataset';
import { mnist } from './mnist';
import { synthetic } from './synthetic';

/** What --data and the options beside it ask for. */
export interface DataOptions {
  data: string;
  target?: string;
  classes?: boolean;
  test?: number;
}

/** @throws InputError when options of a CSV file come without one. */
export function checkDataOptions({ data, target, classes, test }: DataOptions): void {
  const isFile = data !== 'mnist' && data !== 'synthetic';
  for (const [flag, value] of Object.entries({ '--target': target, '--classes': classes, '--test': test })) {
    if (value !== undefined && !isFile) throw new InputError(`${flag}: expected a CSV file with --data, got ${data}`);
  }
  if (test !== undefined && !(test >= 0 && test < 1)) {
    throw new InputError(`--test: expected a fraction of at least 0 and below 1, got ${test}`);
  }
}

/** Reads --data: MNIST, a CSV file, or 'synthetic', the small task of `experiment`. */
export async function readDataset(
  { data, target, classes, test }: DataOptions,
  experiment: CurveExperiment,
  seed: number | undefined,
  progress: ProgressView,
  signal: AbortSignal,
): Promise<Dataset> {
  if (data === 'synthetic') return synthetic(experiment);
  const started = performance.now();
  progress.phase(`reading ${data === 'mnist' ? 'MNIST' : data} …`);
  const dataset = await drive(
    data === 'mnist' ? mnist() : csv(data, { target, classes, test, seed }),
    signal,
    () => {},
  );
  progress.phase(
    `${count(dataset.samples!, 'sample')}, ${count(dataset.inputs, 'input')}, ${count(dataset.outputs, 'output')} (${secondsText((performance.now() - started) / 1000)})`,
  );
  return dataset;
}
