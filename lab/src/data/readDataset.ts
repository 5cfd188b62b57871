import type { CurveExperiment } from 'deeplinear';
import { InputError } from '../inputError';
import { drive } from '../run/drive';
import { count, secondsText } from '../view/format';
import type { ProgressView } from '../view/progress';
import { dataFile, dataFileKind } from './dataFile';
import type { Dataset } from './dataset';
import { mnist } from './mnist';
import { synthetic } from './synthetic';

/** What --data and the options beside it ask for. */
export interface DataOptions {
  data: string;
  target?: string;
  classes?: boolean;
  test?: number;
  /** Names of the arrays of inputs and targets, with a comma between them. */
  arrays?: string;
}

/** @throws InputError when options of a file of samples come without one, or with one of another kind. */
export function checkDataOptions({ data, target, classes, test, arrays }: DataOptions): void {
  const isFile = data !== 'mnist' && data !== 'synthetic';
  for (const [flag, value] of Object.entries({
    '--target': target,
    '--classes': classes,
    '--test': test,
    '--arrays': arrays,
  })) {
    if (value !== undefined && !isFile) {
      throw new InputError(`${flag}: expected a file of samples with --data, got ${data}`);
    }
  }
  const kind = dataFileKind(data);
  if (isFile && target !== undefined && kind === 'arrays') {
    throw new InputError(
      `--target: expected a table or a .npy matrix with --data, got ${data} (name its arrays by --arrays)`,
    );
  }
  if (isFile && arrays !== undefined && kind !== 'arrays') {
    throw new InputError(
      `--arrays: expected a .npz or .safetensors file with --data, got ${data} (name its column by --target)`,
    );
  }
  arrayNames(arrays);
  if (test !== undefined && !(test >= 0 && test < 1)) {
    throw new InputError(`--test: expected a fraction of at least 0 and below 1, got ${test}`);
  }
}

/** @throws InputError for other than two names. */
function arrayNames(arrays: string | undefined): [string, string] | undefined {
  if (arrays === undefined) return undefined;
  const names = arrays.split(',').map((name) => name.trim());
  if (names.length === 2 && names.every((name) => name !== '')) return names as [string, string];
  throw new InputError(`--arrays: expected the names of inputs and targets, as in x,y, got ${JSON.stringify(arrays)}`);
}

/** Reads --data: MNIST, a file of samples, or 'synthetic', the small task of `experiment`. */
export async function readDataset(
  { data, target, classes, test, arrays }: DataOptions,
  experiment: CurveExperiment,
  seed: number | undefined,
  progress: ProgressView,
  signal: AbortSignal,
): Promise<Dataset> {
  if (data === 'synthetic') return synthetic(experiment);
  const started = performance.now();
  progress.phase(`reading ${data === 'mnist' ? 'MNIST' : data} …`);
  const dataset = await drive(
    data === 'mnist' ? mnist() : dataFile(data, { target, classes, test, seed, arrays: arrayNames(arrays) }),
    signal,
    () => {},
  );
  progress.phase(
    `${count(dataset.samples!, 'sample')}, ${count(dataset.inputs, 'input')}, ${count(dataset.outputs, 'output')} (${secondsText((performance.now() - started) / 1000)})`,
  );
  return dataset;
}
