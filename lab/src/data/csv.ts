import { readFileSync } from 'node:fs';
import { accuracy, type Matrix, matrix, momentsSteps, oneHot, type Progress, rng } from 'deeplinear';
import { InputError } from '../inputError';
import { count } from '../view/format';
import { type CsvTable, csvTable } from './csvTable';
import type { Dataset, Score } from './dataset';
import { outputsOf } from './outputsOf';

export interface CsvOptions {
  /** Column to predict. */
  target?: string;
  /** Read the target as class names even if it holds numbers. Default false: numbers mean regression. */
  classes?: boolean;
  /** Part of the samples kept for the score, at least 0 and below 1. Default 0.2. */
  test?: number;
  /** Seed of the split. Default 0. */
  seed?: number;
}

const MOST_CLASSES = 100;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

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
  const varying = inputs.map((_, i) => i).filter((i) => train.some((p) => x[p][i] !== x[train[0]][i]));
  if (varying.length === 0) throw new InputError(`${path}: expected an input column that varies, got only constants`);
  const classification = options.classes || isText(table, path, target);
  const rows = (samples: number[]) => fill(samples, varying, x);
  const labels = table.records.map((record) => record[target]);
  const task = classification
    ? classTask(labels, train, path, table, target)
    : numericTask(labels, train, path, table, target);
  const made = yield* momentsSteps(rows(train), task.targets, { center: true, scale: 'feature' });
  const left = inputs.filter((_, i) => !varying.includes(i)).map((c) => table.columns[c]);
  const held = rows(test);
  const score: Score = {
    name: classification ? 'test accuracy' : 'test R²',
    samples: test.length,
    percent: classification,
    of: (predictor) => task.score(outputsOf(predictor, made.standardization!, held.data), test),
  };
  const kind = classification ? `${task.names.length} classes` : 'regression';
  return {
    name: path,
    description: [
      `${path}: ${count(train.length)} training ${test.length > 0 ? `and ${count(test.length)} test ` : ''}samples, ${count(varying.length, 'input')} (each with training mean 0 and variance 1), target ${JSON.stringify(table.columns[target])} (${kind})`,
      ...(left.length > 0 ? [`constant columns left out: ${left.join(', ')}`] : []),
    ].join('; '),
    samples: train.length,
    inputs: varying.length,
    outputs: task.names.length,
    moments: made,
    outputNames: task.names,
    score: test.length > 0 ? score : undefined,
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'no permission' }[code ?? ''];
    throw new InputError(
      `--data: expected 'mnist' or a readable CSV file, got ${JSON.stringify(path)} (${reason ?? code})`,
    );
  }
}

function targetColumn(table: CsvTable, path: string, target: string | undefined): number {
  const known = `a column of ${path} (${table.columns.join(', ')})`;
  if (target === undefined) throw new InputError(`--target: expected ${known}, got nothing`);
  const at = table.columns.indexOf(target);
  if (at < 0) throw new InputError(`--target: expected ${known}, got ${JSON.stringify(target)}`);
  return at;
}

function numbers(table: CsvTable, path: string, columns: number[]): Float64Array[] {
  return table.records.map((record, p) => Float64Array.from(columns, (c) => toNumber(record[c], table, path, p, c)));
}

function toNumber(cell: string, table: CsvTable, path: string, p: number, column: number): number {
  const value = NUMBER.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InputError(`${where(table, path, p, column)}: expected a number, got ${JSON.stringify(cell)}`);
}

function where(table: CsvTable, path: string, p: number, column: number): string {
  return `${path}: line ${table.lines[p]}, column ${JSON.stringify(table.columns[column])}`;
}

/** Whether the target holds names. A few bad cells among numbers are reported, not read as classes. */
function isText(table: CsvTable, path: string, target: number): boolean {
  const bad = table.records.flatMap((record, p) => (NUMBER.test(record[target]) ? [] : [p]));
  if (2 * bad.length > table.records.length) return true;
  if (bad.length > 0) {
    const cell = table.records[bad[0]][target];
    throw new InputError(
      `${where(table, path, bad[0], target)}: expected a number as in most of this column, got ${JSON.stringify(cell)} (for class names add --classes)`,
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

interface Task {
  names: string[];
  targets: Matrix;
  /** Of the outputs for these samples. */
  score(outputs: Matrix, samples: number[]): number;
}

function classTask(labels: string[], train: number[], path: string, table: CsvTable, target: number): Task {
  labels.forEach((label, p) => {
    if (label === '')
      throw new InputError(`${where(table, path, p, target)}: expected a class name, got an empty cell`);
  });
  const names = [...new Set(labels)].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  if (names.length < 2 || names.length > MOST_CLASSES) {
    throw new InputError(
      `${path}: column ${JSON.stringify(table.columns[target])}: expected 2 to ${MOST_CLASSES} classes, got ${names.length}`,
    );
  }
  const classOf = labels.map((label) => names.indexOf(label));
  return {
    names,
    targets: oneHot(
      train.map((p) => classOf[p]),
      { classes: names.length, offset: 1 / names.length },
    ),
    score: (outputs, samples) =>
      accuracy(
        outputs,
        samples.map((p) => classOf[p]),
      ),
  };
}

function numericTask(labels: string[], train: number[], path: string, table: CsvTable, target: number): Task {
  const y = labels.map((label, p) => toNumber(label, table, path, p, target));
  const mean = train.reduce((sum, p) => sum + y[p], 0) / train.length;
  const deviation = Math.sqrt(train.reduce((sum, p) => sum + (y[p] - mean) ** 2, 0) / train.length);
  if (deviation === 0) {
    throw new InputError(
      `${path}: column ${JSON.stringify(table.columns[target])}: expected a target that varies, got the constant ${y[train[0]]}`,
    );
  }
  const standard = (p: number) => (y[p] - mean) / deviation;
  return {
    names: [table.columns[target]],
    targets: matrix(train.length, 1, Float64Array.from(train, standard)),
    score: (outputs, samples) => rSquared(outputs.data, samples.map(standard)),
  };
}

/** 1 − (mean squared error)/(variance of the targets): 1 is perfect, 0 is no better than their mean. */
function rSquared(outputs: ArrayLike<number>, wanted: number[]): number {
  const average = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const error = wanted.reduce((sum, value, p) => sum + (value - outputs[p]) ** 2, 0);
  const variance = wanted.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return 1 - error / variance;
}
