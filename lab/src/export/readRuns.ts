import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileReason, isFolder, wholeFile } from '../fileReason';
import { InputError } from '../inputError';
import type { Result, RunRecord } from '../run/result';
import { quote, sizeName } from '../view/format';

/** What is read of the run.json of `compare`. */
export type SavedRuns = Pick<Result, 'command'> & {
  axis: string;
  dtype: string;
  deeplinear: string;
  limitLoss: number[];
  runs: Pick<RunRecord, 'size' | 'seed' | 'loss' | 'distance'>[];
};

/** The run.json that a report's folder, or a file, is; undefined for another file. */
export function runsFile(path: string): string | undefined {
  const folder = isFolder(path);
  const file = folder ? join(path, 'run.json') : path;
  if (folder && !existsSync(file)) {
    throw new InputError(`${path}: expected the folder of a report, found no run.json in it`);
  }
  return file.endsWith('.json') ? file : undefined;
}

/** @throws InputError, naming the part, for what is no run.json of `compare`. */
export function readRuns(path: string): SavedRuns {
  const result = parsed(path);
  const fail = (part: string, expected: string, got: unknown): never => {
    const shown = typeof got === 'string' ? quote(got) : (JSON.stringify(got)?.slice(0, 60) ?? 'nothing');
    throw new InputError(`${path}: ${part}: expected ${expected}, got ${shown}`);
  };
  const format = result?.format;
  if (format !== 'deeplinear-compare/1') fail('format', '"deeplinear-compare/1", a report of compare', format);
  const text = (part: string, value: unknown) => (typeof value === 'string' ? value : fail(part, 'a text', value));
  const whole = (part: string, value: unknown) =>
    Number.isSafeInteger(value) ? (value as number) : fail(part, 'a whole number', value);
  // JSON has no NaN and no infinity: they are null there
  const curve = (part: string, value: unknown) =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'number' || entry === null)
      ? value.map((entry) => entry ?? Number.NaN)
      : fail(part, 'a list of numbers', value);
  const axis = text('experiment.axis', result.experiment?.axis);
  // the column of sizes is called by it
  if (['seed', 'step', 'loss', 'limitLoss', 'distance'].includes(sizeName(axis)))
    fail('experiment.axis', 'the name of a size', axis);
  const { runs } = result;
  if (!Array.isArray(runs) || runs.length === 0) return fail('runs', 'a list of runs', runs);
  return {
    command: text('command', result.command),
    axis,
    dtype: text('dtype', result.dtype),
    deeplinear: text('environment.deeplinear', result.environment?.deeplinear),
    limitLoss: curve('theory.loss', result.theory?.loss),
    runs: runs.map((run, i) => {
      const loss = curve(`runs[${i}].loss`, run?.loss);
      const distance = curve(`runs[${i}].distance`, run?.distance);
      // there would be no row for the rest
      if (distance.length > loss.length)
        fail(`runs[${i}].distance`, `at most ${loss.length} numbers, as the loss has`, distance.length);
      return { size: whole(`runs[${i}].size`, run?.size), seed: whole(`runs[${i}].seed`, run?.seed), loss, distance };
    }),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a file may hold anything; every part is looked at where it is taken
function parsed(path: string): any {
  let text: string;
  try {
    text = wholeFile(path).toString('utf8');
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${fileReason(error)})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: expected JSON: ${(error as Error).message}`);
  }
}
