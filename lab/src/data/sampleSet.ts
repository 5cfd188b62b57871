import { applyStandardization, type Matrix, matrix, momentsSteps, type Progress, rng } from 'deeplinear';
import { InputError } from '../inputError';
import { count, quote } from '../view/format';
import type { Dataset, Score } from './dataset';
import { listedNames } from './listedNames';
import { outputsOf } from './outputsOf';
import { classTask, type Labels, type NumericTarget, numericTask, standardOf } from './sampleTask';

export interface SampleOptions {
  /** Part of the samples kept for the score, at least 0 and below 1. Default 0.2. */
  test?: number;
  /** Seed of the draw of the test samples. Default 0. */
  seed?: number;
}

export type RawTarget = { name: string; place: string } & (Labels | NumericTarget);

/** Samples as a file has them. */
export interface RawSamples {
  path: string;
  samples: number;
  inputs: number;
  /** Samples × inputs, row by row, finite. */
  x: Float64Array;
  /** Name of an input, and where it is, for messages. */
  input(d: number): string;
  inputPlace(d: number): string;
  /** Looked at after the inputs. */
  target(): RawTarget;
  /** What people should know of the samples. */
  notes?: string[];
}

/**
 * Samples of a file as a task: inputs with training mean 0 and variance 1 (constant ones are left out); numeric targets are
 * standardized too, named ones become one-hot classes; a seeded draw keeps some for the test. A generator, as all long work is.
 * @throws InputError naming the place of what cannot be learned from.
 */
export function* sampleSet(raw: RawSamples, options: SampleOptions): Generator<Progress, Dataset, boolean | undefined> {
  const { path, samples, inputs, x } = raw;
  const { train, test } = split(samples, options);
  const all = Array.from({ length: inputs }, (_, d) => d);
  const varying = all.filter((d) => standardOf((p) => x[p * inputs + d], train, raw.inputPlace(d)).deviation > 0);
  if (varying.length === 0) throw new InputError(`${path}: expected an input column that varies, got only constants`);
  const rows = (chosen: number[]) => fill(chosen, varying, raw);
  const target = raw.target();
  const classes = 'labels' in target;
  const task = classes ? classTask(target, train) : numericTask(target, train);
  const made = yield* momentsSteps(rows(train), task.targets(train), { center: true, scale: 'feature' });
  const kept = new Set(varying);
  const left = all.filter((d) => !kept.has(d)).map(raw.input);
  const held = rows(test);
  const score: Score = {
    name: classes ? 'test accuracy' : 'test R²',
    samples: test.length,
    percent: classes,
    of: (predictor) => task.score(outputsOf(predictor, made.standardization!, held.data), test),
  };
  const measured = test.length > 0 && task.scorable(test);
  const several = task.names.length > 1 ? `regression, ${count(task.names.length, 'output')}` : 'regression';
  const kind = classes ? `${task.names.length} classes` : several;
  return {
    name: path,
    description: [
      `${path}: ${count(train.length)} training ${test.length > 0 ? `and ${count(test.length)} test ` : ''}samples, ${count(varying.length, 'input')} (each with training mean 0 and variance 1), target ${quote(target.name)} (${kind})`,
      ...(left.length > 0 ? [`constant columns left out: ${listedNames(left)}`] : []),
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
      ...(raw.notes ?? []),
      ...task.notes(test),
      ...(test.length > 0 && !measured
        ? [
            `No ${score.name}: the target does not vary among ${count(test.length, 'test sample')}. A larger --test keeps more.`,
          ]
        : []),
    ],
  };
}

/** Training and test samples; the order of each part is that of the file. */
function split(samples: number, { test = 0.2, seed = 0 }: SampleOptions): { train: number[]; test: number[] } {
  const order = [...rng(seed).fork('test split').permutation(samples)];
  const held = Math.round(test * samples);
  if (samples - held < 2) {
    throw new InputError(`--test: expected to leave at least 2 training samples, got ${test} of ${samples} samples`);
  }
  const inOrder = (part: number[]) => part.sort((p, q) => p - q);
  return { train: inOrder(order.slice(held)), test: inOrder(order.slice(0, held)) };
}

function fill(samples: number[], columns: number[], { x, inputs }: RawSamples): Matrix {
  const out = matrix(samples.length, columns.length);
  samples.forEach((p, row) => {
    columns.forEach((d, i) => {
      out.data[row * columns.length + i] = x[p * inputs + d];
    });
  });
  return out;
}
