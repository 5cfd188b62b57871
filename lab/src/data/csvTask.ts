import { accuracy, type Matrix, matrix, oneHot } from 'deeplinear';
import { InputError } from '../inputError';
import { count, quote } from '../view/format';
import { type CsvTable, toNumber, where } from './csvTable';

const MOST_CLASSES = 100;

/** What to predict, from the text of the target column. */
export interface CsvTask {
  names: string[];
  /** One row a sample. */
  targets(samples: number[]): Matrix;
  /** Of the outputs for these samples. */
  score(outputs: Matrix, samples: number[]): number;
  /** Whether these samples can tell a good predictor from a bad one. */
  scorable(samples: number[]): boolean;
  /** Remarks, given the test samples. */
  notes(test: number[]): string[];
}

export function classTask(labels: string[], train: number[], path: string, table: CsvTable, target: number): CsvTask {
  labels.forEach((label, p) => {
    if (label === '')
      throw new InputError(`${where(table, path, p, target)}: expected a class name, got an empty cell`);
  });
  const names = [...new Set(labels)].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  if (names.length < 2 || names.length > MOST_CLASSES) {
    throw new InputError(
      `${path}: column ${quote(table.columns[target])}: expected 2 to ${MOST_CLASSES} classes, got ${names.length}`,
    );
  }
  const classOf = labels.map((label) => names.indexOf(label));
  const trained = new Set(train.map((p) => labels[p]));
  if (trained.size < 2) {
    throw new InputError(
      `${path}: column ${quote(table.columns[target])}: expected 2 or more classes among the ${train.length} training samples, got 1`,
    );
  }
  return {
    names,
    targets: (samples) =>
      oneHot(
        samples.map((p) => classOf[p]),
        { classes: names.length, offset: 1 / names.length },
      ),
    score: (outputs, samples) =>
      accuracy(
        outputs,
        samples.map((p) => classOf[p]),
      ),
    scorable: () => true,
    notes: (test) =>
      names
        .filter((name) => !trained.has(name))
        .map((name) => {
          const samples = test.filter((p) => labels[p] === name).length;
          return `Class ${quote(name)} has no training sample, so no net can learn it: its ${count(samples, 'test sample')} ${samples === 1 ? 'counts' : 'count'} as wrong.`;
        }),
  };
}

export function numericTask(labels: string[], train: number[], path: string, table: CsvTable, target: number): CsvTask {
  const y = labels.map((label, p) => toNumber(label, table, path, p, target));
  const column = `${path}: column ${quote(table.columns[target])}`;
  const { mean, deviation } = standardOf((p) => y[p], train, column);
  if (deviation === 0) {
    throw new InputError(`${column}: expected a target that varies, got the constant ${y[train[0]]}`);
  }
  const standard = (p: number) => (y[p] - mean) / deviation;
  return {
    names: [table.columns[target]],
    targets: (samples) => matrix(samples.length, 1, Float64Array.from(samples, standard)),
    score: (outputs, samples) => rSquared(outputs.data, samples.map(standard)),
    scorable: (samples) => samples.some((p) => y[p] !== y[samples[0]]),
    notes: () => [],
  };
}

/**
 * Mean and standard deviation of a column over the training samples; a deviation of 0 for a constant.
 * @throws InputError where they overflow.
 */
export function standardOf(
  value: (p: number) => number,
  train: number[],
  column: string,
): { mean: number; deviation: number } {
  const first = value(train[0]);
  if (train.every((p) => value(p) === first)) return { mean: first, deviation: 0 };
  const mean = train.reduce((sum, p) => sum + value(p), 0) / train.length;
  const deviation = Math.sqrt(train.reduce((sum, p) => sum + (value(p) - mean) ** 2, 0) / train.length);
  if (Number.isFinite(deviation)) return { mean, deviation };
  const largest = train.reduce((most, p) => Math.max(most, Math.abs(value(p))), 0);
  throw new InputError(`${column}: expected numbers with a finite variance, got some as large as ${largest}`);
}

/** 1 − (mean squared error)/(variance of the targets): 1 is perfect, 0 is no better than their mean. */
function rSquared(outputs: ArrayLike<number>, wanted: number[]): number {
  const average = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const error = wanted.reduce((sum, value, p) => sum + (value - outputs[p]) ** 2, 0);
  const variance = wanted.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return 1 - error / variance;
}
