import { accuracy, type Matrix, matrix, oneHot } from 'deeplinear';
import { InputError } from '../inputError';
import { count, quote } from '../view/format';

const MOST_CLASSES = 100;
/** Squares of what is larger are far from underflow. */
const SMALL = 1e-140;

/** What to predict. */
export interface SampleTask {
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

export interface Labels {
  labels: string[];
  /** Where they are, for messages: all of them, and that of a sample. */
  place: string;
  labelPlace(p: number): string;
}

export interface NumericTarget {
  /** Samples × outputs, row by row. */
  y: Float64Array;
  outputs: { name: string; place: string }[];
}

/** What programs write where there is no class. */
const MISSING = /^-?(nan|NaN)$/;

/** One-hot classes in numerical or alphabetical order. @throws InputError for empty names and NaN, and fewer than 2 or more than 100 classes. */
export function classTask({ labels, place, labelPlace }: Labels, train: number[]): SampleTask {
  labels.forEach((label, p) => {
    if (label === '') throw new InputError(`${labelPlace(p)}: expected a class name, got an empty cell`);
    if (MISSING.test(label)) throw new InputError(`${labelPlace(p)}: expected a class name, got ${label}`);
  });
  const names = [...new Set(labels)].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  if (names.length < 2 || names.length > MOST_CLASSES) {
    throw new InputError(`${place}: expected 2 to ${MOST_CLASSES} classes, got ${names.length}`);
  }
  const classOf = labels.map((label) => names.indexOf(label));
  const trained = new Set(train.map((p) => labels[p]));
  if (trained.size < 2) {
    throw new InputError(
      `${place}: expected 2 or more classes among the ${train.length} training samples, got ${trained.size}`,
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

/** Targets with training mean 0 and variance 1 each. @throws InputError for one that does not vary. */
export function numericTask({ y, outputs }: NumericTarget, train: number[]): SampleTask {
  const width = outputs.length;
  const standards = outputs.map(({ place }, c) => {
    const standard = standardOf((p) => y[p * width + c], train, place);
    if (standard.deviation > 0) return standard;
    throw new InputError(`${place}: expected a target that varies, got the constant ${y[train[0] * width + c]}`);
  });
  const targets = (samples: number[]) => {
    const wanted = matrix(samples.length, width);
    samples.forEach((p, row) => {
      standards.forEach(({ mean, deviation }, c) => {
        wanted.data[row * width + c] = (y[p * width + c] - mean) / deviation;
      });
    });
    return wanted;
  };
  return {
    names: outputs.map(({ name }) => name),
    targets,
    score: (predicted, samples) => rSquared(predicted.data, targets(samples)),
    scorable: (samples) => samples.some((p) => outputs.some((_, c) => y[p * width + c] !== y[samples[0] * width + c])),
    notes: () => [],
  };
}

/**
 * Mean and standard deviation of a column over the training samples; a deviation of 0 for a constant.
 * @throws InputError where they overflow, or differ by so little that nothing can be divided by it.
 */
export function standardOf(
  value: (p: number) => number,
  train: number[],
  column: string,
): { mean: number; deviation: number } {
  const first = value(train[0]);
  if (train.every((p) => value(p) === first)) return { mean: first, deviation: 0 };
  const mean = train.reduce((sum, p) => sum + value(p), 0) / train.length;
  const farthest = train.reduce((most, p) => Math.max(most, Math.abs(value(p) - mean)), 0);
  // small numbers in units of their own: squares of less than 1e-154 lose their digits, then vanish
  const unit = farthest < SMALL ? farthest : 1;
  const squares = train.reduce((sum, p) => sum + ((value(p) - mean) / unit) ** 2, 0);
  const deviation = unit * Math.sqrt(squares / train.length);
  if (Number.isFinite(deviation) && Number.isFinite(1 / deviation)) return { mean, deviation };
  if (deviation < SMALL)
    throw new InputError(`${column}: expected numbers that differ by 1e-308 or more, got ${farthest}`);
  const largest = train.reduce((most, p) => Math.max(most, Math.abs(value(p))), 0);
  throw new InputError(`${column}: expected numbers with a finite variance, got some as large as ${largest}`);
}

/** 1 − (mean squared error)/(variance of the targets), of all outputs together: 1 is perfect, 0 is no better than their means. */
function rSquared(predicted: ArrayLike<number>, { rows, cols, data }: Matrix): number {
  let error = 0;
  let variance = 0;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let p = 0; p < rows; p++) sum += data[p * cols + c];
    for (let p = 0; p < rows; p++) {
      error += (data[p * cols + c] - predicted[p * cols + c]) ** 2;
      variance += (data[p * cols + c] - sum / rows) ** 2;
    }
  }
  return 1 - error / variance;
}
