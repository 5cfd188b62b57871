import { readFileSync } from 'node:fs';
import { applyStandardization, type Matrix, matrix, momentsSteps, type Progress, rng } from 'deeplinear';
import { InputError } from '../inputError';
import { count, quote } from '../view/format';
import { type CsvTable, csvTable, NUMBER, toNumber, where } from './csvTable';
import { classTask, numericTask, standardOf } from './csvTask';
import type { Dataset, Score } from './dataset';
import { outputsOf } from './outputsOf';

export interface CsvOptions {
  /** Column to predict. */
  target?: string;
  /** Read the target as class names even if it holds numbers. Default false: numbers mean regression. */
  classes?: boolean;
  /** Part of the samples kept for the score, at least 0 and below 1. Default 0.2. */
  test?: number;
  /** Seed of the draw of the test samples. Default 0. */
  seed?: number;
}

/**
 * A CSV file as a task: every column but the target is a numeric input with training mean 0 and variance 1 (constant
 * columns are left out); a numeric target is standardized too, a text target becomes one-hot classes. A generator, as all
 * long work is.
 * @throws InputError with line and column of what cannot be read.
 */
export function* csv(path: string, options: CsvOptions = {}): Generator<Progress, Dataset, boolean | undefined> {
  const table = csvTable(readText(path), path);
  const target = targetColumn(table, path, options.target);
  const inputs = table.columns.map((_, c) => c).filter((c) => c !== target);
  if (inputs.length === 0) throw new InputError(`${path}: expected columns beside the target, got none`);
  const x = numbers(table, path, inputs);
  const { train, test } = split(table.records.length, options);
  const varying = inputs
    .map((_, i) => i)
    .filter(
      (i) => standardOf((p) => x[p][i], train, `${path}: column ${quote(table.columns[inputs[i]])}`).deviation > 0,
    );
  if (varying.length === 0) throw new InputError(`${path}: expected an input column that varies, got only constants`);
  const classification = options.classes || isText(table, path, target);
  const rows = (samples: number[]) => fill(samples, varying, x);
  const labels = table.records.map((record) => record[target]);
  const task = classification
    ? classTask(labels, train, path, table, target)
    : numericTask(labels, train, path, table, target);
  const made = yield* momentsSteps(rows(train), task.targets(train), { center: true, scale: 'feature' });
  const left = inputs.filter((_, i) => !varying.includes(i)).map((c) => table.columns[c]);
  const held = rows(test);
  const score: Score = {
    name: classification ? 'test accuracy' : 'test R²',
    samples: test.length,
    percent: classification,
    of: (predictor) => task.score(outputsOf(predictor, made.standardization!, held.data), test),
  };
  const measured = test.length > 0 && task.scorable(test);
  const kind = classification ? `${task.names.length} classes` : 'regression';
  return {
    name: path,
    description: [
      `${path}: ${count(train.length)} training ${test.length > 0 ? `and ${count(test.length)} test ` : ''}samples, ${count(varying.length, 'input')} (each with training mean 0 and variance 1), target ${quote(table.columns[target])} (${kind})`,
      ...(left.length > 0 ? [`constant columns left out: ${left.join(', ')}`] : []),
    ].join('; '),
    samples: train.length,
    inputs: varying.length,
    outputs: task.names.length,
    moments: made,
    outputNames: task.names,
    score: measured ? score : undefined,
    train: () => ({ x: applyStandardization(rows(train), made.standardization!), y: task.targets(train) }),
    test:
      test.length > 0
        ? () => ({ x: applyStandardization(held, made.standardization!), y: task.targets(test) })
        : undefined,
    notes: [
      ...task.notes(test),
      ...(test.length > 0 && !measured
        ? [
            `No ${score.name}: the target does not vary among ${count(test.length, 'test sample')}. A larger --test keeps more.`,
          ]
        : []),
    ],
  };
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'no permission' }[code ?? ''];
    throw new InputError(
      `--data: expected 'mnist' or a readable CSV file, got ${JSON.stringify(path)} (${reason ?? code})`,
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new InputError(`${path}: expected text in UTF-8, got UTF-16 (save it as UTF-8)`);
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new InputError(`${path}: expected text, got a binary file (byte ${zero + 1} is zero)`);
  return bytes.toString('utf8');
}

function targetColumn(table: CsvTable, path: string, target: string | undefined): number {
  const known = `a column of ${path} (${listed(table.columns)})`;
  if (target === undefined) throw new InputError(`--target: expected ${known}, got nothing`);
  const at = table.columns.indexOf(target);
  if (at < 0) throw new InputError(`--target: expected ${known}, got ${quote(target)}`);
  return at;
}

function listed(names: string[]): string {
  const cut = names.slice(0, 20).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return [...cut, ...(names.length > cut.length ? [`and ${names.length - cut.length} more`] : [])].join(', ');
}

function numbers(table: CsvTable, path: string, columns: number[]): Float64Array[] {
  return table.records.map((record, p) => Float64Array.from(columns, (c) => toNumber(record[c], table, path, p, c)));
}

/** Whether the target holds names. A few bad cells among numbers are reported, not read as classes. */
function isText(table: CsvTable, path: string, target: number): boolean {
  const bad = table.records.flatMap((record, p) => (NUMBER.test(record[target]) ? [] : [p]));
  if (2 * bad.length > table.records.length) return true;
  if (bad.length > 0) {
    const cell = table.records[bad[0]][target];
    throw new InputError(
      `${where(table, path, bad[0], target)}: expected a number as in most of this column, got ${quote(cell)} (for class names add --classes)`,
    );
  }
  return false;
}

/** Training and test samples; the order of each part is that of the file. */
function split(samples: number, { test = 0.2, seed = 0 }: CsvOptions): { train: number[]; test: number[] } {
  const order = [...rng(seed).fork('test split').permutation(samples)];
  const held = Math.round(test * samples);
  if (samples - held < 2) {
    throw new InputError(`--test: expected to leave at least 2 training samples, got ${test} of ${samples} samples`);
  }
  const inOrder = (part: number[]) => part.sort((p, q) => p - q);
  return { train: inOrder(order.slice(held)), test: inOrder(order.slice(0, held)) };
}

function fill(samples: number[], columns: number[], x: Float64Array[]): Matrix {
  const out = matrix(samples.length, columns.length);
  samples.forEach((p, row) => {
    columns.forEach((c, i) => {
      out.data[row * columns.length + i] = x[p][c];
    });
  });
  return out;
}
