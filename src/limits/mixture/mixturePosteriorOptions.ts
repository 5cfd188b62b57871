import { NumericalError, ShapeError, ValueError } from '../../errors';
import { eigh } from '../../linalg/eigh';
import { symmetricInput } from '../../linalg/factorInput';
import { matmul } from '../../linalg/matmul';
import { qr } from '../../linalg/qr';
import { heapMatrix, withWorkspace } from '../../linalg/resident';
import { type Matrix, type MatrixLike, matrix } from '../../matrix';
import {
  assertFinite,
  checkedNumbers,
  checkWatchers,
  finite,
  integer,
  isNumberList,
  knownOptions,
  nonNegative,
  reject,
  seedValue,
} from '../../validate';

export interface MixturePosteriorOptions {
  /** Kernel of the training inputs, P×P: X·Xᵀ/D. */
  kernel: MatrixLike;
  /** Labels, P×C, or P numbers for one output. */
  y: MatrixLike | ArrayLike<number>;
  /** Standard deviation of the Gaussian label noise; 0 needs labels within the row space of the kernel. */
  noiseStd: number;
  /** Kernel between test inputs and training inputs, M×P; together with `testVariances`. Default: no test inputs. */
  testKernel?: MatrixLike;
  /** Kernel of every test input with itself, M numbers; together with `testKernel`. */
  testVariances?: ArrayLike<number>;
  /** Key of the draws; needed with several outputs only. */
  seed?: number;
  /** Draws of Q, with several outputs. Default 20,000. */
  samples?: number;
  /**
   * Where draws of the prior have a smaller effective sample size, they are of a law matched to the labels; where these have, annealing
   * begins. At least the smaller of samples/4 and 1000. Default samples/20.
   */
  effectiveSamples?: number;
  /** Called about every 20 ms; false stops the run, and the result has `stopped`. */
  onProgress?: (progress: { step: number; steps: number }) => unknown;
}

/** Inference in the eigenbasis of the kernel; scale·kernel, that is. */
export interface PosteriorTask {
  outputs: number;
  /** Directions of the outputs in which there is neither label nor noise: nothing keeps Q from being small there. */
  free: number;
  /** Log-density of the labels in the null space of the kernel. */
  unseen: number;
  /** Eigenvalues that count, P' of them. */
  values: Float64Array;
  /** Labels in the eigenbasis, P'×C. */
  labels: Float64Array;
  /** Kernel with test inputs in the eigenbasis, M×P'. */
  test: Float64Array;
  testVariances: Float64Array;
  noise: number;
  seed: number;
  samples: number;
  effectiveSamples: number;
}

/**
 * Kernels of test inputs that no inputs have are refused where they are off by more than this; directions of the training kernel below
 * this share of the largest may be rounding, also that of float32.
 */
const CONSISTENT = { excess: 0.01, floor: 1e-5 };
/** Errors of fewer effective samples may be too small: weights have heavy tails. */
const MOST_NEEDED = 1000;

const known = [
  'kernel',
  'y',
  'noiseStd',
  'testKernel',
  'testVariances',
  'seed',
  'samples',
  'effectiveSamples',
  'onProgress',
];

/** @throws ValueError, ShapeError, NumericalError naming argument, expectation and value. */
export function posteriorTask(options: MixturePosteriorOptions, outputs: number, scale: number): PosteriorTask {
  knownOptions('posterior', options, known);
  checkWatchers(options);
  const given = finiteMatrix('kernel', options.kernel);
  const kernel = withWorkspace((ws) => symmetricInput(ws, given, 'kernel').copy());
  const points = kernel.rows;
  const y = labelsOf(options.y, points, outputs);
  const noise = nonNegative('noiseStd', options.noiseStd) ** 2;
  const tests = testsOf(options, points);
  const { values, vectors } = eigh(kernel);
  const largest = Math.max(0, values[points - 1] ?? 0);
  const few = 10 * points * Number.EPSILON * largest;
  if (values[0] < -1000 * few - Number.MIN_VALUE) {
    throw new ValueError(`kernel: expected no negative eigenvalue, got ${values[0]}`);
  }
  /** What eigenvalues have of rounding, also that of a kernel printed with fewer digits. */
  const tolerance = Math.max(few, -2 * (values[0] ?? 0));
  const labels = matmul(vectors, y, { transposeA: true });
  const test = matmul(tests.kernel, vectors);
  tests.variances.forEach((variance, m) => {
    let least = 0;
    for (let k = 0; k < points; k++) {
      const entry = test.data[m * points + k];
      if (entry !== 0) least += (entry / (Math.max(0, values[k]) + CONSISTENT.floor * largest)) * entry;
    }
    if (least <= (1 + CONSISTENT.excess) * variance) return;
    reject(`testVariances[${m}]`, `at least ${least.toPrecision(3)}, which testKernel and kernel imply`, variance);
  });
  // the null space of the kernel says nothing of Q; without noise the labels must have no part in it
  const kept = [...values.keys()].filter((k) => values[k] > tolerance);
  let size = 0;
  for (const value of y.data) size = Math.hypot(size, value);
  let unseen = 0;
  for (let k = 0; k < points; k++) {
    if (values[k] > tolerance) continue;
    const outside = Math.hypot(...labels.data.subarray(k * outputs, (k + 1) * outputs));
    if (noise > 0) unseen -= 0.5 * (outputs * Math.log(2 * Math.PI * noise) + outside ** 2 / noise);
    else if (outside > 1e-9 * size) {
      throw new NumericalError(
        `noiseStd: expected more than 0, because the kernel is singular (eigenvalue ${values[k].toPrecision(2)} of at most ${largest.toPrecision(2)}) and the labels are not within its row space, got 0`,
      );
    }
  }
  assertFinite('y', [unseen]);
  const samples = integer('samples', options.samples ?? 20_000, 100, 1e8);
  const counted = Float64Array.from({ length: kept.length * outputs }, (_, i) => {
    return labels.data[kept[Math.floor(i / outputs)] * outputs + (i % outputs)];
  });
  return {
    outputs,
    free: noise > 0 || kept.length === 0 ? 0 : outputs - rankOf(matrix(kept.length, outputs, counted)),
    unseen,
    values: Float64Array.from(kept, (k) => scale * values[k]),
    labels: counted,
    test: Float64Array.from({ length: tests.kernel.rows * kept.length }, (_, i) => {
      return scale * test.data[Math.floor(i / kept.length) * points + kept[i % kept.length]];
    }),
    testVariances: tests.variances.map((value) => scale * value),
    noise,
    seed: outputs > 1 ? seedValue('seed', options.seed) : 0,
    samples,
    effectiveSamples: Math.max(
      nonNegative('effectiveSamples', options.effectiveSamples ?? samples / 20),
      Math.min(MOST_NEEDED, samples / 4),
    ),
  };
}

/** Labels along a direction, relative to the largest, that rounding leaves where there are none. */
const ROUNDING = 16 * Number.EPSILON;

function rankOf(labels: Matrix): number {
  return qr(labels, { pivoting: true, tolerance: ROUNDING * Math.max(labels.rows, labels.cols) }).rank;
}

function finiteMatrix(name: string, value: MatrixLike): Matrix {
  const given = heapMatrix(value, name);
  const bad = given.data.findIndex((entry) => !Number.isFinite(entry));
  if (bad >= 0) throw new ValueError(`${name}: expected finite entries, got ${given.data[bad]}`);
  return matrix(given.rows, given.cols, Float64Array.from(given.data));
}

function labelsOf(value: MixturePosteriorOptions['y'], points: number, outputs: number): Matrix {
  const list = isNumberList(value) && !Array.isArray(value[0]);
  const y = finiteMatrix(
    'y',
    list ? matrix(value.length, 1, checkedNumbers('y', value as ArrayLike<number>, finite)) : (value as MatrixLike),
  );
  if (y.rows !== points || y.cols !== outputs) {
    throw new ShapeError(`y: expected ${points}×${outputs}, got ${y.rows}×${y.cols}`);
  }
  return y;
}

function testsOf({ testKernel, testVariances }: MixturePosteriorOptions, points: number) {
  if ((testKernel === undefined) !== (testVariances === undefined)) {
    reject('testVariances', 'it together with testKernel', testVariances);
  }
  if (testKernel === undefined || testVariances === undefined) {
    return { kernel: matrix(0, points), variances: new Float64Array(0) };
  }
  const kernel = finiteMatrix('testKernel', testKernel);
  if (kernel.cols !== points) throw new ShapeError(`testKernel: expected ${points} columns, got ${kernel.cols}`);
  if (!isNumberList(testVariances)) reject('testVariances', `${kernel.rows} numbers`, testVariances);
  if (testVariances.length !== kernel.rows) {
    throw new ShapeError(`testVariances: expected ${kernel.rows} numbers, got ${testVariances.length}`);
  }
  return {
    kernel,
    variances: checkedNumbers('testVariances', testVariances, nonNegative),
  };
}
