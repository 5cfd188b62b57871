import type { Progress } from 'deeplinear';
import { arrayEndings, arrays } from './arrays';
import { csv } from './csv';
import type { Dataset } from './dataset';
import type { SampleOptions } from './sampleSet';

export interface DataFileOptions extends SampleOptions {
  target?: string;
  classes?: boolean;
  /** Names of the arrays of inputs and targets. */
  arrays?: readonly [string, string];
}

/** How the samples of a file are said: by the column of a table, of a matrix, or as named arrays. */
export type DataFileKind = 'table' | 'matrix' | 'arrays';

/** By the ending of its name. */
export function dataFileKind(path: string): DataFileKind {
  const ending = arrayEndings.find((one) => path.toLowerCase().endsWith(one));
  if (ending === undefined) return 'table';
  return ending === '.npy' ? 'matrix' : 'arrays';
}

/** The samples of a CSV, .npy, .npz or .safetensors file as a task. @throws InputError with the place of what cannot be read. */
export function dataFile(
  path: string,
  { arrays: names = ['x', 'y'], ...options }: DataFileOptions,
): Generator<Progress, Dataset, boolean | undefined> {
  if (dataFileKind(path) === 'table') return csv(path, options);
  return arrays(path, { ...options, x: names[0], y: names[1] });
}
